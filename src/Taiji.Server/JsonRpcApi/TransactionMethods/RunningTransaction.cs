using Taiji.Datastores;
using Taiji.Datastores.Transactions;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>A private copy of running, or one nested in another: others don't see its changes before its commit, and it conflicts only with what others changed of the same.</summary>
internal sealed class RunningTransaction : WebTransaction
{
    private readonly ConfigurationTransaction _inner;
    private readonly bool _isNested;
    private readonly DatabaseLocks? _locks;
    private bool _isNestedValidated;

    /// <summary>Begins on running as it is now.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="locks">The locks that it holds; null for none.</param>
    public RunningTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings, DatabaseLocks? locks = null)
        : base(server, session, settings)
    {
        _locks = locks;
        _inner = server.Operations.Begin(session.Datastores);
    }

    /// <summary>Begins in another one.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="outer">The other one.</param>
    public RunningTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings, RunningTransaction outer)
        : base(server, session, settings)
    {
        _isNested = true;
        _inner = outer._inner.Begin();
    }

    /// <inheritdoc/>
    public override DataTree Content => _inner.Content;

    /// <inheritdoc/>
    public override DataTree Base => _inner.Changes.Before;

    /// <inheritdoc/>
    public override DataDiff Changes => _inner.Changes;

    /// <inheritdoc/>
    public override bool IsValidated => _isNested ? _isNestedValidated : _inner.IsValidateLocked;

    /// <inheritdoc/>
    public override void Edit(params IReadOnlyList<Edit> edits)
    {
        DemandUnvalidated();
        _inner.Edit(edits);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<RpcError>> ValidateAsync(CancellationToken cancellationToken)
    {
        var errors = _inner.Validate();
        Warnings = Readable(_inner.ValidationWarnings);
        return Task.FromResult(Readable(errors));
    }

    /// <inheritdoc/>
    public override async Task ValidateCommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isNested) await _inner.ValidateCommitAsync(cancellationToken).ConfigureAwait(false);
            else if (_inner.Validate() is { Count: > 0 } errors) throw new RpcErrorException(errors);
            _isNestedValidated = _isNested;
            Warnings = Readable(_inner.ValidationWarnings);
        }
        catch (RpcErrorException e)
        {
            // Asked for on their own, conflicts are told with whose they are.
            var conflicts = e.Errors.Any(x => x.AppTag == "conflict") ? _inner.Conflicts() : [];
            throw Refusals.OfValidation(Readable(conflicts.Count > 0 ? conflicts : e.Errors), Server);
        }
    }

    /// <inheritdoc/>
    public override async Task ClearValidateLockAsync()
    {
        _isNestedValidated = false;
        await _inner.ClearValidateLockAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath> Conflicts() => [.. _inner.Conflicts().Where(e => e.Path is not null).Select(e => DataPath.Parse(Server.Schema, e.Path!))];

    /// <inheritdoc/>
    public override void Resolve()
    {
        DemandUnvalidated();
        _inner.Rebase(ConflictResolution.Ignore);
    }

    /// <inheritdoc/>
    public override async Task<EditResult> CommitAsync(CommitOptions options, CancellationToken cancellationToken)
    {
        var result = await _inner.CommitAsync(options, cancellationToken).ConfigureAwait(false);
        if (!KeepsLocks) _locks?.Release();
        return result;
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _inner.Abort();
        _locks?.Release();
    }

    private IReadOnlyList<RpcError> Readable(IReadOnlyList<RpcError> errors) => Server.Operations.Readable(Session.Datastores, errors);
}

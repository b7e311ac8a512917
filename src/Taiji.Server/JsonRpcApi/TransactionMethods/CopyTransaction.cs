using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>A private copy of startup, or of what another transaction has: its commit brings the changes there.</summary>
internal sealed class CopyTransaction : WebTransaction
{
    private readonly WebTransaction? _outer;
    private readonly DatabaseLocks? _locks;
    private DataTree _content;
    private bool _isValidated;

    /// <summary>Begins.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="outer">The transaction that it is in; null for a copy of startup.</param>
    /// <param name="locks">The locks that it holds; null for none.</param>
    public CopyTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings, WebTransaction? outer, DatabaseLocks? locks)
        : base(server, session, settings)
    {
        _outer = outer;
        _locks = locks;
        Base = _content = Target;
    }

    /// <inheritdoc/>
    public override DataTree Content => _content;

    /// <inheritdoc/>
    public override DataTree Base { get; }

    /// <inheritdoc/>
    public override bool IsValidated => _isValidated;

    private DataTree Target => _outer?.Content ?? Server.Snapshot(Session, Datastore.Startup);

    /// <inheritdoc/>
    public override void Edit(params IReadOnlyList<Edit> edits)
    {
        DemandUnvalidated();
        _content = Apply(_content, edits);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RpcError>> ValidateAsync(CancellationToken cancellationToken)
    {
        // The outer one is validated as a whole.
        if (_outer is not null) return [];
        try
        {
            Warnings = await Server.Operations.ValidateAsync(Session.Datastores, _content, cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (RpcErrorException e)
        {
            return e.Errors;
        }
    }

    /// <inheritdoc/>
    public override async Task ValidateCommitAsync(CancellationToken cancellationToken)
    {
        var errors = await ValidateAsync(cancellationToken).ConfigureAwait(false);
        _isValidated = errors.Count == 0;
        if (!_isValidated) throw Refusals.OfValidation(errors, Server);
    }

    /// <inheritdoc/>
    public override Task ClearValidateLockAsync()
    {
        _isValidated = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<EditResult> CommitAsync(CommitOptions options, CancellationToken cancellationToken)
    {
        var before = Target;
        var edits = DiffDecoder.Decode(Server.Schema, DiffEncoder.Encode(Changes));
        // Startup's last word is whoever's comes last; what both changed is told by an edit that doesn't apply.
        var after = ReferenceEquals(before, Base) ? _content : Apply(before, edits);
        if (_outer is not null) _outer.Edit(edits);
        else await Server.Operations.CopyConfigAsync(Session.Datastores, after, Datastore.Startup, cancellationToken).ConfigureAwait(false);
        if (!KeepsLocks) _locks?.Release();
        return new EditResult(new DatastoreSnapshot(before, 0, default), new DatastoreSnapshot(before, 0, default), []);
    }

    /// <inheritdoc/>
    public override void Abort() => _locks?.Release();

    private static DataTree Apply(DataTree content, IReadOnlyList<Edit> edits)
    {
        var editor = content.Edit();
        foreach (var edit in edits)
        {
            if (editor.Apply(edit) is { } error) throw new RpcErrorException(error);
        }

        return editor.Seal();
    }
}

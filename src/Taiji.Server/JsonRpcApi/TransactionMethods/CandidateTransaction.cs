using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>The candidate itself, edited in place: everybody who looks at it sees the changes, and its commit is the candidate's.</summary>
/// <param name="server">The server.</param>
/// <param name="session">Whose it is.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="locks">The locks that it holds; null for none.</param>
internal sealed class CandidateTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings, DatabaseLocks? locks)
    : WebTransaction(server, session, settings)
{
    private bool _isValidated;

    /// <inheritdoc/>
    public override DataTree Content => Server.Snapshot(Session, Datastore.Candidate);

    /// <inheritdoc/>
    public override DataTree Base => Changes.Before;

    /// <inheritdoc/>
    public override DataDiff Changes => Server.Operations.CandidateChanges(Session.Datastores);

    /// <inheritdoc/>
    public override bool IsValidated => _isValidated;

    /// <inheritdoc/>
    public override void Edit(params IReadOnlyList<Edit> edits)
    {
        DemandUnvalidated();
        // Edits of the candidate are done when the call returns.
        Server.Operations.EditAsync(Session.Datastores, Datastore.Candidate, edits, new EditOptions(), CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RpcError>> ValidateAsync(CancellationToken cancellationToken)
    {
        try
        {
            Warnings = await Server.Operations.ValidateAsync(Session.Datastores, Datastore.Candidate, cancellationToken).ConfigureAwait(false);
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
        try
        {
            Warnings = await Server.Operations.ValidateCommitAsync(Session.Datastores, cancellationToken).ConfigureAwait(false);
            _isValidated = true;
        }
        catch (RpcErrorException e)
        {
            throw Refusals.OfValidation(e.Errors, Server);
        }
    }

    /// <inheritdoc/>
    public override Task ClearValidateLockAsync()
    {
        if (_isValidated) Server.Operations.ClearValidateLock(Session.Datastores);
        _isValidated = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<EditResult> CommitAsync(CommitOptions options, CancellationToken cancellationToken)
    {
        var result = await Server.Operations.CommitAsync(Session.Datastores, options, cancellationToken).ConfigureAwait(false);
        _isValidated = false;
        if (!KeepsLocks) locks?.Release();
        return result;
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        // The session's end gives it back by itself.
        if (_isValidated && !Session.Closed.IsCancellationRequested) Server.Operations.ClearValidateLock(Session.Datastores);
        locks?.Release();
    }
}

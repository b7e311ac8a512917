using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>The rollbacks that are kept, the newest first; read from the journal as they are enumerated.</summary>
    public IEnumerable<Rollback> Rollbacks() => _rollbacks.List();

    /// <summary>What a rollback would change: of the nodes that the session may read.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="selection">Which.</param>
    /// <returns>A JSON array of edits in the order in which they are applied.</returns>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">invalid-value: there is no such rollback.</exception>
    public string ShowRollback(Session session, RollbackSelection selection) => ShowRollback(session, selection, DiffFormat.Json);

    /// <summary>What takes commits back, in the order in which it is applied: not access-controlled, whoever applies it is.</summary>
    /// <param name="selection">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">invalid-value: there is no such rollback.</exception>
    public IReadOnlyList<Taiji.Yang.Data.Edit> RollbackEdits(RollbackSelection selection) => _rollbacks.Edits(selection);

    /// <summary>Puts a rollback into the candidate.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="selection">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">As for any edit; invalid-value: there is no such rollback.</exception>
    public EditResult LoadRollback(Session session, RollbackSelection selection)
    {
        Datastores.Demand(Datastore.Candidate);
        return _candidateEditor.EditCandidate(session, _rollbacks.Edits(selection), new EditOptions());
    }

    /// <summary>Commits a rollback at once, whether running is writable by edits or not.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="selection">Which.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">As for any edit; invalid-value: there is no such rollback.</exception>
    public Task<EditResult> ApplyRollbackAsync(Session session, RollbackSelection selection, EditOptions options, CancellationToken cancellationToken) =>
        _errors.OfAsync(
            session, () => _editor.CommitEditsAsync(session, _rollbacks.Edits(selection), options with { Comment = options.Comment ?? $"rollback {selection.Id}" }, cancellationToken));
}

using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores;

/// <summary>
/// The protocol-neutral façade: everything a northbound interface can do, on behalf of a <see cref="Session"/>. Every failure is an <see cref="RpcErrorException"/>
/// with all errors found; nothing is half-done unless the client asked for it (error-option).
/// </summary>
public sealed partial class Operations
{
    /// <summary>The schema in force.</summary>
    public YangSchema Schema => throw new NotImplementedException();

    /// <summary>The live sessions.</summary>
    public SessionTable Sessions => throw new NotImplementedException();

    /// <summary>Reads a datastore (get, get-config, get-data, GET).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<ReadResult> ReadAsync(Session session, ReadRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Edits running (through the commit pipeline, durable when it returns) or candidate.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Running or candidate.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> EditAsync(Session session, Datastore datastore, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Commits the candidate (RFC 6241 §8.3.4.1).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> CommitAsync(Session session, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Reverts the candidate to running (RFC 6241 §8.3.4.2).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DiscardChangesAsync(Session session, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Validates a whole datastore (RFC 6241 §8.6.4.1).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ValidateAsync(Session session, Datastore datastore, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Validates a configuration that came with the request.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ValidateAsync(Session session, DataTree config, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>copy-config between datastores (RFC 6241 §7.3).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To; source = target is invalid-value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CopyConfigAsync(Session session, Datastore source, Datastore target, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>copy-config of a configuration that came with the request.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="config">The whole configuration.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CopyConfigAsync(Session session, DataTree config, Datastore target, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>delete-config (RFC 6241 §7.4): running can't be deleted.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DeleteConfigAsync(Session session, Datastore target, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Locks a datastore (RFC 6241 §7.5); lock-denied names the holder in session-id.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    public void Lock(Session session, Datastore target) => throw new NotImplementedException();

    /// <summary>Unlocks (RFC 6241 §7.6).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    public void Unlock(Session session, Datastore target) => throw new NotImplementedException();

    /// <summary>Ends another session (RFC 6241 §7.9); one's own is invalid-value.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="sessionId">Whose.</param>
    public void KillSession(Session session, uint sessionId) => throw new NotImplementedException();

    /// <summary>Invokes an rpc, or an action (RFC 7950 §7.15): input validated and defaulted before, output checked after.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The rpc or action.</param>
    /// <param name="target">The action's data node; null for an rpc.</param>
    /// <param name="input">The parameters: a tree rooted at the operation's input.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A tree rooted at the operation's output.</returns>
    public Task<DataTree> InvokeAsync(Session session, OperationNode operation, DataPath? target, DataTree input, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Listens to a stream (RFC 5277) until cancelled; a reader that falls too far behind loses the oldest and is told how many.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="stream">The stream's name; <c>NETCONF</c> is the default one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<NotificationRecord> SubscribeAsync(Session session, string stream, CancellationToken cancellationToken) => throw new NotImplementedException();
}

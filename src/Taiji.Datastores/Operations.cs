using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
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
    private readonly DatastoreReader _reader;
    private readonly ConfigurationEditor _editor;
    private readonly CandidateEditor _candidateEditor;
    private readonly DatastoreCopier _copier;
    private readonly TransactionSteps _transactions;
    private readonly ChangePreview _preview;
    private readonly SessionControl _control;
    private readonly LockTable _locks;
    private readonly OperationInvoker _invoker;
    private readonly NotificationHub _hub;
    private readonly Confirmations _confirmations;
    private readonly RollbackStore _rollbacks;
    private readonly ErrorView _errors;
    private readonly ModificationTimes _times;

    internal Operations(YangSchema schema, DatastoreSwitches switches, OperationsParts parts)
    {
        Schema = schema;
        Datastores = switches;
        Sessions = parts.Sessions;
        _reader = parts.Reader;
        _editor = parts.Editor;
        _candidateEditor = parts.CandidateEditor;
        _copier = parts.Copier;
        _transactions = parts.Transactions;
        _preview = parts.Preview;
        _control = parts.Control;
        _locks = parts.Locks;
        _invoker = parts.Invoker;
        _hub = parts.Hub;
        _confirmations = parts.Confirmations;
        _rollbacks = parts.Rollbacks;
        _errors = parts.Errors;
        _times = parts.Times;
    }

    /// <summary>The schema in force.</summary>
    public YangSchema Schema { get; }

    /// <summary>Which datastores there are.</summary>
    public DatastoreSwitches Datastores { get; }

    /// <summary>The live sessions.</summary>
    public SessionTable Sessions { get; }

    /// <summary>Reads a datastore (get, get-config, get-data, GET).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<ReadResult> ReadAsync(Session session, ReadRequest request, CancellationToken cancellationToken) =>
        _reader.ReadAsync(session, request, cancellationToken);

    /// <summary>Makes all datastores what a new data directory begins with (RFC 8808 §2); whoever may invoke factory-reset may, whatever else it may change.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task FactoryResetAsync(Session session, CancellationToken cancellationToken) => _editor.FactoryResetAsync(session, cancellationToken);

    /// <summary>
    /// When a node of running or something in it last changed: exact for what changed lately, otherwise when the server began to remember; never too early (RFC 8040 §3.5.1).
    /// </summary>
    /// <param name="running">A snapshot of running.</param>
    /// <param name="path">The node; it may be a whole list, and need not be there.</param>
    public DateTimeOffset LastModified(DatastoreSnapshot running, DataPath path) => _times.Of(running, path);

    /// <summary>Edits running (through the commit pipeline, durable when it returns) or candidate.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Running or candidate.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> EditAsync(Session session, Datastore datastore, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, async () => datastore switch
        {
            Datastore.Running => await _editor.EditRunningAsync(session, edits, options, cancellationToken).ConfigureAwait(false),
            Datastore.Candidate => EditCandidate(session, edits, options),
            _ => throw Errors.NotSupported($"{Errors.Name(datastore)} can't be edited."),
        });

    private EditResult EditCandidate(Session session, IReadOnlyList<Edit> edits, EditOptions options)
    {
        var result = _candidateEditor.EditCandidate(session, edits, options);
        _errors.Edited(session, Errors.Name(Datastore.Candidate), edits);
        return result;
    }

    /// <summary>Tells the audit log of a read, when it is kept of reads too (<see cref="Hosting.TaijiOptions.AuditsReads"/>): protocols say what was asked for.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The protocol's operation: <c>get-config</c>, <c>GET</c>, <c>get_value</c> …</param>
    /// <param name="target">Gives what was asked for; called only when it is recorded.</param>
    public void RecordRead(Session session, string operation, Func<string?> target) => _errors.HaveRead(session, operation, target, static t => t());

    /// <summary>As the other one, for requests so quick that a delegate of their own would count.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The protocol's operation.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">Gives what it asked for; called only when it is recorded.</param>
    public void RecordRead<TRequest>(Session session, string operation, TRequest request, Func<TRequest, string?> target) => _errors.HaveRead(session, operation, request, target);

    /// <summary>
    /// Edits what is configured, at once and to stay, whichever datastores there are (RFC 8040 §1.4): running when it is writable, otherwise the candidate with all that is in
    /// it, committed; and a distinct startup is saved too.
    /// </summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How; the precondition is asked with running.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> ApplyAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => _editor.ApplyAsync(session, edits, options, cancellationToken));

    /// <summary>As <see cref="ApplyAsync"/>, for the server itself: whatever clients may edit.</summary>
    internal Task<EditResult> EditForServerAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken) =>
        _editor.EditForServerAsync(session, edits, options, cancellationToken);

    /// <summary>Commits the candidate (RFC 6241 §8.3.4.1, §8.4.5.1).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="options">How; null for a plain commit.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> CommitAsync(Session session, CommitOptions? options, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => _candidateEditor.CommitAsync(session, options ?? new CommitOptions(), cancellationToken));

    /// <summary>As the other one: a plain commit.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> CommitAsync(Session session, CancellationToken cancellationToken) => CommitAsync(session, null, cancellationToken);

    /// <summary>Takes back the confirmed commit that waits (RFC 6241 §8.4.4.1).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="persistId">The token of a persistent one; null for the session's own.</param>
    /// <param name="cancellationToken">Gives up waiting: it is taken back all the same.</param>
    public Task CancelCommitAsync(Session session, string? persistId, CancellationToken cancellationToken) => _errors.OfAsync(session, () =>
    {
        Datastores.Demand(Datastore.Candidate);
        return _confirmations.CancelAsync(session, persistId).WaitAsync(cancellationToken);
    });

    /// <summary>Reverts the candidate to running (RFC 6241 §8.3.4.2).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DiscardChangesAsync(Session session, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => Complete(() => _candidateEditor.DiscardChanges(session)), Errors.Name(Datastore.Candidate));

    /// <summary>Brings the session's private candidate up to running (draft-ietf-netconf-privcand).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="resolution">What becomes of nodes that others have changed too.</param>
    /// <exception cref="RpcErrorException">The conflicts, each with its node, the other user and the time; operation-not-supported: its candidate is the shared one.</exception>
    public void UpdateCandidate(Session session, ConflictResolution resolution) => _candidateEditor.UpdateCandidate(session, resolution);

    /// <summary>Validates a whole datastore (RFC 6241 §8.6.4.1).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What validators warn of, as far as the session may read it.</returns>
    public Task<IReadOnlyList<RpcError>> ValidateAsync(Session session, Datastore datastore, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => Task.FromResult(_errors.Readable(session, _copier.Validate(session, datastore))));

    /// <summary>Validates a configuration that came with the request.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What validators warn of, as far as the session may read it.</returns>
    public Task<IReadOnlyList<RpcError>> ValidateAsync(Session session, DataTree config, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => Task.FromResult(_errors.Readable(session, _copier.Validate(config))));

    /// <summary>copy-config between datastores (RFC 6241 §7.3).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To; source = target is invalid-value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CopyConfigAsync(Session session, Datastore source, Datastore target, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => _copier.CopyAsync(session, source, target, cancellationToken), $"{Errors.Name(source)} to {Errors.Name(target)}");

    /// <summary>copy-config of a configuration that came with the request.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="config">The whole configuration.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CopyConfigAsync(Session session, DataTree config, Datastore target, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => _copier.CopyAsync(session, config, target, cancellationToken), Errors.Name(target));

    /// <summary>delete-config (RFC 6241 §7.4): only startup can be deleted.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DeleteConfigAsync(Session session, Datastore target, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, () => _copier.DeleteAsync(session, target, cancellationToken), Errors.Name(target));

    /// <summary>Locks a datastore (RFC 6241 §7.5); lock-denied names the holder in session-id.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    public void Lock(Session session, Datastore target) => _errors.Of(session, () => _control.Lock(session, target), Errors.Name(target));

    /// <summary>Unlocks (RFC 6241 §7.6).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="target">Which.</param>
    public void Unlock(Session session, Datastore target) => _errors.Of(session, () => _control.Unlock(session, target), Errors.Name(target));

    /// <summary>Locks parts of running (RFC 5717 §2.4.1), all or none; lock-denied names the holder in session-id.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="selects">What it is asked for with, as it is reported (RFC 6022 §2.1.2).</param>
    /// <param name="select">Gives the nodes, in running as it is then; refuses by throwing.</param>
    public PartialLock PartialLock(Session session, IReadOnlyList<string> selects, Func<DataTree, IReadOnlyList<DataPath>> select) =>
        _errors.Of(session, () => _control.PartialLock(session, selects, select), string.Join(' ', selects));

    /// <summary>Releases a partial lock (RFC 5717 §2.4.2).</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="lockId">The lock's number.</param>
    public void PartialUnlock(Session session, uint lockId) =>
        _errors.Of(session, () => _locks.ReleasePartial(session, lockId), lockId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The partial locks that are held.</summary>
    public IReadOnlyList<PartialLock> PartialLocks => _locks.Partial;

    /// <summary>The global lock on a datastore, or null (RFC 6022 §2.1.2).</summary>
    /// <param name="datastore">Which.</param>
    public DatastoreLock? FindLock(Datastore datastore) => _locks.Find(datastore);

    /// <summary>
    /// Refuses an operation that access control doesn't permit (RFC 8341 §3.4.4). <c>InvokeAsync</c> asks by itself; a protocol asks for the operations that are its own
    /// (<c>ietf-netconf:kill-session</c>, say).
    /// </summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The rpc or action.</param>
    /// <param name="target">The action's data node; null for an rpc.</param>
    /// <exception cref="RpcErrorException">access-denied.</exception>
    public void DemandExecute(Session session, OperationNode operation, DataPath? target = null) => _invoker.Authorise(session, operation, target);

    /// <summary>As the other one, for a protocol's operation that the schema doesn't have.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="module">The name of the module that defines it, by which rules know it.</param>
    /// <param name="operation">Its name.</param>
    /// <exception cref="RpcErrorException">access-denied.</exception>
    public void DemandExecute(Session session, string module, string operation) => _invoker.Authorise(session, module, operation);

    /// <summary>What a session may do with the instances of a schema node: for telling it what it can ask for. Nothing is counted or logged.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="node">The data node, rpc or action.</param>
    public SchemaPermissions PermissionsOn(Session session, SchemaNode node) => _invoker.PermissionsOn(session, node);

    /// <summary>Whether a command of a user interface, or a JSON-RPC method, may be used (<c>taiji-access:command-rule</c>); a refusal is counted.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="context">Where it is given: <c>webui</c>, <c>cli</c> …</param>
    /// <param name="command">Its words, blanks in between; a JSON-RPC method is <c>::jsonrpc:: NAME</c>.</param>
    public bool MayExecuteCommand(Session session, string context, string command) => _invoker.MayUseCommand(session, context, command, CommandAccess.Exec);

    /// <summary>As <see cref="MayExecuteCommand"/>: whether it may be seen, in completions and help.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="context">Where.</param>
    /// <param name="command">Its words.</param>
    public bool MaySeeCommand(Session session, string context, string command) => _invoker.MayUseCommand(session, context, command, CommandAccess.Read);

    /// <summary>Ends another session (RFC 6241 §7.9); one's own is invalid-value.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="sessionId">Whose.</param>
    public void KillSession(Session session, uint sessionId) =>
        _errors.Of(session, () => _control.Kill(session, sessionId), sessionId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Invokes an rpc, or an action (RFC 7950 §7.15): input validated and defaulted before, output checked after.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The rpc or action.</param>
    /// <param name="target">The action's data node; null for an rpc.</param>
    /// <param name="input">The parameters: a tree rooted at the operation's input.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A tree rooted at the operation's output.</returns>
    public Task<DataTree> InvokeAsync(Session session, OperationNode operation, DataPath? target, DataTree input, CancellationToken cancellationToken) =>
        InvokeAsync(session, operation, target, input, null, cancellationToken);

    /// <summary>As the other one, hearing how far it is.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="operation">The rpc or action.</param>
    /// <param name="target">The action's data node; null for an rpc.</param>
    /// <param name="input">The parameters: a tree rooted at the operation's input.</param>
    /// <param name="progress">Hears, on the handler's thread, what the handler reports until it answers; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A tree rooted at the operation's output.</returns>
    public async Task<DataTree> InvokeAsync(
        Session session, OperationNode operation, DataPath? target, DataTree input, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (input.RootNode != operation.Input) throw Errors.InvalidValue($"The input is not that of {operation.Name}.");
        var invocation = new OperationInvocation(operation, session, input, target);
        if (progress is null) return await _invoker.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        var reports = new CallProgress(progress);
        try
        {
            return await _invoker.InvokeAsync(invocation with { Progress = reports }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            reports.End();
        }
    }

    private static Task Complete(Action action)
    {
        try
        {
            action();
            return Task.CompletedTask;
        }
        catch (RpcErrorException e)
        {
            return Task.FromException(e);
        }
    }
}

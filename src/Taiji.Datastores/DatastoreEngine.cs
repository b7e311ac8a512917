using Microsoft.Extensions.Logging;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Events.Log;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
using Taiji.Datastores.Transactions;
using Taiji.Datastores.Upgrades;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores;

/// <summary>Owns the datastores: opens them from the journal, wires the floor together, and closes it in order.</summary>
public sealed class DatastoreEngine : IAsyncDisposable
{
    // The commit itself, startup, and what begins or ends the wait for a confirmation.
    private const int RecordsOfACommit = 3;

    // Commits that the log of notifications has not been told of yet are told from their records after a crash.
    private const int FewestKept = 20_000;

    private readonly IJournal _journal;
    private readonly RunningStore _running;
    private readonly CommitPipeline _pipeline;
    private readonly SnapshotKeeper _snapshots;
    private readonly NotificationHub _hub;
    private readonly ServerEvents _events;
    private readonly SessionControl _control;
    private readonly Confirmations _confirmations;
    private readonly AppliedConfiguration _applied;
    private readonly IdleWatch _idle;
    private readonly SpanSource _spans = new();
    private readonly Task _telling;
    private readonly long _migratedAt;
    private int _isDisposed;

    private DatastoreEngine(
        YangSchema schema, DatastoreOptions options, DatastorePlugins plugins, IAccessControl? accessControl, IChangeValidator validator, IChangeCodec codec,
        IJournal journal, LoadedJournal loaded, Lazy<DataTree?> factory, TimeProvider time, ILoggerFactory loggers)
    {
        _journal = journal;
        _migratedAt = loaded.MigratedAt;
        var sessions = new SessionTable(time, options.Sessions);
        _idle = new IdleWatch(sessions, options.Sessions, time);
        Audit.Watch(sessions);
        var running = new RunningStore(loaded.State);
        _running = running;
        var candidates = new CandidateTable(running, sessions, time);
        var locks = new LockTable(sessions, time);
        var participants = new ParticipantTable(plugins.Participants, options.ParticipantTimeout, time, _spans, loggers.CreateLogger<ParticipantTable>());
        var publisher = new CommitPublisher(running, participants, codec, loggers.CreateLogger<CommitPublisher>());
        publisher.Published += (change, _) => locks.Changed(change);
        var times = new ModificationTimes(running);
        publisher.Published += (change, _) => times.Changed(change);
        publisher.Durable += Audit.Committed;
        publisher.ConfirmationChanged += Audit.Confirmation;
        var evaluator = new ChangeEvaluator(locks, accessControl, validator, _spans);
        _snapshots = new SnapshotKeeper(journal, running, publisher, codec, schema.ContentId, loggers.CreateLogger<SnapshotKeeper>());
        _snapshots.Begin(loaded);
        _pipeline = new CommitPipeline(running, journal, codec, evaluator, participants, publisher, _spans, time, loggers.CreateLogger<CommitPipeline>());
        var streams = new StreamTable(options.Streams);
        INotificationLog log = options.DataDirectory is { } directory
            ? SqliteNotificationLog.Open(Path.Combine(directory, "notifications.db"), schema, streams, time, loggers.CreateLogger<SqliteNotificationLog>())
            : new VolatileNotificationLog(streams, time);
        _hub = new NotificationHub(running, validator, accessControl, streams, log, time, loggers.CreateLogger<NotificationHub>());
        sessions.IsWaiting = _hub.IsSubscribed;
        _events = new ServerEvents(_hub, schema, sessions, publisher, time);
        if (log.LastCommit is { } told && told <= loaded.State.Running.Sequence && _hub.IsListening)
            _events.TellMissed(MissedChange.Since(journal, loaded.State.Running, Math.Max(told, loaded.MigratedAt)));
        else
            log.BeginAfter(loaded.State.Running.Sequence);
        if (loaded.TakenBack is { } unconfirmed)
            _events.Tell(new ConfirmationEvent(unconfirmed.Deadline <= time.GetUtcNow() ? ConfirmationChange.Timeout : ConfirmationChange.Cancel, unconfirmed.User, null));
        _confirmations = new Confirmations(schema, running, _pipeline, sessions, time, loggers.CreateLogger<Confirmations>());
        _control = new SessionControl(sessions, locks, running, candidates, _pipeline, _confirmations, options.Datastores);
        var providers = plugins.StateProviders.Select(p => new ProviderCall(p.Node, p.Provider, options.StateTimeout, time, loggers.CreateLogger<StateReader>())).ToList();
        var state = new StateReader(providers);
        _ = new ProviderEvents(_hub, schema, providers, time);
        _applied = new AppliedConfiguration(running, publisher, plugins.AppliedNodes);
        var started = time.GetUtcNow();
        var factoryDefault = new Lazy<DatastoreSnapshot>(() => new DatastoreSnapshot(factory.Value ?? DataTree.Empty(schema), 0, started));
        var reader = new DatastoreReader(options.Datastores, factoryDefault, running, candidates, state, _applied, accessControl);
        var transformer = new LeafTransformer(plugins.LeafTransforms);
        var conflicts = new ConflictTeller(schema, journal, running);
        var preview = new ChangePreview(reader, running, validator);
        var editor = new ConfigurationEditor(options.Datastores, reader, candidates, transformer, codec, _pipeline);
        var candidateEditor = new CandidateEditor(
            options.Datastores, running, candidates, locks, transformer, evaluator, validator, _pipeline, _confirmations, conflicts, codec);
        var copier = new DatastoreCopier(
            options.Datastores, reader, running, candidates, locks, transformer, evaluator, validator, codec, _pipeline, editor, candidateEditor);
        var parts = new OperationsParts
        {
            Sessions = sessions,
            Reader = reader,
            Editor = editor,
            CandidateEditor = candidateEditor,
            Copier = copier,
            Transactions = new TransactionSteps(running, locks, transformer, evaluator, validator, _pipeline, _confirmations, conflicts, preview),
            Preview = preview,
            Control = _control,
            Locks = locks,
            Invoker = new OperationInvoker(plugins.OperationHandlers, running, state, validator, accessControl, Audit, loggers.CreateLogger<OperationInvoker>()),
            Hub = _hub,
            Confirmations = _confirmations,
            Rollbacks = new RollbackStore(schema, journal, running, options.Rollbacks, loaded.MigratedAt),
            Errors = new ErrorView(accessControl, running, Audit),
            Times = times,
        };
        Operations = new Operations(schema, options.Datastores, parts)
        {
            Applied = _applied,
            Spans = _spans,
            StateProviders = [.. providers.Select(p => p.Health)],
        };
        publisher.Published += (change, _) => Operations.Tell(change);
        // Not waited for: participants may themselves need what this constructor makes.
        _telling = loaded.Unsettled.Count == 0 ? Task.CompletedTask : Task.Run(() => _pipeline.TellAgainAsync(loaded.Unsettled));
    }

    /// <summary>Tells of what sessions do.</summary>
    public AuditTrail Audit { get; } = new();

    /// <summary>The façade that protocols work with.</summary>
    public Operations Operations { get; }

    /// <summary>Running as it is now.</summary>
    internal DataTree Running => _running.Current.Tree;

    /// <summary>The number of the last commit.</summary>
    internal long Sequence => _running.Current.Sequence;

    /// <summary>Completes when all notifications that were published so far have been logged and delivered.</summary>
    internal Task NotificationsDeliveredAsync() => _hub.DeliveredAsync();

    /// <summary>Tells the audit trail of the commits that a log of it has not been told of: the server ended before it could.</summary>
    /// <param name="told">The number of the commit that the log told of last.</param>
    /// <exception cref="JournalException">A record is damaged.</exception>
    internal void TellAuditMissed(long told)
    {
        foreach (var missed in MissedChange.Since(_journal, _running.Current, Math.Max(told, _migratedAt))) Audit.Missed(missed);
    }

    /// <summary>Where notifications are handed in.</summary>
    public INotificationPublisher Notifications => _hub;

    /// <summary>
    /// Opens the datastores: what the journal in <see cref="DatastoreOptions.DataDirectory"/> holds, or <see cref="DatastoreOptions.Startup"/> when it is new.
    /// </summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">How they are kept.</param>
    /// <param name="plugins">What a host plugs in.</param>
    /// <param name="accessControl">Null permits everything.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcErrorException">What is kept, or the start-up configuration, doesn't fit the schema: every path is named.</exception>
    /// <exception cref="DataDirectoryException">The data directory can't be made or written, or is in use.</exception>
    /// <exception cref="JournalException">The journal is damaged: the record is named.</exception>
    public static Task<DatastoreEngine> OpenAsync(
        YangSchema schema, DatastoreOptions options, DatastorePlugins plugins, IAccessControl? accessControl, TimeProvider time, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        IJournal journal = options.DataDirectory is { } directory
            ? SqliteJournal.Open(directory, Math.Max(RecordsOfACommit * options.Rollbacks, FewestKept), loggers.CreateLogger<SqliteJournal>()) : new VolatileJournal(options.Rollbacks);
        return OpenAsync(schema, options, plugins, accessControl, journal, time, loggers, cancellationToken);
    }

    /// <summary>As the public one, over any journal, which it then owns.</summary>
    internal static async Task<DatastoreEngine> OpenAsync(
        YangSchema schema, DatastoreOptions options, DatastorePlugins plugins, IAccessControl? accessControl, IJournal journal, TimeProvider time,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var codec = new ChangeCodec(schema);
            var validator = new SchemaValidator(schema);
            var upgrade = new ModuleUpgrade(journal, schema, options, codec, validator, time, loggers.CreateLogger<ModuleUpgrade>());
            var loaded = await upgrade.LoadAsync(cancellationToken).ConfigureAwait(false);
            var factory = new Lazy<DataTree?>(() => options.Startup is { } startup ? new LeafTransformer(plugins.LeafTransforms).Apply(startup) : null);
            if (loaded.IsNew && factory.Value is { } first)
            {
                loaded = FirstConfiguration.Commit(first, journal, codec, validator, time);
            }

            loaded = new Restart(journal, codec, validator, time).Run(loaded, options.Datastores.Startup, factory);
            var chain = new ValidatorChain(validator, plugins.Validators, loggers.CreateLogger<ValidatorChain>());
            return new DatastoreEngine(schema, options, plugins, accessControl, chain, codec, journal, loaded, factory, time, loggers);
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes in no more changes, waits for those decided to be durable and told, keeps a snapshot, and lets go of the data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _telling.ConfigureAwait(false);
        await _confirmations.DisposeAsync().ConfigureAwait(false);
        await _pipeline.DisposeAsync().ConfigureAwait(false);
        _events.Dispose();
        await _hub.DisposeAsync().ConfigureAwait(false);
        _control.Dispose();
        _applied.Dispose();
        _idle.Dispose();
        _spans.Dispose();
        await _snapshots.DisposeAsync().ConfigureAwait(false);
        await _journal.DisposeAsync().ConfigureAwait(false);
    }
}

using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Store;

/// <summary>Reads datastores: one snapshot, never waiting for a writer.</summary>
internal sealed class DatastoreReader
{
    private readonly DatastoreSwitches _switches;
    private readonly Lazy<DatastoreSnapshot> _factory;
    private readonly RunningStore _running;
    private readonly CandidateTable _candidates;
    private readonly StateReader _state;
    private readonly IAccessControl? _accessControl;

    /// <summary>Makes the reader.</summary>
    /// <param name="switches">Which datastores there are.</param>
    /// <param name="factory">What a new data directory begins with.</param>
    /// <param name="running">Running.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="state">The state.</param>
    /// <param name="accessControl">Null permits everything.</param>
    public DatastoreReader(DatastoreSwitches switches, Lazy<DatastoreSnapshot> factory, RunningStore running, CandidateTable candidates, StateReader state, IAccessControl? accessControl)
    {
        _switches = switches;
        _factory = factory;
        _running = running;
        _candidates = candidates;
        _state = state;
        _accessControl = accessControl;
    }

    /// <summary>A datastore's configuration.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-not-supported: it isn't there.</exception>
    public DatastoreSnapshot Content(Session session, Datastore datastore) => Content(session, datastore, _running.State);

    /// <summary>Reads.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<ReadResult> ReadAsync(Session session, ReadRequest request, CancellationToken cancellationToken)
    {
        var now = _running.State;
        var content = Content(session, request.Datastore, now);
        var wantsState = request.Datastore == Datastore.Operational || (request.IncludeState && request.Datastore == Datastore.Running);
        var tree = wantsState ? await _state.ReadAsync(content.Tree, request.Reach, cancellationToken).ConfigureAwait(false) : content.Tree;
        var view = _accessControl?.ReadView(now.Running.Tree, session);
        return view is null ? new ReadResult(tree, content, null) : new ReadResult(tree, content, view.IsReadable) { IsWholeReadable = view.IsWholeReadable, Lists = view.Lists };
    }

    /// <summary>Whether a session may read a node; null for all.</summary>
    /// <param name="session">On whose behalf.</param>
    public Func<DataNode, bool>? View(Session session) => _accessControl?.ReadView(_running.Current.Tree, session)?.IsReadable;

    /// <summary>What of a content a session may read.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="content">The content.</param>
    public DataTree Readable(Session session, DataTree content) =>
        _accessControl?.ReadView(_running.Current.Tree, session) is { } view ? DataSelection.Readable(content, view.IsReadable, view.IsWholeReadable) : content;

    /// <summary>Whether there may be something that a session may not read.</summary>
    /// <param name="session">On whose behalf.</param>
    public bool IsRestricted(Session session) => _accessControl?.ReadView(_running.Current.Tree, session) is not null;

    private DatastoreSnapshot Content(Session session, Datastore datastore, DurableState now)
    {
        _switches.Demand(datastore);
        return datastore switch
        {
            Datastore.Candidate => _candidates.Of(session).Current.Content,
            Datastore.Startup when _switches.Startup == StartupMode.On => now.Startup ?? now.Running with { Tree = DataTree.Empty(now.Running.Tree.Schema) },
            Datastore.FactoryDefault => _factory.Value,
            // Nothing is templated or inactive: what is intended is what is configured (RFC 8342 §5.1.4).
            _ => now.Running,
        };
    }
}

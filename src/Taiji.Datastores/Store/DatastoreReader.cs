using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Store;

/// <summary>Reads datastores: one snapshot, never waiting for a writer.</summary>
internal sealed class DatastoreReader
{
    private readonly DatastoreSwitches _switches;
    private readonly Lazy<DatastoreSnapshot> _factory;
    private readonly RunningStore _running;
    private readonly CandidateTable _candidates;
    private readonly StateReader _state;
    private readonly AppliedConfiguration _applied;
    private readonly IAccessControl? _accessControl;

    /// <summary>Makes the reader.</summary>
    /// <param name="switches">Which datastores there are.</param>
    /// <param name="factory">What a new data directory begins with.</param>
    /// <param name="running">Running.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="state">The state.</param>
    /// <param name="applied">What of running is applied.</param>
    /// <param name="accessControl">Null permits everything.</param>
    public DatastoreReader(
        DatastoreSwitches switches, Lazy<DatastoreSnapshot> factory, RunningStore running, CandidateTable candidates, StateReader state, AppliedConfiguration applied,
        IAccessControl? accessControl)
    {
        _switches = switches;
        _factory = factory;
        _running = running;
        _candidates = candidates;
        _state = state;
        _applied = applied;
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
        var result = new ReadResult(content.Tree, content, null);
        if (_accessControl?.ReadView(now.Running.Tree, session) is { } view)
            result = result with { Readable = view.IsReadable, IsWholeReadable = view.IsWholeReadable, Lists = view.Lists };
        if (request.Datastore == Datastore.Operational) return await ReadOperationalAsync(result, request, cancellationToken).ConfigureAwait(false);
        if (!request.IncludeState || request.Datastore != Datastore.Running) return result;
        var read = await _state.ReadAsync(content.Tree, content.Tree, request.Reach, false, InPartsOf(result, request), cancellationToken).ConfigureAwait(false);
        return ReferenceEquals(read.Tree, result.Tree) ? result : result with { Tree = read.Tree, Remainders = read.Remainders };
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

    private async ValueTask<ReadResult> ReadOperationalAsync(ReadResult intended, ReadRequest request, CancellationToken cancellationToken)
    {
        var applied = _applied.IsTracking ? _applied.Current : intended.Tree;
        var read = await _state.ReadAsync(applied, intended.Tree, request.Reach, true, InPartsOf(intended, request), cancellationToken).ConfigureAwait(false);
        return intended with { Tree = read.Tree, Origins = OriginView.Make(applied, read.Provided), Remainders = read.Remainders };
    }

    // Where each entry must be asked about, who writes wants to know first how many there are.
    private static InParts InPartsOf(ReadResult result, ReadRequest request) => new(request.InParts, result.Readable is null ? null : result.IsWholeReadable);

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

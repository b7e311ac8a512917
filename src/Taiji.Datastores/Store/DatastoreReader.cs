using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Store;

/// <summary>Reads datastores: one snapshot, never waiting for a writer.</summary>
internal sealed class DatastoreReader
{
    private readonly RunningStore _running;
    private readonly CandidateStore _candidate;
    private readonly StateReader _state;
    private readonly IAccessControl? _accessControl;

    /// <summary>Makes the reader.</summary>
    /// <param name="running">Running.</param>
    /// <param name="candidate">The shared candidate.</param>
    /// <param name="state">The state.</param>
    /// <param name="accessControl">Null permits everything.</param>
    public DatastoreReader(RunningStore running, CandidateStore candidate, StateReader state, IAccessControl? accessControl)
    {
        _running = running;
        _candidate = candidate;
        _state = state;
        _accessControl = accessControl;
    }

    /// <summary>Reads.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<ReadResult> ReadAsync(Session session, ReadRequest request, CancellationToken cancellationToken)
    {
        var running = _running.Current;
        var content = request.Datastore switch
        {
            Datastore.Candidate => _candidate.Current.Content,
            // Nothing is templated or inactive: what is intended is what is configured (RFC 8342 §5.1.4).
            Datastore.Running or Datastore.Intended or Datastore.Operational => running,
            _ => throw Errors.InvalidValue($"This server has no {Errors.Name(request.Datastore)} datastore."),
        };
        var wantsState = request.Datastore == Datastore.Operational || (request.IncludeState && request.Datastore == Datastore.Running);
        var tree = wantsState ? await _state.ReadAsync(content.Tree, request.Reach, cancellationToken).ConfigureAwait(false) : content.Tree;
        return new ReadResult(tree, content, _accessControl?.ReadView(running.Tree, session));
    }
}

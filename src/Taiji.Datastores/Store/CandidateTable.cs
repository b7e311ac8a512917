using System.Collections.Concurrent;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Store;

/// <summary>The shared candidate, and the private ones: one for each session that has one, as long as it lives.</summary>
internal sealed class CandidateTable
{
    private readonly ConcurrentDictionary<uint, CandidateStore> _private = new();
    private readonly RunningStore _running;
    private readonly SessionTable _sessions;
    private readonly TimeProvider _time;

    /// <summary>Makes a table with an unmodified shared candidate.</summary>
    /// <param name="running">What candidates start from.</param>
    /// <param name="sessions">The live sessions.</param>
    /// <param name="time">The clock.</param>
    public CandidateTable(RunningStore running, SessionTable sessions, TimeProvider time)
    {
        _running = running;
        _sessions = sessions;
        _time = time;
        Shared = new CandidateStore(running, time);
    }

    /// <summary>The shared one.</summary>
    public CandidateStore Shared { get; }

    /// <summary>The one that a session works with.</summary>
    /// <param name="session">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-failed: the session has ended.</exception>
    public CandidateStore Of(Session session)
    {
        if (!session.HasPrivateCandidate) return Shared;
        var store = _private.GetOrAdd(session.Id, static (_, table) => new CandidateStore(table._running, table._time), this);
        if (_sessions.Find(session.Id) == session) return store;
        Drop(session);
        throw Errors.Failed("The session has ended.");
    }

    /// <summary>A session has ended: its private candidate goes with it.</summary>
    /// <param name="session">Which.</param>
    public void Drop(Session session) => _private.TryRemove(session.Id, out _);
}

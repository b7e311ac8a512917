using System.Collections.Concurrent;

namespace Taiji.Datastores.Sessions;

/// <summary>All live sessions, over all protocols.</summary>
public sealed class SessionTable
{
    private readonly ConcurrentDictionary<uint, Session> _sessions = new();
    private readonly TimeProvider _time;
    private uint _lastId;

    /// <summary>Makes an empty table.</summary>
    /// <param name="time">The clock.</param>
    public SessionTable(TimeProvider time) => _time = time;

    /// <summary>Raised after a session has opened.</summary>
    public event Action<Session>? Opened;

    /// <summary>Raised once when a session ends, before its <see cref="Session.Closed"/> fires: whoever holds something for it lets go.</summary>
    public event Action<Session>? Closing;

    /// <summary>The live sessions.</summary>
    public IEnumerable<Session> All => _sessions.Values;

    /// <summary>How many are live.</summary>
    public int Count => _sessions.Count;

    /// <summary>Opens a session.</summary>
    /// <param name="identity">Who and how.</param>
    public Session Open(SessionIdentity identity)
    {
        var session = new Session(Interlocked.Increment(ref _lastId), identity, _time.GetUtcNow(), Close);
        _sessions[session.Id] = session;
        Opened?.Invoke(session);
        return session;
    }

    /// <summary>The live session of that id, or null.</summary>
    /// <param name="id">The session-id.</param>
    public Session? Find(uint id) => _sessions.GetValueOrDefault(id);

    private void Close(Session session)
    {
        if (_sessions.TryRemove(session.Id, out _)) Closing?.Invoke(session);
    }
}

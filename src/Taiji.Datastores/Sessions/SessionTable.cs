using System.Collections.Concurrent;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Sessions;

/// <summary>All live sessions, over all protocols.</summary>
public sealed class SessionTable
{
    private readonly ConcurrentDictionary<uint, Session> _sessions = new();
    private readonly TimeProvider _time;
    private readonly SessionLimits _limits;
    private readonly Lock _opening = new();
    private uint _lastId;

    /// <summary>Makes an empty table.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="limits">How many, how long; null for the default.</param>
    public SessionTable(TimeProvider time, SessionLimits? limits = null)
    {
        _time = time;
        _limits = limits ?? new SessionLimits();
    }

    /// <summary>Raised after a session has opened.</summary>
    public event Action<Session>? Opened;

    /// <summary>Raised once when a session ends, before its <see cref="Session.Closed"/> fires: whoever holds something for it lets go.</summary>
    public event Action<Session>? Closing;

    /// <summary>The live sessions.</summary>
    public IEnumerable<Session> All => _sessions.Values;

    /// <summary>How many are live.</summary>
    public int Count => _sessions.Count;

    /// <summary>Whether a session waits for something rather than idles (it has a subscription, say).</summary>
    internal Func<Session, bool> IsWaiting { get; set; } = static _ => false;

    /// <summary>Opens a session.</summary>
    /// <param name="identity">Who and how.</param>
    /// <exception cref="RpcErrorException">resource-denied: there are too many, in all or of this user.</exception>
    public Session Open(SessionIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        Session session;
        lock (_opening)
        {
            if (!identity.IsRecovery) DemandRoom(identity);
            session = new Session(++_lastId, identity, _time, Close);
            _sessions[session.Id] = session;
        }

        Opened?.Invoke(session);
        return session;
    }

    /// <summary>The live session of that id, or null.</summary>
    /// <param name="id">The session-id.</param>
    public Session? Find(uint id) => _sessions.GetValueOrDefault(id);

    /// <summary>Closes the sessions that have idled for too long.</summary>
    internal void CloseIdle()
    {
        if (_limits.IdleTimeout is not { } idle) return;
        var limit = _time.GetUtcNow() - idle;
        foreach (var session in All)
        {
            if (!session.Identity.IsRecovery && session.LastActivity <= limit && !session.IsBusy && !IsWaiting(session)) session.Close(SessionEnd.Timeout);
        }
    }

    private void DemandRoom(SessionIdentity identity)
    {
        if (_sessions.Count >= _limits.MaxSessions) throw TooMany("Too many sessions are open.");
        if (_sessions.Count < _limits.MaxPerUser) return;
        var own = 0;
        foreach (var session in All)
        {
            if (session.User == identity.User) own++;
        }

        if (own >= _limits.MaxPerUser) throw TooMany($"User {identity.User} has too many sessions open.");
    }

    private static RpcErrorException TooMany(string message) =>
        new(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.ResourceDenied, Message = message });

    private void Close(Session session)
    {
        if (_sessions.TryRemove(session.Id, out _)) Closing?.Invoke(session);
    }
}

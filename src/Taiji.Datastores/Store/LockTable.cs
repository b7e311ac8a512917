using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Store;

/// <summary>A global lock that is held (RFC 6241 §7.5).</summary>
/// <param name="Session">By whom.</param>
/// <param name="Since">Since when.</param>
public sealed record DatastoreLock(Session Session, DateTimeOffset Since);

/// <summary>The global locks, one for each datastore (RFC 6241 §7.5), and the partial ones of running (RFC 5717); a session's end releases its own.</summary>
internal sealed class LockTable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<Datastore, DatastoreLock> _held = [];
    private readonly PartialLockTable _partial = new();
    private volatile ValidateLock? _validate;
    private readonly SessionTable _sessions;
    private readonly TimeProvider _time;

    /// <summary>Makes a table with nothing locked.</summary>
    /// <param name="sessions">The live sessions.</param>
    /// <param name="time">The clock.</param>
    public LockTable(SessionTable sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
    }

    /// <summary>Takes a lock.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="datastore">On what.</param>
    /// <param name="demand">Refuses for another reason, nobody else taking a lock in between.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">lock-denied with the holder's session-id; operation-failed when the session has ended.</exception>
    public void Take(Session session, Datastore datastore, Action<Session>? demand = null)
    {
        lock (_sync)
        {
            DemandLive(session);
            DemandUnlocked(datastore);
            if (datastore != Datastore.Startup && _validate is { } validate && validate.Session != session) throw Errors.LockDenied(validate.Session.Id, ValidateLock.Message(validate));
            if (datastore == Datastore.Running && _partial.Held is [var partial, ..])
                throw Errors.LockDenied(partial.Session.Id, $"Session {partial.Session.Id} holds a partial lock on running.");
            demand?.Invoke(session);
            _held[datastore] = new DatastoreLock(session, _time.GetUtcNow());
        }
    }

    /// <summary>The validate lock, or null.</summary>
    public ValidateLock? Validate => _validate;

    /// <summary>Takes the validate lock.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="owner">What is validated under it.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">in-use with the holder's session-id: another one, or another session's lock on running; operation-failed when the session has ended.</exception>
    public ValidateLock TakeValidate(Session session, object owner)
    {
        lock (_sync)
        {
            DemandLive(session);
            if (_validate is { } held) return ReferenceEquals(held.Owner, owner) && held.Session == session ? held : throw Errors.InUse(held);
            if (_held.TryGetValue(Datastore.Running, out var running) && running.Session != session) throw Errors.InUse(Datastore.Running, running.Session.Id);
            return _validate = new ValidateLock(session, _time.GetUtcNow(), owner);
        }
    }

    /// <summary>Gives the validate lock back; does nothing when it is gone already.</summary>
    /// <param name="held">Which.</param>
    public void ReleaseValidate(ValidateLock held)
    {
        lock (_sync)
        {
            if (ReferenceEquals(_validate, held)) _validate = null;
        }
    }

    /// <summary>The partial locks that are held.</summary>
    public IReadOnlyList<PartialLock> Partial => _partial.Held;

    /// <summary>Takes a partial lock.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="selects">What it is asked for with.</param>
    /// <param name="nodes">Gives what it covers, and refuses; nobody else takes a lock in between.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">lock-denied with the holder's session-id; operation-failed when the session has ended.</exception>
    public PartialLock TakePartial(Session session, IReadOnlyList<string> selects, Func<IReadOnlyList<DataPath>> nodes)
    {
        lock (_sync)
        {
            DemandLive(session);
            DemandUnlocked(Datastore.Running);
            return _partial.Take(session, _time.GetUtcNow(), selects, nodes());
        }
    }

    /// <summary>Gives a partial lock back.</summary>
    /// <param name="session">Who holds it.</param>
    /// <param name="id">Which.</param>
    public void ReleasePartial(Session session, uint id)
    {
        lock (_sync) _partial.Release(session, id);
    }

    /// <summary>Running was changed: partial locks cover no more what is gone.</summary>
    /// <param name="change">What changed.</param>
    public void Changed(CommitChange change)
    {
        if (_partial.Held.Count == 0) return;
        lock (_sync) _partial.Shrink(change);
    }

    /// <summary>Refuses a change of running that another session's partial lock forbids.</summary>
    /// <param name="session">Who wants to change something; null for the server itself, which locks don't bind.</param>
    /// <param name="diff">What.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">in-use with the holder's session-id.</exception>
    public void DemandFree(Session? session, DataDiff diff)
    {
        if (session is not null && _partial.Held.Count > 0) _partial.DemandFree(session, diff);
    }

    /// <summary>Gives a lock back.</summary>
    /// <param name="session">Who holds it.</param>
    /// <param name="datastore">On what.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-failed: there is no lock; lock-denied: another session's.</exception>
    public void Release(Session session, Datastore datastore)
    {
        lock (_sync)
        {
            if (!_held.TryGetValue(datastore, out var held)) throw Errors.Failed($"No lock is held on {Errors.Name(datastore)}.");
            if (held.Session != session)
                throw Errors.LockDenied(held.Session.Id, $"Session {held.Session.Id} holds the lock on {Errors.Name(datastore)}: only it can unlock.");
            _held.Remove(datastore);
        }
    }

    /// <summary>Gives back all that a session holds.</summary>
    /// <param name="session">Who.</param>
    /// <returns>What was locked.</returns>
    public IReadOnlyList<Datastore> ReleaseAll(Session session)
    {
        lock (_sync)
        {
            List<Datastore>? released = null;
            foreach (var (datastore, held) in _held)
            {
                if (held.Session == session) (released ??= []).Add(datastore);
            }

            foreach (var datastore in released ?? []) _held.Remove(datastore);
            _partial.ReleaseAll(session);
            if (_validate?.Session == session) _validate = null;
            return released ?? [];
        }
    }

    /// <summary>Refuses a change that another session's lock forbids.</summary>
    /// <param name="session">Who wants to change something; null for the server itself, which locks don't bind.</param>
    /// <param name="datastore">What.</param>
    /// <param name="own">The validate lock that the change was validated under; null for none.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">in-use with the holder's session-id.</exception>
    public void DemandFree(Session? session, Datastore datastore, ValidateLock? own = null)
    {
        if (session is null || (datastore == Datastore.Candidate && session.HasPrivateCandidate)) return;
        if (_validate is { } validate && !ReferenceEquals(validate, own) && validate.Covers(datastore)) throw Errors.InUse(validate);
        lock (_sync)
        {
            if (_held.TryGetValue(datastore, out var held) && held.Session != session) throw Errors.InUse(datastore, held.Session.Id);
        }
    }

    /// <summary>The lock on a datastore, or null.</summary>
    /// <param name="datastore">Which.</param>
    public DatastoreLock? Find(Datastore datastore)
    {
        lock (_sync) return _held.GetValueOrDefault(datastore);
    }

    // A session leaves the table before its locks are released: one found there is released for sure.
    private void DemandLive(Session session)
    {
        if (_sessions.Find(session.Id) != session) throw Errors.Failed("The session has ended.");
    }

    private void DemandUnlocked(Datastore datastore)
    {
        if (_held.TryGetValue(datastore, out var held))
            throw Errors.LockDenied(held.Session.Id, $"Session {held.Session.Id} holds the lock on {Errors.Name(datastore)} already.");
    }
}

using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Sessions;

/// <summary>What sessions do to each other: global locks and kill-session; and what their end leaves to clear up.</summary>
internal sealed class SessionControl : IDisposable
{
    private readonly SessionTable _sessions;
    private readonly LockTable _locks;
    private readonly CandidateTable _candidates;
    private readonly CommitPipeline _pipeline;
    private readonly Confirmations _confirmations;
    private readonly DatastoreSwitches _switches;
    private readonly RunningStore _running;

    /// <summary>Makes it, and watches for sessions that end.</summary>
    /// <param name="sessions">The live sessions.</param>
    /// <param name="locks">The global locks.</param>
    /// <param name="running">Running.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="pipeline">The only writer of running.</param>
    /// <param name="confirmations">The confirmed commit that waits.</param>
    /// <param name="switches">Which datastores there are.</param>
    public SessionControl(
        SessionTable sessions, LockTable locks, RunningStore running, CandidateTable candidates, CommitPipeline pipeline, Confirmations confirmations, DatastoreSwitches switches)
    {
        _running = running;
        _confirmations = confirmations;
        _switches = switches;
        _sessions = sessions;
        _locks = locks;
        _candidates = candidates;
        _pipeline = pipeline;
        sessions.Closing += Closing;
    }

    /// <summary>Locks a datastore (RFC 6241 §7.5).</summary>
    /// <param name="session">For whom.</param>
    /// <param name="target">Running, candidate or startup.</param>
    public void Lock(Session session, Datastore target)
    {
        DemandLockable(target);
        if (target == Datastore.Candidate && session.HasPrivateCandidate)
        {
            var own = _candidates.Of(session);
            if (own.IsLocked) throw Errors.LockDenied(session.Id, "The session holds the lock on its candidate already.");
            own.IsLocked = true;
            return;
        }

        if (target == Datastore.Candidate)
        {
            _candidates.Shared.Hold(isModified =>
            {
                if (isModified && _locks.Find(target) is null)
                    throw Errors.LockDenied(0, "The candidate has changes that were neither committed nor discarded.");
                _locks.Take(session, target);
            });
            return;
        }

        _locks.Take(session, target, target == Datastore.Running ? DemandNoConfirmation : null);
        if (target != Datastore.Running) return;
        // Changes of others that were let in before the lock was there end before it is said to be held.
        _pipeline.SettleAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Locks parts of running (RFC 5717 §2.4.1).</summary>
    /// <param name="session">For whom.</param>
    /// <param name="selects">What it is asked for with, for monitoring.</param>
    /// <param name="select">Gives the nodes, in running as it is then; refuses by throwing.</param>
    public PartialLock PartialLock(Session session, IReadOnlyList<string> selects, Func<DataTree, IReadOnlyList<DataPath>> select)
    {
        var taken = _locks.TakePartial(session, selects, () =>
        {
            if (_confirmations.Pending is { } pending) throw OutstandingConfirmation(pending);
            return select(_running.Current.Tree);
        });
        // Changes of others that were let in before the lock was there end before it is said to be held.
        _pipeline.SettleAsync(CancellationToken.None).GetAwaiter().GetResult();
        return taken;
    }

    /// <summary>Unlocks a datastore (RFC 6241 §7.6); the candidate's changes go (§8.3.5.2).</summary>
    /// <param name="session">Who holds the lock.</param>
    /// <param name="target">Running, candidate or startup.</param>
    public void Unlock(Session session, Datastore target)
    {
        DemandLockable(target);
        if (target == Datastore.Candidate && session.HasPrivateCandidate) UnlockOwn(_candidates.Of(session));
        else if (target == Datastore.Candidate) _candidates.Shared.Discard(() => _locks.Release(session, target));
        else _locks.Release(session, target);
    }

    /// <summary>Ends another session (RFC 6241 §7.9).</summary>
    /// <param name="session">Who.</param>
    /// <param name="sessionId">Whose.</param>
    public void Kill(Session session, uint sessionId)
    {
        if (sessionId == session.Id) throw Errors.InvalidValue("A session can't kill itself: close-session ends it.");
        if (_sessions.Find(sessionId) is not { } victim) throw Errors.InvalidValue($"There is no session {sessionId}.");
        victim.Close(SessionEnd.Killed, session.Id);
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Closing -= Closing;

    // Nobody else sees a private candidate: its lock binds nobody.
    private static void UnlockOwn(CandidateStore candidate)
    {
        if (!candidate.IsLocked) throw Errors.Failed("No lock is held on candidate.");
        candidate.IsLocked = false;
        candidate.Discard();
    }

    // RFC 5717 §2.6.2: what may have to be taken back isn't locked, not even by its own session.
    private static RpcErrorException OutstandingConfirmation(PendingConfirmation pending) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.InUse,
        AppTag = PendingConfirmation.AppTag,
        Message = $"A confirmed commit of user {pending.User} waits for its confirmation.",
    });

    private void DemandLockable(Datastore target)
    {
        _switches.Demand(target);
        if (target is not (Datastore.Running or Datastore.Candidate or Datastore.Startup)) throw Errors.NotSupported($"{Errors.Name(target)} can't be locked.");
    }

    // RFC 6241 §7.5: running isn't locked under another session's confirmed commit.
    private void DemandNoConfirmation(Session session)
    {
        if (_confirmations.Pending is { } pending && pending.SessionId != session.Id)
            throw Errors.LockDenied(_sessions.Find(pending.SessionId) is null ? 0 : pending.SessionId, PendingConfirmation.AppTag, $"A confirmed commit of user {pending.User} waits for its confirmation.");
    }

    private void Closing(Session session)
    {
        _candidates.Drop(session);
        if (_locks.Find(Datastore.Candidate)?.Session == session) _candidates.Shared.Discard(() => _locks.ReleaseAll(session));
        else _locks.ReleaseAll(session);
        _pipeline.SessionEnded(session);
        _confirmations.SessionEnded(session);
    }
}

using System.Net;

namespace Taiji.Datastores.Sessions;

/// <summary>Who opened a session and how; what every operation is done on behalf of.</summary>
/// <param name="User">The authenticated user name.</param>
/// <param name="Transport">The transport's identity as in ietf-netconf-monitoring or our own: <c>netconf-ssh</c>, <c>netconf-unix</c>, <c>restconf</c> …</param>
public sealed record SessionIdentity(string User, string Transport)
{
    /// <summary>Groups known from the transport (NACM external groups).</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The client's address, or null when local.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>The client's address as ietf-inet-types:host has it; null when local.</summary>
    internal string? SourceHost => Source?.Address is not { } address ? null : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>Not subject to access control (RFC 8341 §3.3 recovery session).</summary>
    public bool IsRecovery { get; init; }
}

/// <summary>A live session of any protocol.</summary>
public sealed class Session : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Action<Session> _onClose;
    private int _isClosed;
    private int _busy;

    internal Session(uint id, SessionIdentity identity, TimeProvider time, Action<Session> onClose)
    {
        Id = id;
        Identity = identity;
        Since = time.GetUtcNow();
        Counters = new SessionCounters(time);
        _onClose = onClose;
        Closed = _closed.Token;
    }

    /// <summary>The session-id: 1 and up, not used again while the server runs.</summary>
    public uint Id { get; }

    /// <summary>Who and how.</summary>
    public SessionIdentity Identity { get; private set; }

    /// <summary>The user's name.</summary>
    public string User => Identity.User;

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Cancelled when the session ends, whether by itself or by kill-session: its transport must close.</summary>
    public CancellationToken Closed { get; }

    /// <summary>
    /// Whether the candidate it works with is its own (draft-ietf-netconf-privcand): seen by nobody else, and committed only where nobody else changed the same meanwhile.
    /// Its protocol says so before the session's first operation.
    /// </summary>
    public bool HasPrivateCandidate { get; set; }

    /// <summary>The distributed trace that what it is doing now is a part of; null for none. Its protocol sets it for each request.</summary>
    public TraceContext? Trace { get; set; }

    /// <summary>Whether what it commits from its own candidate leaves a distinct startup as it is. Its protocol says so before the session's first operation.</summary>
    public bool LeavesStartup { get; set; }

    /// <summary>RPC counters for monitoring (RFC 6022 §2.1.4).</summary>
    public SessionCounters Counters { get; }

    /// <summary>Whether something is under way that keeps it from idling: a request, a subscription.</summary>
    public bool IsBusy => Volatile.Read(ref _busy) > 0;

    /// <summary>Something begins that keeps it from idling, until <see cref="Leave"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _busy);

    /// <summary>What began with <see cref="Enter"/> has ended.</summary>
    public void Leave()
    {
        Counters.Touch();
        Interlocked.Decrement(ref _busy);
    }

    /// <summary>When it last asked for something.</summary>
    public DateTimeOffset LastActivity => Counters.LastActivity;

    /// <summary>Why it ended; <see cref="SessionEnd.Closed"/> while it is live.</summary>
    public SessionEnd End { get; private set; }

    /// <summary>The session that killed this one, when one did.</summary>
    public uint? KilledBy { get; private set; }

    /// <summary>Ends the session in good order: locks are released, its unfinished changes discarded as RFC 6241 §7.9 says.</summary>
    public void Dispose() => Close(SessionEnd.Closed);

    /// <summary>As <see cref="Dispose"/>, for a reason that is told (RFC 6470 §2.2). Only the first end counts.</summary>
    /// <param name="end">Why.</param>
    public void Close(SessionEnd end) => Close(end, null);

    /// <summary>
    /// Lets the session act for somebody else from now on. Its protocol has made sure that it may, and calls it between two requests only.
    /// </summary>
    /// <param name="identity">Who.</param>
    public void ActAs(SessionIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        Identity = identity;
    }

    internal void Close(SessionEnd end, uint? killedBy)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        End = end;
        KilledBy = killedBy;
        _onClose(this);
        _closed.Cancel();
        _closed.Dispose();
    }
}

/// <summary>Why a session ended (RFC 6470 §2.2 <c>termination-reason</c>).</summary>
public enum SessionEnd
{
    /// <summary><c>closed</c>: by its client, in good order.</summary>
    Closed,

    /// <summary><c>killed</c>: by another session.</summary>
    Killed,

    /// <summary><c>dropped</c>: the transport connection broke.</summary>
    Dropped,

    /// <summary><c>timeout</c>: it was idle for too long.</summary>
    Timeout,

    /// <summary><c>bad-hello</c>: the hello exchange failed.</summary>
    BadHello,

    /// <summary><c>other</c>.</summary>
    Other,
}

/// <summary>Counters of one session.</summary>
public sealed class SessionCounters
{
    private readonly TimeProvider _time;
    private long _inRpcs, _inBadRpcs, _outRpcErrors, _outNotifications, _lastActivity;

    /// <summary>Makes counters that stand at zero.</summary>
    /// <param name="time">The clock.</param>
    public SessionCounters(TimeProvider time)
    {
        _time = time;
        Touch();
    }

    /// <summary>When something was asked for last.</summary>
    public DateTimeOffset LastActivity => new(Interlocked.Read(ref _lastActivity), TimeSpan.Zero);

    /// <summary>Correct rpcs received.</summary>
    public long InRpcs => Interlocked.Read(ref _inRpcs);

    /// <summary>Messages that were not correct rpcs.</summary>
    public long InBadRpcs => Interlocked.Read(ref _inBadRpcs);

    /// <summary>Replies with an rpc-error.</summary>
    public long OutRpcErrors => Interlocked.Read(ref _outRpcErrors);

    /// <summary>Notifications sent.</summary>
    public long OutNotifications => Interlocked.Read(ref _outNotifications);

    /// <summary>Counts one.</summary>
    public void CountInRpc()
    {
        Touch();
        Interlocked.Increment(ref _inRpcs);
    }

    /// <summary>Counts one.</summary>
    public void CountInBadRpc() => Interlocked.Increment(ref _inBadRpcs);

    /// <summary>Counts one.</summary>
    public void CountOutRpcError() => Interlocked.Increment(ref _outRpcErrors);

    /// <summary>Counts one.</summary>
    public void CountOutNotification() => Interlocked.Increment(ref _outNotifications);

    internal void Touch() => Interlocked.Exchange(ref _lastActivity, _time.GetUtcNow().UtcTicks);
}

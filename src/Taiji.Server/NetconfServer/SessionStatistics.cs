using Microsoft.Extensions.Hosting;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;

namespace Taiji.Server.NetconfServer;

/// <summary>Figures over all NETCONF sessions since the server started, ended ones included (RFC 6022 §2.1.5).</summary>
public sealed class SessionStatistics : IHostedService
{
    private readonly Lock _lock = new();
    private readonly Operations _operations;
    private long _sessions, _inRpcs, _inBadRpcs, _outRpcErrors, _outNotifications, _badHellos, _dropped;

    /// <summary>Begins to count.</summary>
    /// <param name="operations">Whose sessions.</param>
    /// <param name="time">The clock.</param>
    public SessionStatistics(Operations operations, TimeProvider time)
    {
        _operations = operations;
        StartTime = time.GetUtcNow();
        operations.Sessions.Opened += OnOpened;
        operations.Sessions.Closing += OnClosing;
    }

    /// <summary>When the server started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>Whether a session is a NETCONF session.</summary>
    /// <param name="session">A session of any protocol.</param>
    public static bool IsNetconf(Session session) => session.Identity.Transport.StartsWith("netconf-", StringComparison.Ordinal);

    /// <summary>The figures now.</summary>
    public SessionTotals Totals()
    {
        lock (_lock)
        {
            var totals = new SessionTotals(_sessions, _inRpcs, _inBadRpcs, _outRpcErrors, _outNotifications) { BadHellos = _badHellos, Dropped = _dropped };
            foreach (var session in _operations.Sessions.All)
            {
                if (IsNetconf(session)) totals = totals.Plus(session.Counters);
            }

            return totals;
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnOpened(Session session)
    {
        if (IsNetconf(session)) Interlocked.Increment(ref _sessions);
    }

    private void OnClosing(Session session)
    {
        if (!IsNetconf(session)) return;
        lock (_lock)
        {
            _inRpcs += session.Counters.InRpcs;
            _inBadRpcs += session.Counters.InBadRpcs;
            _outRpcErrors += session.Counters.OutRpcErrors;
            _outNotifications += session.Counters.OutNotifications;
            if (session.End == SessionEnd.BadHello) _badHellos++;
            if (session.End is SessionEnd.Dropped or SessionEnd.Timeout) _dropped++;
        }
    }
}

/// <summary>Totals of <see cref="SessionStatistics"/>.</summary>
/// <param name="Sessions">Sessions started.</param>
/// <param name="InRpcs">Correct rpcs received.</param>
/// <param name="InBadRpcs">Messages that were not correct rpcs.</param>
/// <param name="OutRpcErrors">Replies with an rpc-error.</param>
/// <param name="OutNotifications">Notifications sent.</param>
public sealed record SessionTotals(long Sessions, long InRpcs, long InBadRpcs, long OutRpcErrors, long OutNotifications)
{
    /// <summary>Sessions that ended for a wrong hello.</summary>
    public long BadHellos { get; init; }

    /// <summary>Sessions that ended neither by close-session nor by kill-session: lost connections and time-outs.</summary>
    public long Dropped { get; init; }

    internal SessionTotals Plus(SessionCounters counters) => this with
    {
        InRpcs = InRpcs + counters.InRpcs,
        InBadRpcs = InBadRpcs + counters.InBadRpcs,
        OutRpcErrors = OutRpcErrors + counters.OutRpcErrors,
        OutNotifications = OutNotifications + counters.OutNotifications,
    };
}

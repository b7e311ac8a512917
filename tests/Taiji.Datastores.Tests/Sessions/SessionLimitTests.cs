using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Sessions;

public sealed class SessionLimitTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Sessions_are_limited_in_all_and_for_each_user_and_recovery_sessions_are_not()
    {
        var table = new SessionTable(_time, new SessionLimits { MaxSessions = 3, MaxPerUser = 2 });
        var first = Open(table, "ann");
        Open(table, "ann");
        Should.Throw<RpcErrorException>(() => Open(table, "ann")).Errors[0].Tag.ShouldBe(ErrorTag.ResourceDenied);
        Open(table, "joe");
        Should.Throw<RpcErrorException>(() => Open(table, "eve")).Errors[0].Message!.ShouldContain("Too many sessions");
        table.Open(new SessionIdentity("root", "netconf-unix") { IsRecovery = true });
        first.Dispose();
        Should.Throw<RpcErrorException>(() => Open(table, "eve"));
        foreach (var session in table.All.ToList()) session.Dispose();
        Open(table, "eve");
    }

    [Fact]
    public void An_idle_session_is_closed_and_says_so_and_one_that_asks_waits_or_recovers_is_not()
    {
        var table = new SessionTable(_time, new SessionLimits { IdleTimeout = TimeSpan.FromSeconds(100) });
        Session idle = Open(table, "idle"), busy = Open(table, "busy"), waiting = Open(table, "waiting");
        var root = table.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
        table.IsWaiting = s => s == waiting;
        _time.Advance(TimeSpan.FromSeconds(99));
        busy.Counters.CountInRpc();
        table.CloseIdle();
        table.Count.ShouldBe(4);
        _time.Advance(TimeSpan.FromSeconds(1));
        table.CloseIdle();
        idle.Closed.IsCancellationRequested.ShouldBeTrue();
        idle.End.ShouldBe(SessionEnd.Timeout);
        table.All.ShouldBe([busy, waiting, root], ignoreOrder: true);
    }

    [Fact]
    public void A_session_with_a_request_under_way_does_not_idle_and_begins_to_when_that_ends()
    {
        var table = new SessionTable(_time, new SessionLimits { IdleTimeout = TimeSpan.FromSeconds(100) });
        var session = Open(table, "ann");
        session.Enter();
        _time.Advance(TimeSpan.FromSeconds(500));
        table.CloseIdle();
        session.Leave();
        table.CloseIdle();
        table.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(100));
        table.CloseIdle();
        table.Count.ShouldBe(0);
    }

    private static Session Open(SessionTable table, string user) => table.Open(new SessionIdentity(user, "test"));
}

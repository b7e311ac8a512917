using Taiji.Ssh.ServerSide;

namespace Taiji.Ssh.Tests.ServerSide;

public sealed class SshServerLimitsTests
{
    [Fact]
    public void A_user_has_a_limit_of_its_own_beside_that_of_all()
    {
        SshServerLimits limits = new(new SshServerOptions { MaxSessions = 3, MaxSessionsPerUser = 2 });

        limits.TryAddSession("alice").ShouldBeTrue();
        limits.TryAddSession("alice").ShouldBeTrue();
        limits.TryAddSession("alice").ShouldBeFalse();
        limits.TryAddSession("bob").ShouldBeTrue();
        limits.TryAddSession("carol").ShouldBeFalse();

        limits.RemoveSession("alice");
        limits.TryAddSession("carol").ShouldBeTrue();
        limits.TryAddSession("alice").ShouldBeFalse();
    }

    [Fact]
    public void A_place_to_start_comes_back()
    {
        SshServerLimits limits = new(new SshServerOptions { MaxStartups = 1 });

        limits.TryAddStartup().ShouldBeTrue();
        limits.TryAddStartup().ShouldBeFalse();
        limits.RemoveStartup();
        limits.TryAddStartup().ShouldBeTrue();
    }
}

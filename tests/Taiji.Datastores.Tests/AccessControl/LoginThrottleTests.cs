using System.Net;
using Taiji.Datastores.AccessControl;

namespace Taiji.Datastores.Tests.AccessControl;

public sealed class LoginThrottleTests
{
    private const string Joe = "joe";
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");
    private readonly ManualTime _time = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(_time);

    [Fact]
    public void The_first_failures_cost_nothing_and_the_next_ones_double_up_to_a_limit()
    {
        Delays(10).ShouldBe([0, 0, 0, 200, 400, 800, 1600, 3200, 5000, 5000]);
    }

    [Fact]
    public void Success_forgets_the_users_failures_but_not_the_sources()
    {
        for (var i = 0; i < 5; i++) _throttle.Failed(Joe, Home);
        _throttle.Succeeded(Joe);
        Delay(Joe, null).ShouldBe(0);
        Delay("ann", Home).ShouldBe(800);
    }

    [Fact]
    public void Time_forgets()
    {
        for (var i = 0; i < 5; i++) _throttle.Failed(Joe, Home);
        _time.Now += TimeSpan.FromMinutes(11);
        Delay(Joe, Home).ShouldBe(0);
    }

    private List<double> Delays(int count)
    {
        var delays = new List<double>();
        for (var i = 0; i < count; i++)
        {
            delays.Add(Delay(Joe, Home));
            _throttle.Failed(Joe, Home);
        }

        return delays;
    }

    private double Delay(string user, IPAddress? source) => _throttle.DelayOf(user, source).TotalMilliseconds;

    /// <summary>A clock that stands still.</summary>
    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

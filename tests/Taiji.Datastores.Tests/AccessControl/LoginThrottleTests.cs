using System.Net;
using Taiji.Datastores.AccessControl;

namespace Taiji.Datastores.Tests.AccessControl;

public sealed class LoginThrottleTests
{
    private static readonly LoginAttempt Joe = new("joe", "test", new IPEndPoint(IPAddress.Parse("192.0.2.7"), 1));
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
        for (var i = 0; i < 5; i++) _throttle.Failed(Joe);
        _throttle.Succeeded(Joe.User);
        Delay(Joe with { Source = null }).ShouldBe(0);
        Delay(Joe with { User = "ann" }).ShouldBe(800);
    }

    [Fact]
    public void Time_forgets()
    {
        for (var i = 0; i < 5; i++) _throttle.Failed(Joe);
        _time.Now += TimeSpan.FromMinutes(11);
        Delay(Joe).ShouldBe(0);
    }

    private List<double> Delays(int count)
    {
        var delays = new List<double>();
        for (var i = 0; i < count; i++)
        {
            delays.Add(Delay(Joe));
            _throttle.Failed(Joe);
        }

        return delays;
    }

    private double Delay(LoginAttempt attempt)
    {
        _time.LastDelay = TimeSpan.Zero;
        _ = _throttle.WaitAsync(attempt, CancellationToken.None).AsTask();
        return _time.LastDelay.TotalMilliseconds;
    }

    /// <summary>A clock that stands still and notes the timers asked of it.</summary>
    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan LastDelay { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            LastDelay = dueTime;
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

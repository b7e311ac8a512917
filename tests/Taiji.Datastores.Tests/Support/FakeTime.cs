namespace Taiji.Datastores.Tests.Support;

/// <summary>A clock that stands until it is moved, and tells when somebody starts to wait.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _sync = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody waits for a time to come.</summary>
    public Task Waiting
    {
        get
        {
            lock (_sync) return _waiting.Task;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_sync)
        {
            var timer = new FakeTimer(this, callback, state) { Due = dueTime < TimeSpan.Zero ? null : _now + dueTime };
            _timers.Add(timer);
            if (timer.Due is not null) _waiting.TrySetResult();
            return timer;
        }
    }

    /// <summary>Moves on; what is due happens.</summary>
    public void Advance(TimeSpan by)
    {
        List<FakeTimer> due;
        lock (_sync)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
            foreach (var timer in due) timer.Due = null;
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Sets the clock, as an administrator or NTP does: no time passes by that.</summary>
    public void SetClock(TimeSpan by)
    {
        lock (_sync)
        {
            _now += by;
            foreach (var timer in _timers) timer.Due += by;
        }
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._sync)
            {
                Due = dueTime < TimeSpan.Zero ? null : time._now + dueTime;
                if (Due is not null) time._waiting.TrySetResult();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._sync) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

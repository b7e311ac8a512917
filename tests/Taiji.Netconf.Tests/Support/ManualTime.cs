namespace Taiji.Netconf.Tests.Support;

/// <summary>A clock that stands still until a test moves it; tells when somebody waits on it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _sync = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until that many timers are set, then lets all of them be due.</summary>
    public async Task ElapseAsync(int count = 1)
    {
        await SetAsync(count);
        ManualTimer[] due;
        lock (_sync)
        {
            due = [.. _timers];
            _timers.Clear();
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Waits until that many timers are set.</summary>
    public async Task SetAsync(int count = 1)
    {
        while (true)
        {
            Task changed;
            lock (_sync)
            {
                changed = _changed.Task;
                if (_timers.Count >= count) break;
            }

            await changed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        if (dueTime != Timeout.InfiniteTimeSpan) Add(timer);
        return timer;
    }

    private void Add(ManualTimer timer)
    {
        lock (_sync)
        {
            _timers.Add(timer);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_sync) _timers.Remove(timer);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan) time.Add(this);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

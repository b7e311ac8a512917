namespace Taiji.Datastores.Sessions;

/// <summary>Looks for idle sessions now and then: several times in the time that they may idle.</summary>
internal sealed class IdleWatch : IDisposable
{
    private const int Looks = 4;

    private readonly ITimer? _timer;

    /// <summary>Begins.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="limits">How long they may idle.</param>
    /// <param name="time">The clock.</param>
    public IdleWatch(SessionTable sessions, SessionLimits limits, TimeProvider time)
    {
        if (limits.IdleTimeout is not { } idle) return;
        var pause = TimeSpan.FromTicks(Math.Max(idle.Ticks / Looks, TimeSpan.TicksPerMillisecond));
        _timer = time.CreateTimer(static s => ((SessionTable)s!).CloseIdle(), sessions, pause, pause);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}

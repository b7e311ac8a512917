using System.Threading.Tasks.Sources;

namespace Taiji.Datastores.Events;

/// <summary>Wakes the one who waits for something to arrive. Used again and again, so that thousands who wait take little.</summary>
internal sealed class Arrivals : IValueTaskSource
{
    private const int Idle = 0, Waiting = 1;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Begins to wait: what has arrived before isn't waited for. One waits at a time, and looks first, under the same lock as whoever tells.</summary>
    public ValueTask Begin()
    {
        _core.Reset();
        Volatile.Write(ref _state, Waiting);
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Something has arrived.</summary>
    public void Tell()
    {
        if (Interlocked.Exchange(ref _state, Idle) == Waiting) _core.SetResult(true);
    }

    /// <summary>Whoever waits gives up.</summary>
    /// <param name="token">Why.</param>
    public void GiveUp(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _state, Idle) == Waiting) _core.SetException(new OperationCanceledException(token));
    }

    /// <inheritdoc/>
    public void GetResult(short token) => _core.GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}

using Microsoft.Extensions.Logging;
using Taiji.Datastores.Events.Log;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Events;

/// <summary>
/// Brings what is published into one order, and from there in groups into the log and to the listeners: whoever publishes waits for neither. What can be made again after a crash may wait
/// a moment for more to come, as long as nobody asks for it; and so may all while many listeners take the last. Bounded: when the log is far too slow, the newest are lost, and listeners are told how many.
/// </summary>
internal sealed partial class NotificationQueue : IAsyncDisposable
{
    private const int Capacity = 65_536;
    private const int GroupSize = 512;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    // To wake a listener costs about that, whether for one notification or for several: with a round a millisecond a thousand of them would do nothing but wake.
    private static readonly TimeSpan Waking = TimeSpan.FromMicroseconds(15);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(25);

    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _called = new(0);
    private readonly INotificationLog _log;
    private readonly Action<IReadOnlyList<LoggedNotification>> _deliver;
    private readonly Func<int> _listeners;
    private readonly ILogger _logger;
    private readonly SortedDictionary<long, TaskCompletionSource> _waiters = [];
    private readonly Task _running;
    private Queue<Published> _pending = new();
    private Queue<Published> _taken = new();
    private long _published, _delivered;
    private int _lost;
    private bool _isUrgent, _isCalled, _isEnding;

    /// <summary>Begins.</summary>
    /// <param name="log">The log.</param>
    /// <param name="deliver">Hands what was logged to the listeners.</param>
    /// <param name="listeners">How many wait for what comes.</param>
    /// <param name="logger">Hears of failures.</param>
    public NotificationQueue(INotificationLog log, Action<IReadOnlyList<LoggedNotification>> deliver, Func<int> listeners, ILogger logger)
    {
        _listeners = listeners;
        _log = log;
        _deliver = deliver;
        _logger = logger;
        _published = _delivered = log.LastSequence;
        _running = Task.Run(RunAsync);
    }

    /// <summary>The number of what was published last.</summary>
    public long LastPublished
    {
        get
        {
            lock (_sync) return _published;
        }
    }

    /// <summary>Publishes; never blocks.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="make">Makes the notification later; null for none after all.</param>
    /// <param name="commit">The commit that it tells of, from which it can be made again after a crash; 0 for none.</param>
    public void Publish(string stream, Func<NotificationRecord?> make, long commit = 0)
    {
        lock (_sync)
        {
            if (_isEnding) return;
            if (_pending.Count == Capacity)
            {
                if (_lost++ == 0) LogFull(Capacity);
                return;
            }

            _pending.Enqueue(new Published(++_published, stream, make, commit, _lost));
            _lost = 0;
            if (commit == 0 || _pending.Count == GroupSize) Hurry();
            else Call();
        }
    }

    /// <summary>Completes when all up to a number has been logged and delivered, or the queue has ended.</summary>
    /// <param name="sequence">The number.</param>
    public Task DeliveredAsync(long sequence)
    {
        lock (_sync)
        {
            if (_delivered >= sequence || _running is { IsCompleted: true }) return Task.CompletedTask;
            if (!_waiters.TryGetValue(sequence, out var waiter)) _waiters.Add(sequence, waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Hurry();
            return waiter.Task;
        }
    }

    /// <summary>Takes nothing in any more, and brings home what was published.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_sync)
        {
            _isEnding = true;
            Hurry();
        }

        await _running.ConfigureAwait(false);
        Settle(long.MaxValue);
        _called.Dispose();
    }

    // Both under the lock. Called once for each round, and once more when what may wait became urgent.
    private void Call()
    {
        if (_isCalled) return;
        _isCalled = true;
        _called.Release();
    }

    private void Hurry()
    {
        if (_isUrgent) return;
        _isUrgent = true;
        _called.Release();
        _isCalled = true;
    }

    private async Task RunAsync()
    {
        var group = new List<LoggedNotification>();
        while (true)
        {
            await _called.WaitAsync().ConfigureAwait(false);
            if (!IsUrgent) await _called.WaitAsync(Moment).ConfigureAwait(false);
            if (!TakeAll()) return;
            while (_taken.Count > 0)
            {
                group.Clear();
                long last = 0;
                while (group.Count < GroupSize && _taken.TryDequeue(out var published))
                {
                    last = published.Sequence;
                    if (Make(published) is { } record) group.Add(new LoggedNotification(published.Sequence, published.Stream, record) { Commit = published.Commit });
                }

                if (group.Count > 0) Handle([.. group]);
                Settle(last);
            }

            await RestAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets more gather before many listeners are woken again: the first notification after a while leaves at once, and those that follow closely leave together.</summary>
    private ValueTask RestAsync()
    {
        var rest = _listeners() * Waking;
        if (rest < TimeSpan.FromMilliseconds(1)) return ValueTask.CompletedTask;
        lock (_sync)
        {
            if (_isEnding || _waiters.Count > 0) return ValueTask.CompletedTask;
        }

        return new ValueTask(Task.Delay(rest < LongestRest ? rest : LongestRest));
    }

    private bool IsUrgent
    {
        get
        {
            lock (_sync) return _isUrgent || _listeners() > 0;
        }
    }

    /// <returns>False at the end.</returns>
    private bool TakeAll()
    {
        lock (_sync)
        {
            if (_isEnding && _pending.Count == 0) return false;
            (_taken, _pending) = (_pending, _taken);
            // At the end there is one more round.
            _isUrgent = _isEnding;
            _isCalled = _isEnding;
            if (_isEnding) _called.Release();
            return true;
        }
    }

    private void Handle(IReadOnlyList<LoggedNotification> group)
    {
        try
        {
            _log.Append(group);
        }
#pragma warning disable CA1031 // A full disk must not keep listeners from hearing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotKept(group.Count, e);
        }

        try
        {
            _deliver(group);
        }
#pragma warning disable CA1031 // What one group does must not end the deliveries.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotDelivered(group.Count, e);
        }
    }

    private NotificationRecord? Make(in Published published)
    {
        try
        {
            return published.Make() is not { } record ? null : published.LostBefore == 0 ? record : record with { LostBefore = published.LostBefore };
        }
        catch (Exception e) when (e is RpcErrorException or ArgumentException)
        {
            // A user name with characters that YANG's string doesn't have, say.
            LogNotMade(e);
            return null;
        }
    }

    private void Settle(long sequence)
    {
        List<TaskCompletionSource> done = [];
        lock (_sync)
        {
            _delivered = sequence;
            while (_waiters.Count > 0 && _waiters.First() is { } first && first.Key <= sequence)
            {
                done.Add(first.Value);
                _waiters.Remove(first.Key);
            }
        }

        foreach (var waiter in done) waiter.SetResult();
    }

    private readonly record struct Published(long Sequence, string Stream, Func<NotificationRecord?> Make, long Commit, int LostBefore);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} notifications wait to be logged: further ones are lost until it is fewer")]
    private partial void LogFull(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} notifications could not be logged: they can't be replayed")]
    private partial void LogNotKept(int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} notifications could not be delivered")]
    private partial void LogNotDelivered(int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification of the server itself could not be made")]
    private partial void LogNotMade(Exception exception);
}

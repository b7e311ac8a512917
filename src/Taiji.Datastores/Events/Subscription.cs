using Taiji.Datastores.Events.Log;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Events;

/// <summary>A listener's own bounded queue: when full the oldest goes, and the next one read tells how many were lost.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Queue<NotificationRecord> _queue = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly int _capacity;
    private readonly Action<Subscription> _onDispose;
    private CancellationTokenRegistration _sessionEnd;
    private long _lost;
    private volatile bool _isClosed;

    /// <summary>Begins.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="after">What was published up to this number is not for its queue.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="onDispose">Takes it off the list.</param>
    public Subscription(Session session, EventStream stream, long after, int capacity, Action<Subscription> onDispose)
    {
        Session = session;
        Stream = stream;
        After = after;
        Began = after;
        _capacity = capacity;
        _onDispose = onDispose;
    }

    /// <summary>On whose behalf.</summary>
    public Session Session { get; }

    /// <summary>The stream.</summary>
    public EventStream Stream { get; }

    /// <summary>What was published up to this number is not for its queue.</summary>
    public long After { get; set; }

    /// <summary>The number that was published last when it began.</summary>
    public long Began { get; }

    /// <summary>Whether it has ended.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Ties the end of the subscription to something else's.</summary>
    /// <param name="end">Cancelled at the end.</param>
    public void EndWith(CancellationToken end) => _sessionEnd = end.Register(static s => ((Subscription)s!).Dispose(), this);

    /// <summary>Whether a notification is for its queue, access control apart.</summary>
    /// <param name="logged">The notification.</param>
    public bool Wants(LoggedNotification logged) => logged.Sequence > After && (Stream.Name == EventStream.Default || Stream.Name == logged.Stream);

    /// <summary>Hands a notification in; never blocks.</summary>
    /// <param name="record">The notification.</param>
    public void Offer(NotificationRecord record)
    {
        lock (_sync)
        {
            if (_isClosed) return;
            _queue.Enqueue(record);
            if (_queue.Count <= _capacity)
            {
                _arrived.Release();
                return;
            }

            _queue.Dequeue();
            _lost++;
        }
    }

    /// <summary>The next that arrives; null when the subscription, its session or the server has ended and nothing waits any more.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<NotificationRecord?> NextAsync(CancellationToken cancellationToken)
    {
        await _arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_sync)
        {
            if (!_queue.TryDequeue(out var record)) return null;
            var lost = _lost + record.LostBefore;
            _lost = 0;
            return lost == record.LostBefore ? record : record with { LostBefore = lost };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync)
        {
            if (_isClosed) return;
            _isClosed = true;
            // One release without a record behind it: the end.
            _arrived.Release();
        }

        _sessionEnd.Unregister();
        _onDispose(this);
    }
}

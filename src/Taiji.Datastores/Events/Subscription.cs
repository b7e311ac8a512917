using Taiji.Datastores.Events.Log;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Events;

/// <summary>A reader's own bounded queue: when full it is suspended, or the oldest goes and the next one read tells how many were lost.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Queue<StreamItem> _queue = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly int _capacity;
    private readonly Action<Subscription> _onDispose;
    private CancellationTokenRegistration _sessionEnd;
    private readonly IStreamListener? _listener;
    private long _lost;
    private bool _isSuspended;
    private volatile bool _isClosed;

    /// <summary>Begins.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="after">What was published up to this number is not for its queue.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="listener">Hears when it is suspended; null for one whose oldest goes instead.</param>
    /// <param name="onDispose">Takes it off the list.</param>
    public Subscription(Session session, EventStream stream, long after, int capacity, IStreamListener? listener, Action<Subscription> onDispose)
    {
        _listener = listener;
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

    /// <summary>A notification is left out, since the session may not receive it.</summary>
    public void Withhold() => _listener?.Withheld();

    /// <summary>Hands a notification in; never blocks.</summary>
    /// <param name="record">The notification.</param>
    public void Offer(NotificationRecord record)
    {
        lock (_sync)
        {
            if (_isClosed || _isSuspended) return;
            if (_queue.Count < _capacity)
            {
                Enqueue(new StreamItem(StreamItemKind.Notification, record.EventTime, record));
            }
            else if (_listener is null)
            {
                _queue.Dequeue();
                _queue.Enqueue(new StreamItem(StreamItemKind.Notification, record.EventTime, record));
                _lost++;
            }
            else
            {
                _isSuspended = true;
                Enqueue(new StreamItem(StreamItemKind.Suspended, record.EventTime, null));
                _listener.Suspended();
            }
        }
    }

    /// <summary>The next that arrives; null when the subscription, its session or the server has ended and nothing waits any more.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<StreamItem?> NextAsync(CancellationToken cancellationToken)
    {
        if (TryResume() is { } resumed) return resumed;
        await _arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_sync)
        {
            if (!_queue.TryDequeue(out var item)) return null;
            if (item.Notification is not { } record || _lost == 0) return item;
            var lost = _lost + record.LostBefore;
            _lost = 0;
            return item with { Notification = record with { LostBefore = lost } };
        }
    }

    private void Enqueue(StreamItem item)
    {
        _queue.Enqueue(item);
        _arrived.Release();
    }

    /// <summary>Whoever asks for more after the last that was kept can take what happens again.</summary>
    private StreamItem? TryResume()
    {
        lock (_sync)
        {
            if (!_isSuspended || _queue.Count > 0 || _isClosed) return null;
            _isSuspended = false;
            return new StreamItem(StreamItemKind.Resumed, DateTimeOffset.UtcNow, null);
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

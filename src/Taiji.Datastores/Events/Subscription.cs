using Taiji.Datastores.Events.Log;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Events;

/// <summary>A reader's own bounded queue: when full it is suspended, or the oldest goes and the next one read tells how many were lost.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Queue<StreamItem> _queue = new();
    // Told once for whoever waits, however much arrives together.
    private readonly Arrivals _arrivals = new();
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

    /// <summary>A notification is left out, since the session may not receive it.</summary>
    public void Withhold() => _listener?.Withheld();

    /// <summary>Hands notifications in; never blocks.</summary>
    /// <param name="group">They, of all streams.</param>
    /// <param name="mayReceive">Whether the session may receive one.</param>
    public void Offer(IReadOnlyList<LoggedNotification> group, Func<Session, NotificationRecord, bool> mayReceive)
    {
        lock (_sync)
        {
            for (var i = 0; i < group.Count && !_isClosed; i++)
            {
                if (!Wants(group[i])) continue;
                if (!mayReceive(Session, group[i].Record)) Withhold();
                else if (!_isSuspended) Take(group[i].Record);
            }

            if (_queue.Count > 0) _arrivals.Tell();
        }
    }

    /// <summary>The next that arrives; null when the subscription, its session or the server has ended and nothing waits any more.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<StreamItem?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask arriving;
            lock (_sync)
            {
                if (_queue.TryDequeue(out var item)) return WithLoss(item);
                if (_isClosed) return null;
                if (_isSuspended) return Resume();
                arriving = _arrivals.Begin();
            }

            using var givingUp = cancellationToken.UnsafeRegister(static (arrivals, token) => ((Arrivals)arrivals!).GiveUp(token), _arrivals);
            await arriving.ConfigureAwait(false);
        }
    }

    private bool Wants(LoggedNotification logged) => logged.Sequence > After && (Stream.Name == EventStream.Default || Stream.Name == logged.Stream);

    private void Take(NotificationRecord record)
    {
        if (_queue.Count == _capacity && _listener is not null)
        {
            _isSuspended = true;
            _queue.Enqueue(new StreamItem(StreamItemKind.Suspended, record.EventTime, null));
            _listener.Suspended();
            return;
        }

        if (_queue.Count == _capacity)
        {
            _queue.Dequeue();
            _lost++;
        }

        _queue.Enqueue(new StreamItem(StreamItemKind.Notification, record.EventTime, record));
    }

    private StreamItem WithLoss(StreamItem item)
    {
        if (item.Notification is not { } record || _lost == 0) return item;
        var lost = _lost + record.LostBefore;
        _lost = 0;
        return item with { Notification = record with { LostBefore = lost } };
    }

    /// <summary>Whoever asks for more after the last that was kept can take what happens again.</summary>
    private StreamItem Resume()
    {
        _isSuspended = false;
        return new StreamItem(StreamItemKind.Resumed, DateTimeOffset.UtcNow, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync)
        {
            if (_isClosed) return;
            _isClosed = true;
            _arrivals.Tell();
        }

        _sessionEnd.Unregister();
        _onDispose(this);
    }
}

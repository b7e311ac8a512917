using Microsoft.Extensions.Logging;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events.Log;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>Hands notifications to their listeners (RFC 5277): each has a bounded queue of its own, so that a slow one holds up nobody.</summary>
internal sealed class NotificationHub : INotificationPublisher, IAsyncDisposable
{
    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly IChangeValidator _validator;
    private readonly IAccessControl? _accessControl;
    private readonly StreamTable _streams;
    private readonly INotificationLog _log;
    private readonly NotificationQueue _queue;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Func<Session, NotificationRecord, bool> _mayReceive;
    private readonly List<Subscription> _open = [];
    private volatile Subscription[] _live = [];
    private long _delivered;
    private bool _isClosed;

    /// <summary>Makes a hub without listeners.</summary>
    /// <param name="running">The rules in force.</param>
    /// <param name="validator">Checks contents.</param>
    /// <param name="accessControl">Null permits everything.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="log">Keeps notifications; it is the hub's then.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    /// <param name="capacity">How far a listener may fall behind.</param>
    public NotificationHub(
        RunningStore running, IChangeValidator validator, IAccessControl? accessControl, StreamTable streams, INotificationLog log, TimeProvider time, ILogger logger,
        int capacity = 1_000)
    {
        _running = running;
        _validator = validator;
        _accessControl = accessControl;
        _streams = streams;
        _log = log;
        _time = time;
        _capacity = capacity;
        _mayReceive = MayReceive;
        _delivered = log.LastSequence;
        foreach (var known in log.KnownStreams) streams.Get(known);
        _queue = new NotificationQueue(log, Deliver, () => _live.Length, logger);
    }

    /// <summary>Whether anybody listens, or may want to know later.</summary>
    public bool IsListening => _live.Length > 0 || _streams.Get(EventStream.Default).HasReplay;

    /// <summary>The time by the hub's clock.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The log.</summary>
    public INotificationLog Log => _log;

    /// <summary>The streams as they are now.</summary>
    public IReadOnlyList<EventStreamStatus> Streams => [.. _streams.All.Select(Status)];

    /// <summary>Whether a session listens.</summary>
    /// <param name="session">The session.</param>
    public bool IsSubscribed(Session session)
    {
        lock (_sync) return _open.Exists(s => s.Session == session);
    }

    /// <inheritdoc/>
    public void Publish(NotificationRecord record, string stream = EventStream.Default)
    {
        if (record.Content.RootNode is not NotificationNode) throw Errors.InvalidValue("The content is not rooted at a notification.");
        var errors = _validator.CheckParameters(record.Content, _running.Current.Tree, record.Target);
        if (errors.Count > 0) throw new RpcErrorException(errors);
        _streams.Get(stream);
        _queue.Publish(stream, () => record);
    }

    /// <summary>Publishes what is made later, off the publisher's path; only for content that needs no check.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="commit">The commit that it tells of; 0 for none. What tells of one is made again at the next start when a crash came before it was logged.</param>
    public void Post(Func<NotificationRecord?> make, long commit = 0) => _queue.Publish(EventStream.Default, make, commit);

    /// <summary>Begins to listen: what is published from now on arrives, after what was asked for of what is kept.</summary>
    /// <param name="session">On whose behalf; its end ends it.</param>
    /// <param name="request">What.</param>
    /// <exception cref="RpcErrorException">invalid-value: there is no such stream, or the times can't be; operation-failed: the stream has no replay.</exception>
    public Subscription Subscribe(Session session, StreamRequest request)
    {
        var now = _time.GetUtcNow();
        if (_streams.Find(request.Stream) is not { } stream)
            throw Errors.InvalidValue($"There is no stream '{request.Stream}'; there is {string.Join(", ", _streams.All.Select(s => s.Name))}.");
        if (request.From is not null && !stream.HasReplay) throw Errors.Failed($"The stream '{stream.Name}' has no replay.");
        if (request.From > now) throw Errors.InvalidValue("A replay can't begin in the future.");
        if (request.Until < (request.From ?? now)) throw Errors.InvalidValue("The end is before the beginning.");
        lock (_sync)
        {
            var subscription = new Subscription(session, stream, _queue.LastPublished, _capacity, request.Listener, Remove);
            _open.Add(subscription);
            if (request.From is null) _live = [.. _live, subscription];
            if (_isClosed) subscription.Dispose();
            else subscription.EndWith(session.Closed);
            if (request.Ending.CanBeCanceled) request.Ending.Register(() => _ = FinishAsync(subscription));
            return subscription;
        }
    }

    /// <summary>What comes of a subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public IAsyncEnumerable<StreamItem> ReadAsync(Subscription subscription, StreamRequest request, CancellationToken cancellationToken) =>
        new StreamReading(subscription, request, this, _time).RunAsync(cancellationToken);

    /// <summary>Completes when all that was published so far has been logged and delivered.</summary>
    public Task DeliveredAsync() => _queue.DeliveredAsync(_queue.LastPublished);

    /// <summary>Completes when all up to a number has been logged and delivered.</summary>
    /// <param name="sequence">The number.</param>
    public Task DeliveredAsync(long sequence) => _queue.DeliveredAsync(sequence);

    /// <summary>The number of what was delivered last.</summary>
    public long Delivered
    {
        get
        {
            lock (_sync) return _delivered;
        }
    }

    /// <summary>From here on what is delivered arrives in the subscription's own queue.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <returns>The number after which it arrives: what is before must be read from the log.</returns>
    public long GoLive(Subscription subscription)
    {
        lock (_sync)
        {
            subscription.After = Math.Max(subscription.After, _delivered);
            if (!subscription.IsClosed) _live = [.. _live, subscription];
            return _delivered;
        }
    }

    /// <summary>Whether a subscriber may hear a notification, by the rules in force now (RFC 8341 §3.4.6).</summary>
    /// <param name="session">Whose.</param>
    /// <param name="record">The notification.</param>
    public bool MayReceive(Session session, NotificationRecord record) =>
        _accessControl?.MayReceive(_running.Current.Tree, session, (NotificationNode)record.Content.RootNode, record.Target) != false;

    /// <summary>Brings home what was published, ends all subscriptions, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        Subscription[] open;
        lock (_sync)
        {
            _isClosed = true;
            open = [.. _open];
        }

        foreach (var subscription in open) subscription.Dispose();
        _log.Dispose();
    }

    /// <summary>Ends a subscription once all that was published so far is with it.</summary>
    private async Task FinishAsync(Subscription subscription)
    {
        await DeliveredAsync().ConfigureAwait(false);
        subscription.Dispose();
    }

    private void Deliver(IReadOnlyList<LoggedNotification> group)
    {
        lock (_sync)
        {
            foreach (var subscription in _live) subscription.Offer(group, _mayReceive);
            _delivered = group[^1].Sequence;
        }
    }

    private EventStreamStatus Status(EventStream stream)
    {
        if (!stream.HasReplay) return new EventStreamStatus(stream, null, null);
        var (created, aged) = _log.Status(stream.Name);
        return new EventStreamStatus(stream, created, aged);
    }

    private void Remove(Subscription subscription)
    {
        lock (_sync)
        {
            _open.Remove(subscription);
            _live = [.. _live.Where(s => s != subscription)];
        }
    }
}

using System.Collections.Concurrent;

namespace Taiji.Netconf.Client;

/// <summary>
/// Brings notifications to who reads them: those that carry a subscription's number to its own queue, the others to the session's. When a queue is full nothing is received any more,
/// so that the transport makes the server wait; but while a request waits for its reply everything is received, lest a reader that sends one waits for itself.
/// </summary>
internal sealed class NotificationRouter(int capacity, PendingRequests pending)
{
    private readonly ConcurrentDictionary<uint, NotificationQueue> _subscriptions = new();
    private NotificationQueue? _session;
    private TaskCompletionSource? _awaited;
    private volatile bool _isOver;

    /// <summary>The notifications of no subscription of its own.</summary>
    public NotificationQueue Session
    {
        get
        {
            if (_session is { } made) return made;
            var queue = new NotificationQueue(capacity, Wake);
            queue = Interlocked.CompareExchange(ref _session, queue, null) ?? queue;
            if (_isOver) queue.Complete();
            return queue;
        }
    }

    /// <summary>Makes a subscription's queue; what came for it before is in the session's.</summary>
    public NotificationQueue Open(uint subscription)
    {
        var queue = _subscriptions[subscription] = new NotificationQueue(capacity, Wake);
        if (_isOver) queue.Complete();
        return queue;
    }

    /// <summary>Whether a subscription has its queue still.</summary>
    public bool Has(uint subscription) => _subscriptions.ContainsKey(subscription);

    /// <summary>Ends a subscription's queue.</summary>
    public void Close(uint subscription)
    {
        if (_subscriptions.TryRemove(subscription, out var queue)) queue.Complete();
        Wake();
    }

    /// <summary>Takes a notification, and waits while there is no room for the next.</summary>
    public ValueTask AddAsync(Notification notification, CancellationToken cancellationToken)
    {
        var isOwn = false;
        NotificationQueue? queue = null;
        if (notification.SubscriptionId is { } id) isOwn = _subscriptions.TryGetValue(id, out queue);
        queue ??= Session;
        queue.Add(notification);
        if (isOwn && notification.EndsSubscription) Close(notification.SubscriptionId!.Value);
        return queue.IsFull && pending.IsEmpty ? WaitAsync(queue, cancellationToken) : default;
    }

    /// <summary>Lets the receiver look again whether it may go on.</summary>
    public void Wake() => Volatile.Read(ref _awaited)?.TrySetResult();

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        _isOver = true;
        _session?.Complete();
        foreach (var queue in _subscriptions.Values) queue.Complete();
    }

    private async ValueTask WaitAsync(NotificationQueue queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            var awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _awaited, awaited);
            if (!queue.IsFull || !pending.IsEmpty) break;
            await awaited.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Volatile.Write(ref _awaited, null);
    }
}

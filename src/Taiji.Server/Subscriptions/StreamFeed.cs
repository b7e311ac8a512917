using Taiji.Datastores;
using Taiji.Datastores.Events;

namespace Taiji.Server.Subscriptions;

/// <summary>Sends the notifications of a stream (RFC 8639 §2.1), replay first when asked for.</summary>
internal sealed class StreamFeed : ISubscriptionFeed, IStreamListener
{
    private readonly Operations _operations;
    private readonly CancellationTokenSource _leave;
    private readonly IAsyncEnumerator<StreamItem> _items;
    private DynamicSubscription? _subscription;
    private Task<bool> _next;

    /// <summary>Begins to listen: what happens from now on is sent.</summary>
    /// <param name="operations">Has the stream.</param>
    /// <param name="receiver">On whose behalf.</param>
    /// <param name="terms">Which stream, and from when on.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">There is no such stream, or no replay of it.</exception>
    public StreamFeed(Operations operations, ISubscriptionReceiver receiver, SubscriptionTerms terms)
    {
        _operations = operations;
        _leave = CancellationTokenSource.CreateLinkedTokenSource(receiver.Ended);
        try
        {
            // The end is looked after here, since it can be modified.
            var request = new StreamRequest(terms.Stream!) { From = terms.ReplayStart, Listener = this };
            _items = operations.SubscribeAsync(receiver.Session, request, _leave.Token).GetAsyncEnumerator(_leave.Token);
        }
        catch
        {
            _leave.Dispose();
            throw;
        }

        _next = _items.MoveNextAsync().AsTask();
    }

    /// <inheritdoc/>
    public void Suspended()
    {
        if (_subscription is { } subscription) subscription.IsSuspended = true;
    }

    /// <inheritdoc/>
    public void Withheld() => _subscription?.CountExcluded();

    /// <inheritdoc/>
    public async Task RunAsync(DynamicSubscription subscription, CancellationToken cancellationToken)
    {
        _subscription = subscription;
        while (true)
        {
            var stop = subscription.Terms.StopTime;
            if (!_next.IsCompleted) await WaitAsync(subscription, _next, stop, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (_next.IsCompleted)
            {
                if (!await _next || await SendAsync(subscription, _items.Current)) return;
                _next = _items.MoveNextAsync().AsTask();
            }
            else if (stop <= subscription.Time.GetUtcNow() && await HasAllArrivedAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The step begun last must be over before the stream can be left.
        await _leave.CancelAsync();
        await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _items.DisposeAsync();
        _leave.Dispose();
    }

    /// <summary>Whether nothing is on its way any more of what was published before the stop-time.</summary>
    private async Task<bool> HasAllArrivedAsync(CancellationToken cancellationToken)
    {
        await _operations.NotificationsDeliveredAsync().WaitAsync(cancellationToken);
        return !_next.IsCompleted;
    }

    private static async Task WaitAsync(DynamicSubscription subscription, Task<bool> next, DateTimeOffset? stop, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = subscription.WaitAsync(stop, done.Token).AsTask();
        await Task.WhenAny(next, signal);
        await done.CancelAsync();
        await signal.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Sends an item.</summary>
    /// <returns>Whether it was the last.</returns>
    private static async ValueTask<bool> SendAsync(DynamicSubscription subscription, StreamItem item)
    {
        var terms = await subscription.TermsAsync();
        switch (item.Kind)
        {
            case StreamItemKind.Notification:
                if (item.Time <= (terms.StopTime ?? DateTimeOffset.MaxValue)) await SendAsync(subscription, terms, item.Notification!);
                return false;
            case StreamItemKind.ReplayComplete:
                await subscription.TellAsync("replay-completed");
                return terms.StopTime <= subscription.Time.GetUtcNow();
            case StreamItemKind.Suspended:
                await subscription.TellAsync("subscription-suspended", "unsupportable-volume");
                return false;
            case StreamItemKind.Resumed:
                subscription.IsSuspended = false;
                await subscription.TellAsync("subscription-resumed");
                return false;
            default:
                return true;
        }
    }

    private static ValueTask SendAsync(DynamicSubscription subscription, SubscriptionTerms terms, NotificationRecord record)
    {
        var content = terms.Filter is { } filter ? filter.ApplyToNotification(record.Content) : record.Content;
        if (content is not null)
            return subscription.SendAsync(new EventMessage(subscription.Id, content == record.Content ? record : record with { Content = content }));
        subscription.CountExcluded();
        return default;
    }
}

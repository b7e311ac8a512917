using Taiji.Datastores;
using Taiji.Datastores.Events;

namespace Taiji.Server.Subscriptions;

/// <summary>Sends the notifications of a stream (RFC 8639 §2.1), replay first when asked for.</summary>
internal sealed class StreamFeed : ISubscriptionFeed, IStreamListener
{
    private const int MostTogether = 64;

    private readonly List<EventMessage> _records = [];
    private readonly CancellationTokenSource _leave;
    private readonly CancellationTokenSource _ending = new();
    private readonly IAsyncEnumerator<StreamItem> _items;
    private ActiveSubscription? _subscription;
    private Task<bool> _next;
    private Task<bool>? _signal;
    private bool _isReplaying;
    private bool _isEnding;

    /// <summary>Begins to listen: what happens from now on is sent.</summary>
    /// <param name="operations">Has the stream.</param>
    /// <param name="receiver">On whose behalf.</param>
    /// <param name="terms">Which stream, and from when on.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">There is no such stream, or no replay of it.</exception>
    public StreamFeed(Operations operations, ISubscriptionReceiver receiver, SubscriptionTerms terms, DateTimeOffset now)
    {
        _isReplaying = terms.ReplayStart is not null;
        _leave = CancellationTokenSource.CreateLinkedTokenSource(receiver.Ended);
        try
        {
            // An end that is still to come can be modified, and so is looked after here.
            var until = terms.StopTime <= now ? terms.StopTime : null;
            var request = new StreamRequest(terms.Stream!) { From = terms.ReplayStart, Until = until, Ending = _ending.Token, Listener = this };
            _items = operations.SubscribeAsync(receiver.Session, request, _leave.Token).GetAsyncEnumerator(_leave.Token);
        }
        catch
        {
            _ending.Dispose();
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
    public async Task RunAsync(ActiveSubscription subscription, CancellationToken cancellationToken)
    {
        _subscription = subscription;
        while (true)
        {
            // A modification that the receiver is to be told of is told at once, not with the next event record.
            var terms = await subscription.TermsAsync();
            var stop = terms.StopTime;
            if (!_next.IsCompleted)
            {
                await WaitAsync(subscription, stop, cancellationToken);
                terms = await subscription.TermsAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (_next.IsCompleted)
            {
                if (!await SendNextAsync(subscription, terms)) return;
            }
            else if (!_isReplaying && !_isEnding && stop <= subscription.Time.GetUtcNow())
            {
                // What was published by now still comes, and then the stream's end.
                _isEnding = true;
                await _ending.CancelAsync();
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
        _ending.Dispose();
    }

    /// <summary>Waits until something has arrived, the subscription is modified, or its stop-time comes.</summary>
    private async Task WaitAsync(ActiveSubscription subscription, DateTimeOffset? stop, CancellationToken cancellationToken)
    {
        await subscription.Receiver.FlushAsync(subscription.Receiver.Ended);
        if (_isEnding || (_isReplaying && stop <= subscription.Time.GetUtcNow()))
        {
            await _next.WaitAsync(cancellationToken);
            return;
        }

        // One that is over is for a stop-time that may have been modified.
        if (_signal is null || _signal.IsCompleted) _signal = subscription.WaitAsync(stop, cancellationToken).AsTask();
        await Task.WhenAny(_next, _signal);
    }

    /// <summary>Sends what has arrived: event records together, anything else by itself.</summary>
    /// <returns>Whether more may come.</returns>
    private async ValueTask<bool> SendNextAsync(ActiveSubscription subscription, SubscriptionTerms terms)
    {
        _records.Clear();
        while (_next.IsCompletedSuccessfully && _records.Count < MostTogether && await _next && _items.Current is { Notification: { } record } item)
        {
            _next = _items.MoveNextAsync().AsTask();
            if (item.Time <= (terms.StopTime ?? DateTimeOffset.MaxValue)) Take(subscription, terms, record);
        }

        if (_records.Count > 0) await subscription.SendAsync(_records, hasMore: _next.IsCompletedSuccessfully && await _next);
        if (!_next.IsCompleted) return true;
        if (!await _next) return false;
        if (_items.Current.Kind == StreamItemKind.Notification) return true;
        // A reader that was suspended reads on once it has been told.
        if (await TellAsync(subscription, _items.Current.Kind)) return false;
        _next = _items.MoveNextAsync().AsTask();
        return true;
    }

    private void Take(ActiveSubscription subscription, SubscriptionTerms terms, NotificationRecord record)
    {
        var content = terms.Filter is { } filter ? filter.ApplyToNotification(record.Content) : record.Content;
        if (content is null) subscription.CountExcluded();
        else _records.Add(new EventMessage(subscription.Id, ReferenceEquals(content, record.Content) ? record : record with { Content = content }));
    }

    /// <summary>Tells what has become of the stream.</summary>
    /// <returns>Whether that was its end.</returns>
    private async ValueTask<bool> TellAsync(ActiveSubscription subscription, StreamItemKind kind)
    {
        switch (kind)
        {
            case StreamItemKind.ReplayComplete:
                _isReplaying = false;
                await subscription.TellAsync("replay-completed");
                return false;
            case StreamItemKind.Suspended:
                await subscription.TellAsync("subscription-suspended", "unsupportable-volume");
                return false;
            case StreamItemKind.Resumed:
                subscription.IsSuspended = false;
                await subscription.TellAsync("subscription-resumed");
                return false;
            default:
                await subscription.Receiver.FlushAsync(subscription.Receiver.Ended);
                return true;
        }
    }
}

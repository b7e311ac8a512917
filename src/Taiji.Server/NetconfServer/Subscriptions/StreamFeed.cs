using Taiji.Datastores.Events;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>Sends the notifications of a stream (RFC 8639 §2.1).</summary>
/// <param name="records">The stream, subscribed.</param>
/// <param name="first">The first step on it, begun.</param>
/// <param name="leave">Ends the step begun last.</param>
internal sealed class StreamFeed(IAsyncEnumerator<NotificationRecord> records, Task<bool> first, CancellationTokenSource leave)
{
    /// <summary>Sends until the stop-time, or the stream's end.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="cancellationToken">It ends.</param>
    public async Task RunAsync(DynamicSubscription subscription, CancellationToken cancellationToken)
    {
        var next = first;
        try
        {
            while (true)
            {
                var stop = subscription.Terms.StopTime;
                if (stop <= subscription.Time.GetUtcNow()) return;
                if (!next.IsCompleted) await WaitAsync(subscription, next, stop, cancellationToken);
                if (!next.IsCompleted) continue;
                if (!await next) return;
                await SendAsync(subscription, records.Current);
                next = records.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The step begun last must be over before the stream can be left.
            await leave.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await records.DisposeAsync();
            leave.Dispose();
        }
    }

    private static async Task WaitAsync(DynamicSubscription subscription, Task<bool> next, DateTimeOffset? stop, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = subscription.WaitAsync(stop, done.Token).AsTask();
        await Task.WhenAny(next, signal);
        await done.CancelAsync();
        await signal.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static ValueTask SendAsync(DynamicSubscription subscription, NotificationRecord record)
    {
        var content = subscription.Terms.Filter is { } filter ? filter.ApplyToNotification(record.Content) : record.Content;
        return content is null
            ? default
            : subscription.Session.SendNotificationAsync(
                record.EventTime, (output, cancel) => NotificationContent.WriteAsync(output, record.Target, content, cancel), subscription.Session.Ended);
    }
}

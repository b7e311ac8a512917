using System.Runtime.CompilerServices;
using Taiji.Datastores.Events.Log;

namespace Taiji.Datastores.Events;

/// <summary>
/// Reads a stream: first from the log, then what arrives, with nothing missing or twice in between. Reading from the log needs no queue, so that a slow reader of a long log loses
/// nothing but what retention takes meanwhile.
/// </summary>
internal sealed class StreamReading(Subscription subscription, StreamRequest request, NotificationHub hub, TimeProvider time)
{
    private const int PageSize = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private DateTimeOffset Until => request.Until ?? DateTimeOffset.MaxValue;

    /// <summary>What comes.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async IAsyncEnumerable<StreamItem> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (request.From is { } from)
            {
                await foreach (var item in ReplayAsync(from, cancellationToken).ConfigureAwait(false)) yield return item;
                if (subscription.IsClosed) yield break;
                yield return new StreamItem(StreamItemKind.ReplayComplete, time.GetUtcNow(), null);
            }

            var isOver = new End();
            using var left = request.Until is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ending = request.Until is { } until ? EndAsync(until, isOver, left!.Token) : Task.CompletedTask;
            while (await subscription.NextAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                if (item.Kind != StreamItemKind.Notification || item.Time <= Until) yield return item;
            }

            if (left is not null) await left.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
            if (isOver.HasCome) yield return new StreamItem(StreamItemKind.Complete, time.GetUtcNow(), null);
        }
        finally
        {
            subscription.Dispose();
        }
    }

    /// <summary>What is kept, in rounds: each reads what was published during the one before, until that is little enough to be taken along.</summary>
    private async IAsyncEnumerable<StreamItem> ReplayAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What was published before the subscription belongs to the replay, though it may not have been logged yet.
        await hub.DeliveredAsync(subscription.Began).WaitAsync(cancellationToken).ConfigureAwait(false);
        long after = 0;
        for (var isLast = false; !isLast;)
        {
            var upTo = hub.Delivered;
            if (upTo - after <= PageSize)
            {
                upTo = hub.GoLive(subscription);
                isLast = true;
            }

            while (after < upTo)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (subscription.IsClosed) yield break;
                var page = hub.Log.Read(new LogQuery(subscription.Stream, after, upTo, from, Until, PageSize));
                foreach (var logged in page.Records)
                {
                    if (hub.MayReceive(subscription.Session, logged.Record)) yield return Item(logged.Record);
                    else subscription.Withhold();
                    if (subscription.IsClosed) yield break;
                }

                after = page.Reached;
            }
        }
    }

    private static StreamItem Item(NotificationRecord record) => new(StreamItemKind.Notification, record.EventTime, record);

    /// <summary>Ends the subscription at its end, once all that was published by then has arrived.</summary>
    private async Task EndAsync(DateTimeOffset until, End isOver, CancellationToken left)
    {
        try
        {
            // In bits: a timer can't wait for longer than some weeks.
            for (var due = until - time.GetUtcNow(); due > TimeSpan.Zero; due = until - time.GetUtcNow())
                await Task.Delay(due > LongestWait ? LongestWait : due, time, left).ConfigureAwait(false);
            await hub.DeliveredAsync().WaitAsync(left).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (subscription.IsClosed) return;
        isOver.HasCome = true;
        subscription.Dispose();
    }

    private sealed class End
    {
        public volatile bool HasCome;
    }
}

using Taiji.Datastores;

namespace Taiji.Server.Subscriptions;

/// <summary>Sends what a datastore holds, time and again (RFC 8641 §3.1).</summary>
/// <param name="operations">Has the datastore.</param>
internal sealed class PeriodicFeed(Operations operations) : ISubscriptionFeed
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <inheritdoc/>
    public async Task RunAsync(ActiveSubscription subscription, CancellationToken cancellationToken)
    {
        var first = subscription.Time.GetUtcNow();
        var isDue = subscription.Terms.Anchor is null;
        while (true)
        {
            var terms = await subscription.TermsAsync();
            var now = subscription.Time.GetUtcNow();
            if (terms.StopTime <= now) return;
            if (isDue)
            {
                var read = await Selections.ReadAsync(operations, subscription.Receiver.Session, terms, cancellationToken);
                await SendAsync(subscription, new PushUpdateMessage(subscription.Id, now, Selections.Of(read, terms, operations.Schema)), terms.NextUpdate(now, first), cancellationToken);
            }

            var next = terms.NextUpdate(subscription.Time.GetUtcNow(), first);
            isDue = !await subscription.WaitAsync(terms.StopTime < next ? terms.StopTime : next, cancellationToken);
        }
    }

    /// <summary>Sends an update. A receiver that hasn't taken it when the next one is due is suspended until it has: the updates in between are never made (RFC 8641 §3.11.1).</summary>
    private static async Task SendAsync(ActiveSubscription subscription, PushUpdateMessage update, DateTimeOffset next, CancellationToken cancellationToken)
    {
        var sending = subscription.SendAsync(update).AsTask();
        if (!sending.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var wait = next - subscription.Time.GetUtcNow();
            await Task.WhenAny(sending, Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, subscription.Time, enough.Token));
            await enough.CancelAsync();
            if (!sending.IsCompleted) subscription.IsSuspended = true;
        }

        await sending;
        await subscription.ResumeAsync();
    }
}

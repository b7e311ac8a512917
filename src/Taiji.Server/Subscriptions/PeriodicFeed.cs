using Taiji.Datastores;

namespace Taiji.Server.Subscriptions;

/// <summary>Sends what a datastore holds, time and again (RFC 8641 §3.1).</summary>
/// <param name="operations">Has the datastore.</param>
internal sealed class PeriodicFeed(Operations operations) : ISubscriptionFeed
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <inheritdoc/>
    public async Task RunAsync(DynamicSubscription subscription, CancellationToken cancellationToken)
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
                await subscription.SendAsync(new PushUpdateMessage(subscription.Id, now, Selections.Of(read, terms, operations.Schema)));
            }

            var next = terms.NextUpdate(subscription.Time.GetUtcNow(), first);
            isDue = !await subscription.WaitAsync(terms.StopTime < next ? terms.StopTime : next, cancellationToken);
        }
    }
}

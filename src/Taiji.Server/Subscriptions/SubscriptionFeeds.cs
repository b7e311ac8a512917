using Taiji.Datastores;

namespace Taiji.Server.Subscriptions;

/// <summary>Makes what sends, by what a subscription is to.</summary>
internal static class SubscriptionFeeds
{
    /// <summary>Makes a feed. One of a stream hears what happens from this call on.</summary>
    /// <param name="operations">Has the streams and datastores.</param>
    /// <param name="receiver">On whose behalf.</param>
    /// <param name="terms">What it is to.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">There is no such stream, or no replay of it.</exception>
    public static ISubscriptionFeed Make(Operations operations, ISubscriptionReceiver receiver, SubscriptionTerms terms, DateTimeOffset now) =>
        terms.Stream is not null ? new StreamFeed(operations, receiver, terms, now) : terms.IsOnChange ? new OnChangeFeed(operations) : new PeriodicFeed(operations);
}

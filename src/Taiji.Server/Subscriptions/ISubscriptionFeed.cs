namespace Taiji.Server.Subscriptions;

/// <summary>Produces what a subscription sends. Disposed of when the subscription ends, whether it ran or not.</summary>
internal interface ISubscriptionFeed : IAsyncDisposable
{
    /// <summary>Sends until there is nothing more to send.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="cancellationToken">It ends.</param>
    Task RunAsync(ActiveSubscription subscription, CancellationToken cancellationToken);
}

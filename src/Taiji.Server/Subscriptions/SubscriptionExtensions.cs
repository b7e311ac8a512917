using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.Hosting;

namespace Taiji.Server.Subscriptions;

/// <summary>Adds subscriptions (RFC 8639) to a host, for all protocols that have them.</summary>
public static class SubscriptionExtensions
{
    /// <summary>Adds the publisher and its state, <c>/ietf-subscribed-notifications:subscriptions</c> and <c>streams</c>.</summary>
    /// <param name="taiji">The host.</param>
    public static TaijiBuilder AddSubscriptions(this TaijiBuilder taiji)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        taiji.Services.TryAddSingleton<SubscriptionPublisher>();
        return taiji.AddStateProvider<SubscriptionsProvider>(SubscriptionsProvider.Path).AddStateProvider<SubscribedStreamsProvider>(SubscribedStreamsProvider.Path);
    }
}

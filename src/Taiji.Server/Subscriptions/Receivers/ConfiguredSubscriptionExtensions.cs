using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.Hosting;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>Adds configured subscriptions (RFC 8639 §2.5) to a host.</summary>
public static class ConfiguredSubscriptionExtensions
{
    /// <summary>
    /// Adds subscriptions, and the feature <c>configured</c>: <c>/ietf-subscribed-notifications:subscriptions</c> is configuration then, and receivers are HTTP servers
    /// (<c>taiji-https-receiver</c>).
    /// </summary>
    /// <param name="taiji">The host.</param>
    /// <param name="configure">Says how receivers are treated.</param>
    public static TaijiBuilder AddConfiguredSubscriptions(this TaijiBuilder taiji, Action<ConfiguredSubscriptionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        taiji.AddSubscriptions()
            .AddModule("ietf-subscribed-notifications", features: ["configured"]).AddModule("ietf-subscribed-notif-receivers").AddModule("taiji-https-receiver")
            .AddOperationHandler<ResetReceiver>(ResetReceiver.Path);
        var services = taiji.Services;
        services.AddOptions<ConfiguredSubscriptionOptions>();
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConfiguredSubscriptions>();
        services.AddHostedService(s => s.GetRequiredService<ConfiguredSubscriptions>());
        return taiji;
    }
}

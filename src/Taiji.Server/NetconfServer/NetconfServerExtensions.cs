using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.Hosting;
using Taiji.Server.NetconfServer.Configured;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Server.Subscriptions;

namespace Taiji.Server.NetconfServer;

/// <summary>Adds NETCONF to a host whose services have the <see cref="Datastores.Operations"/>.</summary>
public static class NetconfServerExtensions
{
    /// <summary>Adds the endpoint that listeners hand their sessions to; <see cref="AddNetconfSsh"/> and <see cref="AddNetconfUnix"/> do so too.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets limits.</param>
    public static IServiceCollection AddNetconfServer(this IServiceCollection services, Action<NetconfServerOptions>? configure = null)
    {
        services.AddOptions<NetconfServerOptions>();
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton<SubscriptionPublisher>();
        services.TryAddSingleton<NetconfEndpoint>();
        return services;
    }

    /// <summary>Adds NETCONF's own state, <c>/ietf-netconf-monitoring:netconf-state</c> (RFC 6022).</summary>
    /// <param name="taiji">The host.</param>
    public static TaijiBuilder AddNetconfMonitoring(this TaijiBuilder taiji)
    {
        taiji.Services.AddOptions<NetconfServerOptions>();
        taiji.Services.TryAddSingleton<SessionStatistics>();
        taiji.Services.AddHostedService(s => s.GetRequiredService<SessionStatistics>());
        return taiji.AddStateProvider<NetconfMonitoringProvider>(NetconfMonitoringProvider.Path);
    }

    /// <summary>Adds NETCONF over SSH (RFC 6242). The users are asked of the host's <see cref="Datastores.AccessControl.IUserAuthenticator"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where to listen.</param>
    public static IServiceCollection AddNetconfSsh(this IServiceCollection services, Action<NetconfSshOptions> configure)
    {
        services.AddNetconfServer().Configure(configure);
        services.TryAddSingleton<NetconfSshListener>();
        services.AddHostedService(s => s.GetRequiredService<NetconfSshListener>());
        return services;
    }

    /// <summary>Adds NETCONF on a Unix socket.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where.</param>
    public static IServiceCollection AddNetconfUnix(this IServiceCollection services, Action<NetconfUnixOptions> configure)
    {
        services.AddNetconfServer().Configure(configure);
        services.TryAddSingleton<NetconfUnixListener>();
        services.AddHostedService(s => s.GetRequiredService<NetconfUnixListener>());
        return services;
    }

    /// <summary>
    /// Adds NETCONF over TLS (RFC 7589). The users of client certificates are asked of the host's <see cref="Datastores.AccessControl.IUserAuthenticator"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where to listen, and with which certificates.</param>
    public static IServiceCollection AddNetconfTls(this IServiceCollection services, Action<NetconfTlsOptions> configure)
    {
        services.AddNetconfServer().Configure(configure);
        services.TryAddSingleton<NetconfTlsListener>();
        services.AddHostedService(s => s.GetRequiredService<NetconfTlsListener>());
        return services;
    }

    /// <summary>
    /// Adds the module, and what is configured in <c>/taiji-netconf-server:netconf-server</c>: more listeners, and clients that are called home (RFC 8071). Needs
    /// <see cref="AddNetconfSsh"/> and <see cref="AddNetconfTls"/>, which may have no addresses of their own.
    /// </summary>
    /// <param name="taiji">The host.</param>
    public static TaijiBuilder AddConfiguredNetconf(this TaijiBuilder taiji)
    {
        taiji.AddModule(NetconfServerSettings.Module);
        taiji.AddCommitParticipant<ConfiguredNetconf>(NetconfServerSettings.Path);
        taiji.Services.AddHostedService(s => s.GetRequiredService<ConfiguredNetconf>());
        return taiji;
    }
}

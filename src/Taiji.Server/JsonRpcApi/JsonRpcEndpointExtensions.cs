using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Packages;
using Taiji.Datastores.Templates;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi;

/// <summary>Puts the JSON-RPC API into an ASP.NET Core host.</summary>
public static class JsonRpcEndpointExtensions
{
    /// <summary>
    /// Registers the API. It needs <see cref="Operations"/>, <see cref="IUserAuthenticator"/> and logging among the services when it is mapped.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; may be null.</param>
    /// <exception cref="ArgumentException">The options are unusable.</exception>
    public static IServiceCollection AddJsonRpc(this IServiceCollection services, Action<JsonRpcOptions>? configure = null)
    {
        var options = new JsonRpcOptions();
        configure?.Invoke(options);
        if (!options.Root.StartsWith('/') || options.Root.EndsWith('/')) throw new ArgumentException($"The root '{options.Root}' must begin with a slash, and not end in one.", nameof(configure));
        services.TryAddSingleton(options);
        services.TryAddSingleton(s => new JsonRpcServer(
            s.GetRequiredService<Operations>(), s.GetRequiredService<IUserAuthenticator>(), options, s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILoggerFactory>())
        {
            AccessControl = s.GetService<IAccessControl>(),
            Templates = s.GetService<TemplateTable>(),
            Packages = s.GetService<PackageTable>(),
        });
        return services;
    }

    /// <summary>As the other one.</summary>
    /// <param name="taiji">The host.</param>
    /// <param name="configure">Changes the options; may be null.</param>
    public static TaijiBuilder AddJsonRpc(this TaijiBuilder taiji, Action<JsonRpcOptions>? configure = null)
    {
        taiji.Services.AddJsonRpc(configure);
        return taiji;
    }

    /// <summary>Serves the API at its root, whatever follows it in the URL.</summary>
    /// <param name="endpoints">The host's endpoints; <c>AddJsonRpc</c> must have been called on its services.</param>
    public static IEndpointConventionBuilder MapJsonRpc(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = new JsonRpcEndpoint(endpoints.ServiceProvider.GetRequiredService<JsonRpcServer>());
        var handle = endpoints.CreateApplicationBuilder().UseWebSockets();
        handle.Run(endpoint.HandleAsync);
        return endpoints.Map(endpoints.ServiceProvider.GetRequiredService<JsonRpcOptions>().Root + "/{**anything}", handle.Build());
    }
}

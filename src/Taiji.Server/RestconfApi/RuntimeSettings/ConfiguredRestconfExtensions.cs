using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.Hosting;
using Taiji.Server.Http;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>Serves RESTCONF as the running datastore says (<c>/taiji-restconf-server:restconf-server</c>).</summary>
public static class ConfiguredRestconfExtensions
{
    /// <summary>
    /// Adds the module, and what is configured in it: ports, clients that are called home (RFC 8071), settings. Needs <see cref="RestconfEndpointExtensions"/>' and
    /// <see cref="ClearTextListenExtensions.AddClearTextHttp"/>, <see cref="ListenConfigured"/> and <see cref="UseConfiguredRestconf"/>.
    /// </summary>
    /// <param name="taiji">The host.</param>
    /// <param name="configure">Gives certificates and the log's level; may be null.</param>
    public static TaijiBuilder AddConfiguredRestconf(this TaijiBuilder taiji, Action<ConfiguredRestconfOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        var options = new ConfiguredRestconfOptions();
        configure?.Invoke(options);
        taiji.Services.TryAddSingleton(options);
        taiji.AddModule(RestconfServerSettings.Module);
        taiji.AddCommitParticipant<ConfiguredRestconf>(RestconfServerSettings.Path);
        taiji.AddOperationHandler<ProcessControl>($"{RestconfServerSettings.Module}:process-control");
        taiji.Services.AddHostedService(s => s.GetRequiredService<ConfiguredRestconf>());
        return taiji;
    }

    /// <summary>Lets Kestrel serve the connections of configured ports and calls home.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    public static void ListenConfigured(this KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        HandedConnections.Listen(kestrel);
    }

    /// <summary>Keeps configured ports to RESTCONF: what else the host serves isn't there.</summary>
    /// <param name="app">The host; before anything that answers.</param>
    public static IApplicationBuilder UseConfiguredRestconf(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var root = app.ApplicationServices.GetRequiredService<RestconfOptions>().Root;
        return app.Use(next => context => HandedConnections.Of(context) is { } connection ? ServeAsync(context, connection, root, next) : next(context));
    }

    private static async Task ServeAsync(HttpContext context, HandedConnection connection, string root, RequestDelegate next)
    {
        connection.Begin();
        try
        {
            if (IsOf(context.Request.Path, root)) await next(context).ConfigureAwait(false);
            else context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        finally
        {
            connection.End();
        }
    }

    private static bool IsOf(PathString path, string root) =>
        path.StartsWithSegments(root) || path.StartsWithSegments(HostMeta.Path) || path == HostMeta.Path + ".json";
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi.Collections;
using Taiji.Server.RestconfApi.DynamicStreams;
using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi;

/// <summary>Puts the RESTCONF server (RFC 8040) into an ASP.NET Core host.</summary>
public static class RestconfEndpointExtensions
{
    /// <summary>
    /// Registers the RESTCONF server. It needs <see cref="Datastores.Operations"/>, <see cref="Datastores.AccessControl.IUserAuthenticator"/> and logging among the services when
    /// the first request comes.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; may be null.</param>
    /// <exception cref="ArgumentException">The options are unusable.</exception>
    public static IServiceCollection AddRestconf(this IServiceCollection services, Action<RestconfOptions>? configure = null)
    {
        var options = new RestconfOptions();
        configure?.Invoke(options);
        if (!options.Root.StartsWith('/') || options.Root.EndsWith('/')) throw new ArgumentException($"The root '{options.Root}' must begin with a slash, and not end in one.", nameof(configure));
        if (options.BasicMode == WithDefaults.ReportAllTagged) throw new ArgumentException("The basic-mode is explicit, trim or report-all (RFC 8040 §9.1.2).", nameof(configure));
        services.TryAddSingleton(options);
        services.TryAddSingleton(s => new RestconfState(s.GetService<TimeProvider>() ?? TimeProvider.System, options));
        services.TryAddSingleton<RestconfSubscriptions>();
        services.TryAddSingleton<RestconfDispatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRefusalForm, RestconfRefusalForm>());
        return services;
    }

    /// <summary>As <see cref="AddRestconf(IServiceCollection, Action{RestconfOptions})"/>, with RESTCONF's own state (RFC 8040 §9).</summary>
    /// <param name="taiji">The host.</param>
    /// <param name="configure">Changes the options; may be null.</param>
    public static TaijiBuilder AddRestconf(this TaijiBuilder taiji, Action<RestconfOptions>? configure = null)
    {
        taiji.Services.AddRestconf(configure);
        return taiji.AddStateProvider<RestconfMonitoringProvider>(RestconfMonitoringProvider.Path).AddStateProvider<RestconfStreamsProvider>(RestconfStreamsProvider.Path)
            .AddStateProvider<ListCapabilitiesProvider>(ListCapabilitiesProvider.Path);
    }

    /// <summary>Serves the root resource with everything below it, and its discovery at <c>/.well-known/host-meta</c> (RFC 8040 §3.1).</summary>
    /// <param name="endpoints">The host's endpoints; <c>AddRestconf</c> must have been called on its services.</param>
    public static IEndpointConventionBuilder MapRestconf(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<RestconfOptions>();
        options.Origin = () => options.PublicOrigin?.TrimEnd('/') ?? RequestOrigin.Current ?? Origin(endpoints.ServiceProvider, options);
        endpoints.ServiceProvider.GetService<ModuleLocations>()?.Use(
            (name, revision) => Origin(endpoints.ServiceProvider, options) is { } origin ? origin + options.Root + ModuleTexts.PathOf(name, revision) : null);
        endpoints.Map(HostMeta.Path, context => HostMeta.HandleAsync(context, options, isJson: false));
        endpoints.Map(HostMeta.Path + ".json", context => HostMeta.HandleAsync(context, options, isJson: true));
        // One for all requests: found when the first comes, and without a scope of services for each.
        var dispatcher = new Lazy<RestconfDispatcher>(endpoints.ServiceProvider.GetRequiredService<RestconfDispatcher>);
        return endpoints.Map(options.Root + "/{**resource}", context => dispatcher.Value.HandleAsync(context)).WithMetadata(Mark.Instance);
    }

    /// <summary>
    /// Leads requests below the root straight to what <see cref="MapRestconf"/> mapped, without the matching of routes, which would take each target apart. Optional, and before <c>UseRouting</c>.
    /// </summary>
    /// <param name="app">The host.</param>
    public static IApplicationBuilder UseRestconf(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var root = new PathString(app.ApplicationServices.GetRequiredService<RestconfOptions>().Root);
        // There is none before the host has started.
        var endpoint = new Lazy<Endpoint?>(() => app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints.FirstOrDefault(e => e.Metadata.GetMetadata<Mark>() is not null));
        return app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(root, StringComparison.Ordinal)) context.SetEndpoint(endpoint.Value);
            return next(context);
        });
    }

    /// <summary>By which RESTCONF's endpoint is found among all.</summary>
    private sealed class Mark
    {
        public static Mark Instance { get; } = new();
    }

    private static string? Origin(IServiceProvider services, RestconfOptions options)
    {
        if (options.PublicOrigin is { } origin) return origin.TrimEnd('/');
        foreach (var address in services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            // A wildcard address is no place to go to, and a Unix socket (http://unix:/path) none that a URL can name.
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host is not ("0.0.0.0" or "[::]") && !address.Contains("://unix:", StringComparison.Ordinal))
                return uri.GetLeftPart(UriPartial.Authority);
        }

        return null;
    }
}

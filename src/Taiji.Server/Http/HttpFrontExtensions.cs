using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Taiji.Server.Http;

/// <summary>Puts the front into a host: trusted proxies, CORS, limits on a request's head, compression.</summary>
public static class HttpFrontExtensions
{
    private static readonly string[] ExposedHeaders = ["ETag", "Last-Modified", "Location", "Accept-Patch", "Allow", "Rollback-Id", "WWW-Authenticate", "traceparent", "tracestate"];
    private static readonly string[] Compressible =
    [
        "application/yang-data+json", "application/yang-data+xml", "application/yang", "application/json", "application/xrd+xml", "application/jrd+json", "text/event-stream", "text/html",
        "text/plain",
    ];

    /// <summary>Registers what <see cref="UseHttpFront"/> needs.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; may be null.</param>
    public static IServiceCollection AddHttpFront(this IServiceCollection services, Action<HttpFrontOptions>? configure = null)
    {
        var options = new HttpFrontOptions();
        configure?.Invoke(options);
        services.AddSingleton(options).AddSingleton<Refusals>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            if (options.CorsOrigins.Contains("*")) policy.AllowAnyOrigin();
            // Credentials that the browser has (a client certificate, a password, a cookie): the only ones that an EventSource can show. Not for pages of anybody.
            else policy.WithOrigins([.. options.CorsOrigins]).AllowCredentials();
            policy.AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(ExposedHeaders);
        }));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = Compressible;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        // What is written once and read once isn't worth more.
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        return services;
    }

    /// <summary>Puts it before everything that is added later.</summary>
    /// <param name="app">The host.</param>
    public static IApplicationBuilder UseHttpFront(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<HttpFrontOptions>();
        app.UseMiddleware<ProxyTrust>(options);
        // Before what refuses, so that a page may read why.
        if (options.CorsOrigins.Count > 0) app.UseCors();
        app.UseMiddleware<HeadLimits>(options);
        if (options.Compress)
        {
            app.UseMiddleware<CodedEntityTags>();
            app.UseResponseCompression();
        }

        return app;
    }
}

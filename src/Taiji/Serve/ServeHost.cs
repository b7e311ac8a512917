using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Packages;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Demo;
using Taiji.Server.Authenticators;
using Taiji.Server.Comparing;
using Taiji.Server.Http;
using Taiji.Server.JsonRpcApi;
using Taiji.Server.NetconfServer;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Server.RestconfApi;
using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Server.Subscriptions.Receivers;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Serve;

/// <summary>Builds and runs the server that <c>taiji serve</c> was asked for.</summary>
internal static class ServeHost
{
    /// <summary>Runs it until it is told to end.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="stop">Tells it, at any time: what has been opened by then is closed in order.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken stop)
    {
        try
        {
            using var limit = FileSizeLimit.Survive();
            await using var app = Build(options);
            // Made here, before any listener opens, so that what can't start says so at once.
            ReportWarnings(app.Services.GetRequiredService<CompileResult>());
            if (stop.IsCancellationRequested) return ExitCode.Ok;
            _ = app.Services.GetRequiredService<Operations>();
            await StartAsync(app, options, stop).ConfigureAwait(false);
            await app.WaitForShutdownAsync(stop).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("taiji: what was still open at the end of the time for ending was cut off");
            return ExitCode.Failed;
        }
        catch (HostStartException e)
        {
            foreach (var diagnostic in e.Diagnostics) Console.Error.WriteLine(diagnostic);
            return ExitCode.CannotStart;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A port in use, a data directory that can't be made, a certificate that is none: the options can't be used.
            return ExitCode.UnusableOptions([e.Message]);
        }
    }

    private static async Task StartAsync(WebApplication app, ServeOptions options, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop).ConfigureAwait(false);
            Console.WriteLine("ready " + string.Join(' ', Listeners(app, options)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to end before all had started: what has is stopped like a server that was ready.
        }
    }

    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var threshold = new LogThreshold(options.LogLevel);
        builder.Logging.AddSimpleConsole(c => (c.SingleLine, c.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffzzz ")).SetMinimumLevel(LogLevel.Trace)
            .AddFilter((_, level) => level >= threshold.Level)
            .AddFilter("Microsoft", level => level >= threshold.OfFramework)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            // For this category the framework makes an Activity and a scope for each request as soon as Critical is on, though only what is told at Information has any use for them.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", level => level >= threshold.OfFramework && (level != LogLevel.Critical || threshold.OfFramework <= LogLevel.Information))
            // A start that fails is told on standard error, without its stack.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        AddTaiji(builder.Services, options, threshold);
        AddNetconf(builder.Services, options);
        AddHttp(builder, options);
        var app = builder.Build();
        app.UseConfiguredRestconf();
        app.Use(SecurityHeaders.AddAsync);
        app.UseHttpFront();
        app.UseRestconf();
        app.UseRouting();
        app.MapRestconf();
        app.MapJsonRpc();
        app.MapHealth();
        return app;
    }

    private static void AddTaiji(IServiceCollection services, ServeOptions options, LogThreshold threshold)
    {
        var taiji = services.AddTaiji().Configure(o =>
        {
            foreach (var directory in options.YangDirectories) o.YangDirectories.Add(directory);
            foreach (var module in options.Modules) o.Modules.Add(module);
            o.DataDirectory = options.DataDirectory;
            o.StartupFile = options.StartupFile;
            o.Repairs = options.Repairs;
            o.Datastores = options.Datastores;
            o.Rollbacks = options.Rollbacks;
            if (options.UrlDirectory is not null || options.UrlPrefixes.Count > 0) o.NetconfFeatures.Add("url");
            o.Sessions = new SessionLimits { MaxSessions = options.MaxAllSessions, MaxPerUser = options.MaxUserSessions, IdleTimeout = options.IdleTimeout };
            o.AuditLog = options.AuditLog;
            o.AuditsReads = options.AuditsReads;
            // Any module may be served, also one whose operations nobody here can do.
            o.RequireOperationHandlers = false;
            o.CreateFirstAdmin = true;
            o.FirstAdminPassword = Environment.GetEnvironmentVariable("TAIJI_ADMIN_PASSWORD") is { Length: > 0 } password ? password : null;
            o.OnFirstAdminPassword = p => Console.WriteLine($"first start: user 'admin' has the password {p}");
        });
        AddAuthenticators(taiji, options);
        if (options.IsDemo) taiji.AddDemo();
        taiji.AddConfiguredRestconf(o => (o.Certificate, o.SetLogLevel) = (() => Certificate(options), level => threshold.Level = level ?? options.LogLevel));
        taiji.AddNetconfMonitoring().AddConfiguredSubscriptions().AddDatastoreComparison().AddConfiguredNetconf();
        taiji.AddRestconf(o => Configure(o, options));
        if (options.Packages.Count + options.PackageRepositories.Count > 0) taiji.AddPackages(options.Packages, options.PackageRepositories);
        AddJsonRpc(taiji, options);
        taiji.Configure(o => SetBounds(o.Streams, options.Streams));
    }

    // Of streams that somebody declares, and of those that are only published to.
    private static void SetBounds(IList<EventStream> streams, IReadOnlyList<EventStream> bounds)
    {
        foreach (var bound in bounds)
        {
            var declared = streams.LastOrDefault(s => s.Name == bound.Name) ?? bound;
            streams.Add(declared with { KeepCount = bound.KeepCount, KeepAge = bound.KeepAge });
        }
    }

    private static void Configure(RestconfOptions restconf, ServeOptions options)
    {
        (restconf.MaxRequestBodySize, restconf.MaxBodyDepth, restconf.PublicOrigin) = (options.MaxMessageSize, options.MaxDepth, options.PublicOrigin);
        (restconf.AuthType, restconf.AnonymousUser) = (options.Restconf.AuthType, options.AnonymousUser);
        (restconf.Indent, restconf.UpdatesStartup) = (options.Restconf.IsPretty, options.Restconf.UpdatesStartup);
        (restconf.Staging.ByHeader, restconf.Staging.Always, restconf.Staging.UnixSockets) = (options.Restconf.StagesByHeader, options.Restconf.StagesAlways, options.Restconf.StagesUnixSockets);
        restconf.Staging.EndPoints.UnionWith(options.Restconf.StagingEndPoints);
    }

    private static void AddJsonRpc(TaijiBuilder taiji, ServeOptions options) => taiji.AddJsonRpc(o =>
    {
        (o.MaxRequestSize, o.MaxDepth, o.MaxSessions) = (options.MaxMessageSize, options.MaxDepth, options.MaxSessions);
        o.IdleTimeout = options.JsonRpc.IdleTimeout;
        (o.LoginNotice, o.LoginWarning) = (options.JsonRpc.LoginNotice, options.JsonRpc.LoginWarning);
        o.SameSite = options.JsonRpc.SameSite;
        // Who may read replies may listen too; '*' is no page that cookies are for.
        foreach (var origin in options.CorsOrigins.Where(origin => origin != "*")) o.Origins.Add(origin);
        foreach (var header in options.JsonRpc.Headers) o.Headers.Add(header);
        foreach (var (name, line) in options.JsonRpc.Commands) o.Commands[name] = line;
    });

    // Asked in this order: tokens, certificates, local users, PAM, and nobody in particular.
    private static void AddAuthenticators(TaijiBuilder taiji, ServeOptions options)
    {
        if (options.Bearer is { } bearer) taiji.AddAuthenticator(s => new BearerAuthenticator(bearer, s.GetRequiredService<TimeProvider>()));
        if (options.PamService is { } service) taiji.AddAuthenticator(_ => new PamAuthenticator(service), isLast: true);
        if (options.AnonymousUser is not { } user) return;
        taiji.AddAuthenticator(_ => new AnonymousAuthenticator(user), isLast: true);
        Console.Error.WriteLine($"warning: --anonymous lets every HTTP client in as user '{user}', without any proof of who it is");
    }

    private static void AddNetconf(IServiceCollection services, ServeOptions options)
    {
        services.AddNetconfServer(o =>
        {
            (o.MaxMessageSize, o.MaxDepth, o.MaxSessions) = (options.MaxMessageSize, options.MaxDepth, options.MaxSessions);
            o.Credentials = options.Credentials;
            foreach (var user in options.FrontEnds) o.TrustedUsers.Add(user);
            (o.Urls.Directory, o.Urls.MaxSize) = (options.UrlDirectory, options.MaxMessageSize);
            foreach (var prefix in options.UrlPrefixes) o.Urls.Allowed.Add(prefix);
        });
        if (options.SocketPath is { } path) services.AddNetconfUnix(o => o.Path = path);
        services.AddNetconfSsh(o =>
        {
            if (options.NetconfSsh is { } ssh) o.EndPoints.Add(ssh);
            o.HostKeyDirectory = Path.Combine(options.DataDirectory, "ssh");
            o.MaxLoginAttempts = options.LoginAttempts;
            o.LoginGraceTime = options.LoginGraceTime;
        });
        services.AddNetconfTls(o =>
        {
            if (options.NetconfTls is { } tls) o.EndPoints.Add(tls);
            o.Certificate = () => Certificate(options);
            if (options.ClientCaFile is { } file) ImportAuthorities(o.ClientAuthorities, file);
        });
    }

    private static X509Certificate2 Certificate(ServeOptions options) => options.CertificateFile is { } file
        ? SelfSignedCertificate.Load(file, options.KeyFile) : SelfSignedCertificate.LoadOrMake(options.DataDirectory);

    private static void ImportAuthorities(X509Certificate2Collection authorities, string file)
    {
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"{file}: {e.Message}", e);
        }
    }

    private static void AddHttp(WebApplicationBuilder builder, ServeOptions options)
    {
        var clients = options.ClientCaFile is { } authorities ? ClientCertificates.Load(authorities) : null;
        if (clients is not null) builder.Services.AddSingleton(clients);
        builder.Services.AddClearTextHttp().AddHttpFront(o =>
        {
            o.Compress = options.Compresses;
            foreach (var origin in options.CorsOrigins) o.CorsOrigins.Add(origin);
            foreach (var network in options.TrustedProxies) o.TrustedProxies.Add(network);
            o.TrustUnixSockets = options.TrustsUnixSockets;
            o.ClientCertificateHeader = options.ProxyCertificateHeader;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            HttpsSettings.Limit(kestrel, options.MaxMessageSize);
            // This is an endpoint even when all the others are off: without any, Kestrel would take a port of its own choice.
            kestrel.ListenConfigured();
            if (options.Http is { } http) kestrel.ListenClearText(http);
            if (options.HttpSocket is { } socket) kestrel.ListenUnixSocketFile(socket);
            if (options.Https is { } https)
            {
                var certificate = Certificate(options);
                kestrel.Listen(https, l =>
                {
                    l.Protocols = ClearTextListenExtensions.TlsProtocols(options.HasHttp3);
                    l.UseHttps(certificate, tls => HttpsSettings.Apply(tls, clients));
                });
            }
        });
    }

    /// <summary>Only of the user's own files: what the embedded modules say is what their RFCs say.</summary>
    private static void ReportWarnings(CompileResult compiled)
    {
        foreach (var warning in compiled.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning && File.Exists(d.Location.File))) Console.Error.WriteLine(warning);
    }

    private static IEnumerable<string> Listeners(WebApplication app, ServeOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses.Where(a => !a.EndsWith("0.0.0.0:0", StringComparison.Ordinal)).Distinct()) yield return address;
        foreach (var endPoint in app.Services.GetService<NetconfSshListener>()?.LocalEndPoints ?? []) yield return $"netconf-ssh://{endPoint}";
        foreach (var endPoint in app.Services.GetService<NetconfTlsListener>()?.LocalEndPoints ?? []) yield return $"netconf-tls://{endPoint}";
        if (options.SocketPath is { } path) yield return $"unix:{path}";
    }
}

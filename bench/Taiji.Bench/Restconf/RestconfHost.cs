using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Restconf;

/// <summary>
/// The product's HTTP stack in this process, as <c>taiji serve</c> puts it together: users with passwords, access control, a durable datastore with a list of N entries. Before it,
/// at <c>/canned</c>, Kestrel alone answers one entry's bytes from memory.
/// </summary>
internal sealed class RestconfHost : IAsyncDisposable
{
    private const string Password = "bench-password";
    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;

    private RestconfHost(WebApplication app, DirectoryInfo directory, int port)
    {
        _app = app;
        _directory = directory;
        Port = port;
    }

    /// <summary>Where a PUT to <c>KEY/b</c> is a commit behind Kestrel, and nothing of RESTCONF.</summary>
    public const string Commits = "/commits/";

    /// <summary>The value of the header by which the user is let in.</summary>
    public static string Authorization => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + Password));

    public int Port { get; }

    public IServiceProvider Services => _app.Services;

    public Operations Operations => _app.Services.GetRequiredService<Operations>();

    /// <summary>Starts it.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task<RestconfHost> StartAsync(int count)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-bench-");
        var startup = Path.Combine(directory.FullName, "startup.json");
        await WriteEntriesAsync(startup, count);
        var port = FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddClearTextHttp().AddHttpFront();
        builder.Services.AddTaiji().AddRestconf().Configure(o =>
        {
            o.YangDirectories.Add(Path.Combine(ProjectRoot.Directory, "bench/yang"));
            o.Modules.Add(new ModuleSelection("taiji-bench"));
            (o.DataDirectory, o.StartupFile) = (Path.Combine(directory.FullName, "data"), startup);
            o.Sessions = new SessionLimits { MaxSessions = 100_000, MaxPerUser = 100_000 };
            (o.RequireOperationHandlers, o.CreateFirstAdmin, o.FirstAdminPassword) = (false, true, Password);
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.ListenClearText(new IPEndPoint(IPAddress.Loopback, port));
        });
        var app = builder.Build();
        AddCanned(app, count / 3);
        AddCommits(app);
        app.UseHttpFront();
        app.Use(SecurityHeaders.AddAsync);
        app.UseRestconf();
        app.UseRouting();
        app.MapRestconf();
        _ = app.Services.GetRequiredService<Operations>();
        await app.StartAsync();
        return new RestconfHost(app, directory, port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static void AddCanned(WebApplication app, int entry)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"taiji-bench:y":[{"a":{{entry}},"b":"value{{entry}}"}]}""");
        app.Use((HttpContext context, RequestDelegate next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/canned")) return next(context);
            context.Response.ContentType = "application/yang-data+json";
            context.Response.ContentLength = body.Length;
            return context.Response.BodyWriter.WriteAsync(body).AsTask();
        });
    }

    private static void AddCommits(WebApplication app)
    {
        var session = new Lazy<Session>(() => app.Services.GetRequiredService<Operations>().Sessions.Open(new SessionIdentity("admin", "internal")));
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            if (context.Request.Path.Value is not { } path || !path.StartsWith(Commits, StringComparison.Ordinal))
            {
                await next(context);
                return;
            }

            var body = await context.Request.BodyReader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value, context.RequestAborted);
            var value = body.Buffer.ToArray();
            context.Request.BodyReader.AdvanceTo(body.Buffer.End);
            await PutFigures.CommitAsync(app.Services.GetRequiredService<Operations>(), session.Value, path[Commits.Length..^2], value);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private static async Task WriteEntriesAsync(string file, int count)
    {
        await using var text = new StreamWriter(file);
        await text.WriteAsync("{\"taiji-bench:x\":{\"y\":[");
        for (var i = 0; i < count; i++) await text.WriteAsync($"{(i > 0 ? "," : "")}{{\"a\":{i},\"b\":\"value{i}\"}}");
        await text.WriteAsync("]}}");
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

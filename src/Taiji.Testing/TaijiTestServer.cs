using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Client;
using Taiji.Netconf.Framing;
using Taiji.Server.Http;
using Taiji.Server.JsonRpcApi;
using Taiji.Server.NetconfServer;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Server.RestconfApi;
using Taiji.Ssh.ClientSide;
using Taiji.Yang.Data;

namespace Taiji.Testing;

/// <summary>
/// A server for tests, in this process: datastores in memory, RESTCONF, JSON-RPC and NETCONF on loopback ports that the system gives, NETCONF on a Unix socket, and the user
/// <see cref="UserName"/>, who may do everything. It is gone when it is disposed of.
/// </summary>
public sealed class TaijiTestServer : IAsyncDisposable
{
    /// <summary>The user that there is.</summary>
    public const string UserName = "admin";

    /// <summary>The user's password.</summary>
    public const string Password = "test-password";

    private readonly WebApplication _app;
    private readonly string _directory;

    private TaijiTestServer(WebApplication app, string directory)
    {
        _app = app;
        _directory = directory;
        Operations = app.Services.GetRequiredService<Operations>();
        Session = Operations.Sessions.Open(new SessionIdentity("test", "internal") { IsRecovery = true });
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
        Http = MakeHttpClient(UserName, Password);
    }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>What the protocols work with.</summary>
    public Operations Operations { get; }

    /// <summary>A session of the host's own, not subject to access control.</summary>
    public Session Session { get; }

    /// <summary>The data in running.</summary>
    public DataTree Running => Operations.Begin(Session).Content;

    /// <summary>Where HTTP is served.</summary>
    public Uri Address { get; }

    /// <summary>A client as <see cref="UserName"/>: <c>Http.GetStringAsync("/restconf/data")</c>.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts one.</summary>
    /// <param name="configure">Adds modules and plug-ins; by default every operation needs no handler, and nothing is kept on disk.</param>
    /// <param name="services">Adds what the plug-ins need, or replaces what there is; null for nothing.</param>
    /// <exception cref="HostStartException">Modules, plug-ins or the start-up configuration are wrong; with every diagnostic.</exception>
    public static async Task<TaijiTestServer> StartAsync(Action<TaijiBuilder>? configure = null, Action<IServiceCollection>? services = null)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-test-server-").FullName;
        try
        {
            var app = Build(directory, configure, services);
            await app.StartAsync().ConfigureAwait(false);
            return new TaijiTestServer(app, directory);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>An HTTP client as some user.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    public HttpClient MakeHttpClient(string user, string password)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return client;
    }

    /// <summary>A JSON-RPC session, logged in.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="JsonRpcCallException">The login was refused.</exception>
    public async Task<JsonRpcTestClient> ConnectJsonRpcAsync(string user = UserName, string password = Password)
    {
        var client = new JsonRpcTestClient(Address);
        try
        {
            await client.CallAsync("login", new { user, passwd = password }).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A NETCONF session over the Unix socket: as the user who runs the tests, not subject to access control.</summary>
    /// <param name="options">How to speak; null for the defaults.</param>
    public async Task<NetconfClient> ConnectNetconfAsync(NetconfClientOptions? options = null)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath(_directory))).ConfigureAwait(false);
        return await NetconfClient.ConnectAsync(new NetconfTransport(new NetworkStream(socket, ownsSocket: true), "test server"), options).ConfigureAwait(false);
    }

    /// <summary>A NETCONF session over SSH.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="options">How to speak; null for the defaults.</param>
    public async Task<NetconfClient> ConnectNetconfSshAsync(string user = UserName, string password = Password, NetconfClientOptions? options = null)
    {
        var endPoint = Services.GetRequiredService<NetconfSshListener>().LocalEndPoints.Single();
        var ssh = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Host = endPoint.Address.ToString(), Port = endPoint.Port, User = user, Password = password, HostKeyVerification = SshHostKeyVerification.None,
        }).ConfigureAwait(false);
        try
        {
            var channel = await ssh.OpenSubsystemAsync("netconf").ConfigureAwait(false);
            return await NetconfClient.ConnectAsync(new NetconfTransport(channel, "test server", ssh.DisposeAsync), options).ConfigureAwait(false);
        }
        catch
        {
            await ssh.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Session.Dispose();
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_directory, recursive: true);
    }

    private static string SocketPath(string directory) => Path.Combine(directory, "netconf.sock");

    private static WebApplication Build(string directory, Action<TaijiBuilder>? configure, Action<IServiceCollection>? services)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = directory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        var taiji = builder.Services.AddTaiji().Configure(o =>
        {
            o.RequireOperationHandlers = false;
            o.CreateFirstAdmin = true;
            o.FirstAdminPassword = Password;
        });
        taiji.AddNetconfMonitoring().AddRestconf().AddJsonRpc();
        builder.Services.AddNetconfUnix(o => o.Path = SocketPath(directory));
        builder.Services.AddNetconfSsh(o =>
        {
            o.EndPoints.Add(new IPEndPoint(IPAddress.Loopback, 0));
            o.HostKeyDirectory = Path.Combine(directory, "ssh");
        });
        configure?.Invoke(taiji);
        services?.Invoke(builder.Services);
        builder.Services.AddClearTextHttp();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, 0)));
        var app = builder.Build();
        app.UseRestconf();
        app.UseRouting();
        app.MapRestconf();
        app.MapJsonRpc();
        return app;
    }
}

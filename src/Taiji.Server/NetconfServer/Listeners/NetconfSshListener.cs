using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Ssh;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>
/// NETCONF over SSH (RFC 6242): the subsystem <c>netconf</c>, users by password or public key. A machine without libssh is told so at start, and everything else is served.
/// </summary>
public sealed class NetconfSshListener : IHostedService, IAsyncDisposable, ISessionTransport
{
    /// <summary>The transport's name in <see cref="SessionIdentity.Transport"/>.</summary>
    public const string TransportName = "netconf-ssh";

    private readonly IServiceProvider _services;
    private readonly NetconfSshOptions _options;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<EndPoint, TimeSpan> _idleTimeouts = new();
    private readonly Lock _starting = new();
    private SshServer? _server;

    /// <summary>Makes the listener.</summary>
    /// <param name="services">Asked for the endpoint and the users when it starts.</param>
    /// <param name="options">How.</param>
    /// <param name="loggers">Where connections are told of.</param>
    public NetconfSshListener(IServiceProvider services, IOptions<NetconfSshOptions> options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _services = services;
        _options = options.Value;
        _logger = loggers.CreateLogger("Taiji.Ssh");
    }

    /// <summary>Where it listens, with the real ports; empty when it doesn't.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => _server?.LocalEndPoints ?? [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.EndPoints.Count == 0) return Task.CompletedTask;
        if (!((ISessionTransport)this).IsAvailable(out var whyNot))
        {
            NetconfServerLog.SshUnavailable(_logger, whyNot);
            return Task.CompletedTask;
        }

        _ = Started();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    bool ISessionTransport.IsAvailable(out string whyNot)
    {
        var isLoaded = SshLibrary.TryLoad(out var reason);
        whyNot = isLoaded ? "" : reason ?? "libssh can't be loaded";
        return isLoaded;
    }

    /// <inheritdoc/>
    async Task<bool> ISessionTransport.ServeAsync(Socket socket, TimeSpan? idleTimeout, CancellationToken cancellationToken)
    {
        EndPoint? remote = null;
        Task serving;
        try
        {
            var server = Started();
            remote = socket.RemoteEndPoint;
            if (idleTimeout is { } idle && remote is not null) _idleTimeouts[remote] = idle;
            serving = server.ServeAsync(socket);
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException or SshException)
        {
            socket.Dispose();
            if (remote is not null) _idleTimeouts.TryRemove(remote, out _);
            return false;
        }

        try
        {
            await serving.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            Cut(socket);
            return false;
        }
        finally
        {
            if (remote is not null) _idleTimeouts.TryRemove(remote, out _);
        }
    }

    /// <summary>Ends a connection that is the SSH server's: it sees its peer gone, and closes the socket itself. Closing it here would take the descriptor from under its feet.</summary>
    private static void Cut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>The SSH server; without addresses of its own it starts with the first connection that somebody hands over.</summary>
    private SshServer Started()
    {
        lock (_starting)
        {
            if (_server is not null) return _server;
            var endpoint = _services.GetRequiredService<NetconfEndpoint>();
            var users = new SshUserAuthenticator(_services.GetRequiredService<IUserAuthenticator>());
            DemandPrivate(_options.HostKeyDirectory);
            var server = new SshServer(MakeOptions(), users, (channel, cancel) => ServeAsync(endpoint, channel, cancel));
            try
            {
                // Listening is all it does, and at once.
                server.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (SocketException e)
            {
                throw new IOException($"NETCONF over SSH can't listen on {string.Join(", ", _options.EndPoints)}: {e.Message}", e);
            }

            return _server = server;
        }
    }

    private Task ServeAsync(NetconfEndpoint endpoint, SshSubsystemChannel channel, CancellationToken cancellationToken)
    {
        var identity = new SessionIdentity(channel.User, TransportName)
        {
            Source = channel.RemoteEndPoint as IPEndPoint, Groups = (channel.State as AuthenticationResult.Accepted)?.Groups ?? [],
        };
        TimeSpan? idleTimeout = channel.RemoteEndPoint is { } remote && _idleTimeouts.TryGetValue(remote, out var idle) ? idle : null;
        return endpoint.ServeAsync(channel.Transport, identity, cancellationToken, idleTimeout);
    }

    private static void DemandPrivate(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var key in Directory.EnumerateFiles(directory, "*_key")) SecretFile.Demand(key);
    }

    private SshServerOptions MakeOptions() => new()
    {
        EndPoints = [.. _options.EndPoints],
        HostKeys = SshHostKey.LoadOrCreate(_options.HostKeyDirectory),
        MaxAuthTries = _options.MaxLoginAttempts,
        LoginGraceTime = _options.LoginGraceTime,
        MaxStartups = _options.MaxUnauthenticated,
        Banner = _options.Banner,
        Log = Log,
    };

    private void Log(SshLogEvent e)
    {
        var level = e.Level switch
        {
            SshLogLevel.Debug => LogLevel.Debug,
            SshLogLevel.Information => LogLevel.Information,
            SshLogLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        NetconfServerLog.Ssh(_logger, level, e.RemoteEndPoint?.ToString() ?? "-", e.User ?? "-", e.Message, e.Exception);
    }
}

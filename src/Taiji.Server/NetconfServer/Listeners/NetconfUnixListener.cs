using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Framing;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>
/// NETCONF on a Unix socket (mode 0660). The user is whom the kernel says the peer is; root and the user who runs the server get recovery sessions (RFC 8341 §3.3).
/// </summary>
public sealed class NetconfUnixListener : IHostedService, IDisposable
{
    /// <summary>The transport's name in <see cref="SessionIdentity.Transport"/>.</summary>
    public const string TransportName = "netconf-unix";

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);

    private readonly IServiceProvider _services;
    private readonly NetconfUnixOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _sessions = new();
    private UnixSocketFile? _file;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Makes the listener.</summary>
    /// <param name="services">Asked for the endpoint when it starts.</param>
    /// <param name="options">Where.</param>
    /// <param name="loggers">Where connections are told of.</param>
    public NetconfUnixListener(IServiceProvider services, IOptions<NetconfUnixOptions> options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _services = services;
        _options = options.Value;
        _logger = loggers.CreateLogger("Taiji.Netconf");
    }

    /// <summary>The socket's path.</summary>
    public string Path => _options.Path;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("The peer of a Unix socket is known on Linux only.");
        var endpoint = _services.GetRequiredService<NetconfEndpoint>();
        _file = UnixSocketFile.Listen(_options.Path);
        _accepting = AcceptAsync(_file.Socket, endpoint);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _accepting;
        await Task.WhenAll(_sessions.Keys).WaitAsync(cancellationToken);
        if (!OperatingSystem.IsWindows()) Interlocked.Exchange(ref _file, null)?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows()) Interlocked.Exchange(ref _file, null)?.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listener, NetconfEndpoint endpoint)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                var session = ServeAsync(socket, endpoint);
                _sessions[session] = 0;
                _ = session.ContinueWith(t => _sessions.TryRemove(t, out _), TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, most likely: they come back as sessions end.
                NetconfServerLog.UnixConnectionFailed(_logger, e.Message);
                await Task.Delay(AcceptPause, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task ServeAsync(Socket socket, NetconfEndpoint endpoint)
    {
        using (socket)
        {
            try
            {
                var user = UnixUser.OfPeer(socket);
                var identity = new SessionIdentity(user.Name, TransportName) { IsRecovery = user.Id == 0 || user.Id == UnixUser.CurrentId };
                await using var stream = new NetworkStream(socket, ownsSocket: false);
                await endpoint.ServeAsync(new StreamTransport(stream), identity, _stopping.Token);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                NetconfServerLog.UnixConnectionFailed(_logger, e.Message);
            }
        }
    }
}

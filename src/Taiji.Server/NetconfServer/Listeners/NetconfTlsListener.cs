using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taiji.Datastores.AccessControl;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>NETCONF over TLS (RFC 7589), on the addresses of <see cref="NetconfTlsOptions"/>.</summary>
public sealed class NetconfTlsListener : IHostedService, IAsyncDisposable
{
    private readonly NetconfTlsOptions _options;
    private readonly ILogger _logger;
    private readonly List<ListenPoint> _points = [];
    private readonly RunningConnections _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<TlsSessions> _sessions;

    /// <summary>Makes the listener.</summary>
    /// <param name="services">Asked for the endpoint and the users when the first connection comes.</param>
    /// <param name="options">How.</param>
    /// <param name="loggers">Where connections are told of.</param>
    public NetconfTlsListener(IServiceProvider services, IOptions<NetconfTlsOptions> options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _logger = loggers.CreateLogger("Taiji.Netconf.Tls");
        _sessions = new Lazy<TlsSessions>(() => new TlsSessions(services.GetRequiredService<NetconfEndpoint>(), _options, services.GetRequiredService<IUserAuthenticator>(), _logger));
    }

    /// <summary>Where it listens, with the real ports; empty when it doesn't.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => [.. _points.Select(p => p.LocalEndPoint)];

    /// <summary>What makes sessions of connections.</summary>
    internal ISessionTransport Transport => _sessions.Value;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.EndPoints.Count == 0) return Task.CompletedTask;
        if (!Transport.IsAvailable(out var whyNot)) throw new IOException($"NETCONF over TLS can't be served: {whyNot}.");
        foreach (var endPoint in _options.EndPoints)
        {
            try
            {
                _points.Add(new ListenPoint(endPoint, NetworkNamespace.Default, _logger));
            }
            catch (SocketException e)
            {
                throw new IOException($"NETCONF over TLS can't listen on {endPoint}: {e.Message}", e);
            }
        }

        foreach (var point in _points) point.Start(s => _connections.Add(Transport.ServeAsync(s, null, _stopping.Token)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var point in _points) await point.DisposeAsync();
        _points.Clear();
        await _stopping.CancelAsync();
        await _connections.Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var point in _points) await point.DisposeAsync();
        _points.Clear();
        _stopping.Dispose();
    }
}

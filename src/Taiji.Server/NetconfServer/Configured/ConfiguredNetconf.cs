using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Server.NetconfServer.CallHome;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Configured;

/// <summary>
/// Makes what is configured in <c>/taiji-netconf-server:netconf-server</c> so, while the server runs. A commit with a port that can't be listened on, or a transport that can't be
/// served, is refused. Sessions that are open stay, whatever becomes of the port they came by.
/// </summary>
internal sealed class ConfiguredNetconf : ICommitParticipant, IHostedService, IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunningConnections _connections = new();
    private readonly Dictionary<ListenEndpoint, ListenPoint> _listening = [];
    private readonly Dictionary<string, (CallHomeClient Client, CancellationTokenSource Stop, Task Running)> _calling = [];
    private Dictionary<ListenEndpoint, ListenPoint> _prepared = [];
    private bool _isStarted;

    /// <summary>Makes it.</summary>
    /// <param name="services">Asked for the datastores and the transports when they are needed.</param>
    /// <param name="time">The clock of call home.</param>
    /// <param name="loggers">Where it is told what becomes of ports and calls.</param>
    public ConfiguredNetconf(IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    {
        _services = services;
        _time = time;
        _logger = loggers.CreateLogger("Taiji.Netconf");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var operations = _services.GetRequiredService<Operations>();
        NetconfServerSettings settings;
        using (var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true }))
            settings = NetconfServerSettings.Read(operations.Begin(session).Content);
        foreach (var endpoint in settings.Listen)
        {
            // A port that is taken now must not keep the server from starting: that is how it would be mended.
            if (Refusal(endpoint) is { } error) NetconfServerLog.NotListening(_logger, endpoint.Name, error.Message ?? "");
        }

        return ApplyAsync(settings);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await ApplyAsync(NetconfServerSettings.None);
        await _connections.Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        if (!_isStarted) return ValueTask.CompletedTask;
        var settings = NetconfServerSettings.Read(change.Diff.After);
        var errors = settings.Listen.Where(e => !_listening.ContainsKey(e)).Select(Refusal).OfType<RpcError>()
            .Concat(settings.CallHome.Select(Refusal).OfType<RpcError>()).ToList();
        return errors.Count > 0 ? throw new RpcErrorException(errors) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken) =>
        _isStarted && !_stopping.IsCancellationRequested ? new ValueTask(ApplyAsync(NetconfServerSettings.Read(change.Diff.After))) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => await ReleasePreparedAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested) await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <summary>Reserves a port; why it can't be had, or null.</summary>
    private RpcError? Refusal(ListenEndpoint endpoint)
    {
        var path = $"{NetconfServerSettings.Path}/listen/endpoint[name='{endpoint.Name}']";
        if (!TransportOf(endpoint.Transport).IsAvailable(out var whyNot)) return Error(ErrorTag.OperationNotSupported, path + "/transport", $"{endpoint.Transport} can't be served: {whyNot}.");
        try
        {
            // The same port under another name, or with another transport: it is free once the one that has it now is gone.
            if (!_listening.Keys.Any(e => e.EndPoint.Equals(endpoint.EndPoint) && e.NetworkNamespace == endpoint.NetworkNamespace))
                _prepared[endpoint] = new ListenPoint(endpoint.EndPoint, endpoint.NetworkNamespace, _logger);
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return Error(ErrorTag.ResourceDenied, path, $"{endpoint.EndPoint} can't be listened on: {e.Message}");
        }
    }

    private RpcError? Refusal(CallHomeClient client) => TransportOf(client.Transport).IsAvailable(out var whyNot)
        ? null
        : Error(ErrorTag.OperationNotSupported, $"{NetconfServerSettings.Path}/call-home/netconf-client[name='{client.Name}']/transport", $"{client.Transport} can't be served: {whyNot}.");

    private async Task ApplyAsync(NetconfServerSettings settings)
    {
        foreach (var gone in _listening.Keys.Except(settings.Listen).ToList())
        {
            _listening.Remove(gone, out var point);
            await point!.DisposeAsync();
        }

        foreach (var endpoint in settings.Listen.Where(e => !_listening.ContainsKey(e))) Listen(endpoint);
        await ReleasePreparedAsync();
        foreach (var (name, call) in _calling.ToList())
        {
            if (settings.CallHome.Any(c => c.IsSame(call.Client))) continue;
            _calling.Remove(name);
            await call.Stop.CancelAsync();
            await call.Running;
            call.Stop.Dispose();
        }

        foreach (var client in settings.CallHome.Where(c => !_calling.ContainsKey(c.Name))) Call(client);
    }

    private void Listen(ListenEndpoint endpoint)
    {
        if (!_prepared.Remove(endpoint, out var point))
        {
            try
            {
                point = new ListenPoint(endpoint.EndPoint, endpoint.NetworkNamespace, _logger);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                NetconfServerLog.NotListening(_logger, endpoint.Name, e.Message);
                return;
            }
        }

        var transport = TransportOf(endpoint.Transport);
        _listening[endpoint] = point;
        point.Start(socket => _connections.Add(transport.ServeAsync(socket, null, _stopping.Token)));
        NetconfServerLog.Listening(_logger, endpoint.Name, point.LocalEndPoint.ToString());
    }

    private void Call(CallHomeClient client)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var running = Task.Run(() => new CallHomeCaller(client, TransportOf(client.Transport), _time, _logger).RunAsync(stop.Token));
        _calling[client.Name] = (client, stop, running);
    }

    private async Task ReleasePreparedAsync()
    {
        var prepared = _prepared;
        _prepared = [];
        foreach (var point in prepared.Values) await point.DisposeAsync();
    }

    private ISessionTransport TransportOf(TransportKind kind) =>
        kind == TransportKind.Ssh ? _services.GetRequiredService<NetconfSshListener>() : _services.GetRequiredService<NetconfTlsListener>().Transport;

    private static RpcError Error(string tag, string path, string message) => new() { Type = ErrorType.Application, Tag = tag, Path = path, Message = message };
}

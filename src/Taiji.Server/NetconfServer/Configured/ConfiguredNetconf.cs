using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Server.CallHome;
using Taiji.Server.ListenPoints;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Configured;

/// <summary>
/// Makes what is configured in <c>/taiji-netconf-server:netconf-server</c> so, while the server runs. A commit with a port that can't be listened on, or a transport that can't be
/// served, is refused. Sessions that are open stay, whatever becomes of the port they came by.
/// </summary>
internal sealed class ConfiguredNetconf : ICommitParticipant, IHostedService, IAsyncDisposable
{
    private const string ListPath = $"{NetconfServerSettings.Path}/listen/endpoint";

    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunningConnections _connections = new();
    private readonly ConfiguredPorts<ListenEndpoint> _ports;
    private readonly ConfiguredCalls _calls;
    private bool _isStarted;

    /// <summary>Makes it.</summary>
    /// <param name="services">Asked for the datastores and the transports when they are needed.</param>
    /// <param name="time">The clock of call home.</param>
    /// <param name="loggers">Where it is told what becomes of ports and calls.</param>
    public ConfiguredNetconf(IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    {
        _services = services;
        _logger = loggers.CreateLogger("Taiji.Netconf");
        _ports = new ConfiguredPorts<ListenEndpoint>(ListPath, (port, socket) => _connections.Add(TransportOf(port.Transport).ServeAsync(socket, null, _stopping.Token)), _logger);
        _calls = new ConfiguredCalls(client => TransportOf(client.Transport), time, _logger, _stopping.Token);
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
            if (Refusal(endpoint) is { } error) ListenLog.NotListening(_logger, endpoint.Name, error.Message ?? "");
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
        var errors = settings.Listen.Where(e => !_ports.Has(e)).Select(Refusal).OfType<RpcError>()
            .Concat(settings.CallHome.Select(Refusal).OfType<RpcError>()).ToList();
        return errors.Count > 0 ? throw new RpcErrorException(errors) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken) =>
        _isStarted && !_stopping.IsCancellationRequested ? new ValueTask(ApplyAsync(NetconfServerSettings.Read(change.Diff.After))) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => await _ports.ReleaseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested) await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <summary>Reserves a port; why it can't be had, or null.</summary>
    private RpcError? Refusal(ListenEndpoint endpoint) => TransportOf(endpoint.Transport).IsAvailable(out var whyNot)
        ? _ports.Reserve(endpoint)
        : Error(ErrorTag.OperationNotSupported, $"{ListPath}[name='{endpoint.Name}']/transport", $"{endpoint.Transport} can't be served: {whyNot}.");

    private RpcError? Refusal(CallHomeClient client) => TransportOf(client.Transport).IsAvailable(out var whyNot)
        ? null
        : Error(ErrorTag.OperationNotSupported, $"{NetconfServerSettings.Path}/call-home/netconf-client[name='{client.Name}']/transport", $"{client.Transport} can't be served: {whyNot}.");

    private async Task ApplyAsync(NetconfServerSettings settings)
    {
        await _ports.ApplyAsync([.. settings.Listen]);
        await _calls.ApplyAsync([.. settings.CallHome]);
    }

    private ISessionTransport TransportOf(TransportKind kind) =>
        kind == TransportKind.Ssh ? _services.GetRequiredService<NetconfSshListener>() : _services.GetRequiredService<NetconfTlsListener>().Transport;

    private static RpcError Error(string tag, string path, string message) => new() { Type = ErrorType.Application, Tag = tag, Path = path, Message = message };
}

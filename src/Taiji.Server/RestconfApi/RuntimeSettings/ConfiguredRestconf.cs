using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Server.CallHome;
using Taiji.Server.Http;
using Taiji.Server.ListenPoints;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>
/// Makes what is configured in <c>/taiji-restconf-server:restconf-server</c> so, while the server runs, and starts and stops RESTCONF. A commit with a port that can't be listened on, or
/// a certificate that can't be used, is refused. Connections that are open stay, whatever becomes of the port they came by, unless RESTCONF is stopped.
/// </summary>
internal sealed class ConfiguredRestconf : ICommitParticipant, IHostedService, IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly RestconfOptions _options;
    private readonly ConfiguredRestconfOptions _host;
    private readonly RestconfState _state;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _isPrettyByDefault;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RunningConnections _connections = new();
    private readonly ConfiguredPorts<RestconfEndpoint> _ports;
    private readonly ConfiguredCalls _calls;
    private CancellationTokenSource _running = new();
    private RestconfServerSettings _settings = new();
    private volatile RestconfTls? _tls;
    private RestconfTls? _preparedTls;
    private bool _isStarted;

    /// <summary>Makes it.</summary>
    /// <param name="services">Asked for the datastores and the connections when they are needed.</param>
    /// <param name="options">Told how replies look.</param>
    /// <param name="host">What the host gives.</param>
    /// <param name="state">Told whether RESTCONF is served.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is told what becomes of ports and calls.</param>
    public ConfiguredRestconf(IServiceProvider services, RestconfOptions options, ConfiguredRestconfOptions host, RestconfState state, TimeProvider time, ILoggerFactory loggers)
    {
        _services = services;
        _options = options;
        _host = host;
        _state = state;
        _time = time;
        _logger = loggers.CreateLogger("Taiji.Restconf");
        _isPrettyByDefault = options.Indent;
        _ports = new ConfiguredPorts<RestconfEndpoint>($"{RestconfServerSettings.Path}/listen/endpoint", (port, socket) => _connections.Add(ServeAsync(port, socket)), _logger);
        _calls = new ConfiguredCalls(client => new CalledClient(this, client), time, _logger, _stopping.Token);
    }

    /// <summary>The ports that are listened on: <c>https://127.0.0.1:8443</c>.</summary>
    public IReadOnlyList<string> Listeners => [.. _ports.Listening.Select(p => $"{(p.Key.IsTls ? "https" : "http")}://{p.Value.LocalEndPoint}")];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var operations = _services.GetRequiredService<Operations>();
        RestconfServerSettings settings;
        using (var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true }))
            settings = RestconfServerSettings.Read(operations.Begin(session).Content);
        // What can't be had now must not keep the server from starting: that is how it would be mended.
        foreach (var error in Check(settings)) ListenLog.NotListening(_logger, error.Path ?? "", error.Message ?? "");
        return ApplyAsync(settings);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.CancelAsync();
        await ApplyAsync(new RestconfServerSettings());
        await _connections.Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        if (!_isStarted) return ValueTask.CompletedTask;
        var errors = Check(RestconfServerSettings.Read(change.Diff.After));
        return errors.Count > 0 ? throw new RpcErrorException(errors) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken) =>
        _isStarted && !_stopping.IsCancellationRequested ? new ValueTask(ApplyAsync(RestconfServerSettings.Read(change.Diff.After))) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken)
    {
        _preparedTls = null;
        await _ports.ReleaseAsync();
    }

    /// <summary>Serves RESTCONF.</summary>
    public Task ResumeAsync() => InTurnAsync(() => SwitchAsync(isRunning: true));

    /// <summary>Serves RESTCONF no more: configured ports are closed, their connections ended once their requests are answered, and other requests refused.</summary>
    public Task HaltAsync() => InTurnAsync(() => SwitchAsync(isRunning: false));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested) await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        _running.Dispose();
        _turn.Dispose();
    }

    private List<RpcError> Check(RestconfServerSettings settings)
    {
        var errors = new List<RpcError>();
        var tls = _preparedTls = RestconfTls.Load(settings, AuthOf(settings).Type, Fallback(settings), errors);
        if (errors.Count > 0) return errors;
        if (AuthOf(settings).Type == AuthType.ClientCertificate && settings.Certificates.All(c => c.ClientCaFile is null) && _services.GetService<ClientCertificates>() is null)
            errors.Add(Error("/auth-type", "No authority of client certificates is known, so that nobody could log in: give --client-ca or a 'client-ca-file'."));
        foreach (var port in settings.Listen)
        {
            if (port.IsTls && tls.Of("listen/" + port.Name) is null) errors.Add(Error($"/listen/endpoint[name='{port.Name}']/transport", "There is no certificate for it."));
            else if (_state.IsRunning && !_ports.Has(port) && _ports.Reserve(port) is { } error) errors.Add(error);
        }

        errors.AddRange(settings.CallHome.Where(c => tls.Of("call-home/" + c.Name) is null).Select(c => Error($"/call-home/restconf-client[name='{c.Name}']", "There is no certificate for it.")));
        return errors;
    }

    private Func<HandedTls?> Fallback(RestconfServerSettings settings) =>
        () => _host.Certificate is { } certificate ? new HandedTls(certificate(), _services.GetService<ClientCertificates>(), AuthOf(settings).Type == AuthType.ClientCertificate) : null;

    private AuthSettings AuthOf(RestconfServerSettings settings) => new(settings.AuthType ?? _options.AuthType, settings.AnonymousUser ?? _options.AnonymousUser);

    private Task ApplyAsync(RestconfServerSettings settings) => InTurnAsync(async () =>
    {
        var wasEnabled = _settings.IsEnabled;
        _settings = settings;
        _tls = _preparedTls ?? RestconfTls.Load(settings, AuthOf(settings).Type, Fallback(settings), []);
        _preparedTls = null;
        _options.Indent = settings.IsPretty ?? _isPrettyByDefault;
        _host.SetLogLevel?.Invoke(settings.LogLevel);
        _state.Authentication = AuthOf(settings);
        await SwitchAsync(settings.IsEnabled == wasEnabled ? _state.IsRunning : settings.IsEnabled);
    });

    private async Task SwitchAsync(bool isRunning)
    {
        if (isRunning && !_state.IsRunning) _state.Since = _time.GetUtcNow();
        if (!isRunning && _state.IsRunning)
        {
            _state.Since = null;
            var ended = _running;
            _running = new CancellationTokenSource();
            await ended.CancelAsync();
            ended.Dispose();
        }

        await _ports.ApplyAsync(isRunning ? [.. _settings.Listen] : []);
        await _calls.ApplyAsync(isRunning ? [.. _settings.CallHome] : []);
    }

    private async Task InTurnAsync(Func<Task> action)
    {
        await _turn.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ServeAsync(RestconfEndpoint port, Socket socket)
    {
        var tls = port.IsTls ? _tls?.Of("listen/" + port.Name) : null;
        if (port.IsTls && tls is null) socket.Dispose();
        else await ServeAsync(socket, new HandedConnection(port.Name) { Tls = tls });
    }

    private async Task<bool> ServeAsync(Socket socket, HandedConnection connection)
    {
        try
        {
            return await _services.GetRequiredService<HandedConnections>().ServeAsync(socket, connection, _running.Token);
        }
        catch (ObjectDisposedException)
        {
            socket.Dispose();
            return false;
        }
    }

    private static RpcError Error(string path, string message) =>
        new() { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Path = RestconfServerSettings.Path + path, Message = message };

    /// <summary>Serves the connections of a client that is called home.</summary>
    private sealed class CalledClient(ConfiguredRestconf owner, CallHomeClient client) : ISessionTransport
    {
        public bool IsAvailable(out string whyNot)
        {
            whyNot = owner._tls?.Of("call-home/" + client.Name) is null ? "there is no certificate for it" : "";
            return whyNot.Length == 0;
        }

        public async Task<bool> ServeAsync(Socket socket, TimeSpan? idleTimeout, CancellationToken cancellationToken)
        {
            if (owner._tls?.Of("call-home/" + client.Name) is not { } tls)
            {
                socket.Dispose();
                return false;
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            return await owner.ServeAsync(socket, new HandedConnection(client.Name) { Tls = tls, IdleTimeout = idleTimeout });
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ServerSide;

/// <summary>
/// An SSH server for subsystems (RFC 4254 §6.5), NETCONF's transport in RFC 6242: no shell, no commands, no forwarding.
/// One thread waits for all sockets; work runs on the thread pool.
/// </summary>
public sealed class SshServer : IAsyncDisposable
{
    private static readonly TimeSpan HandlerGrace = TimeSpan.FromSeconds(1);

    private readonly SshServerOptions _options;
    private readonly SshServerContext _context;
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly CancellationTokenSource _stopping = new();
    private SshEventLoop? _loop;
    private SshBinding? _binding;
    private Task? _stopped;

    /// <summary>A server that doesn't listen yet.</summary>
    /// <param name="options">Addresses, host keys and limits.</param>
    /// <param name="authenticator">Decides who may log in.</param>
    /// <param name="handler">
    /// Runs for each subsystem channel that a user opens. When it returns, the output is written and the channel closed with
    /// exit status 0; with 1 when it throws. Its token is cancelled when the server stops or the connection is lost.
    /// </param>
    /// <exception cref="ArgumentException">An option is unusable.</exception>
    public SshServer(
        SshServerOptions options, ISshAuthenticator authenticator, Func<SshSubsystemChannel, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(authenticator);
        ArgumentNullException.ThrowIfNull(handler);
        options.Validate();
        _options = options;
        _context = new SshServerContext(options, authenticator, handler, new SshServerLimits(options));
    }

    /// <summary>Where the server listens, with the real ports, once started; in the options' order.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints { get; private set; } = [];

    /// <summary>The first of <see cref="LocalEndPoints"/>.</summary>
    /// <exception cref="InvalidOperationException">The server isn't started.</exception>
    public IPEndPoint LocalEndPoint =>
        LocalEndPoints.Count > 0 ? LocalEndPoints[0] : throw new InvalidOperationException("The SSH server isn't started.");

    /// <summary>The connections that are open now, whether their users are authenticated or not.</summary>
    public int ConnectionCount => _context.Connections.Count;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SshLibraryException">libssh is missing.</exception>
    /// <exception cref="SshKeyException">A host key is unusable.</exception>
    /// <exception cref="SocketException">An address can't be listened on.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_loop is not null)
        {
            throw new InvalidOperationException("An SSH server can be started once.");
        }
        SshLibrary.EnsureLoaded();
        _binding = new SshBinding(_options);
        try
        {
            foreach (IPEndPoint endPoint in _options.EndPoints)
            {
                Socket listener = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                _listeners.Add(listener);
                listener.Bind(endPoint);
                listener.Listen(512);
            }
        }
        catch
        {
            _listeners.ForEach(l => l.Dispose());
            _binding.Dispose();
            throw;
        }
        LocalEndPoints = [.. _listeners.Select(l => (IPEndPoint)l.LocalEndPoint!)];
        _loop = new SshEventLoop();
        foreach (Socket listener in _listeners)
        {
            _accepting.Add(AcceptAsync(listener));
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Serves a client over a connected socket, as after a call home (RFC 8071 §3.1, where the server makes the TCP connection).
    /// </summary>
    /// <param name="socket">Owned by the server from then on.</param>
    /// <returns>Completes when the connection has ended; never faults once begun.</returns>
    /// <exception cref="InvalidOperationException">The server isn't started, or stops.</exception>
    public Task ServeAsync(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (_loop is null || _stopping.IsCancellationRequested)
        {
            throw new InvalidOperationException("The SSH server isn't running.");
        }
        return Accept(socket);
    }

    /// <summary>
    /// Stops: no new connections; handlers are told by their token; what they have written is delivered; then connections
    /// are closed. After <see cref="SshServerOptions.StopTimeout"/>, or when the token is cancelled, what is left is cut off.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_stopping)
        {
            return _stopped ??= StopCoreAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        foreach (SshServerConnection connection in _context.Connections.Keys)
        {
            connection.RequestStop();
        }
        Task all = Task.WhenAll(_context.Connections.Keys.Select(c => c.Completion));
        try
        {
            await all.WaitAsync(_options.StopTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            foreach (SshServerConnection connection in _context.Connections.Keys)
            {
                connection.Abort();
            }
            await all.ConfigureAwait(false);
        }
        // Their channels are gone; a handler that still doesn't return can't be helped, and touches nothing native.
        await Task.WhenAny(Task.WhenAll(_context.Running.Keys), Task.Delay(HandlerGrace, CancellationToken.None)).ConfigureAwait(false);
        _loop?.Dispose();
        _binding?.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (!_stopping.IsCancellationRequested)
                {
                    await PauseAsync(e).ConfigureAwait(false);
                }
                continue;
            }
            _ = Accept(socket);
        }
    }

    // Out of descriptors, most likely: they come back as connections end, and trying at once would only burn the processor.
    private async Task PauseAsync(SocketException e)
    {
        Log(SshLogLevel.Error, $"A connection can't be accepted: {e.Message}.", null, e);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    private Task Accept(Socket socket)
    {
        EndPoint? remote = null;
        bool counted = false;
        try
        {
            remote = socket.RemoteEndPoint;
            counted = _context.Limits.TryAddStartup();
            if (!counted)
            {
                Log(SshLogLevel.Warning, $"Refused: {_options.MaxStartups} connections already wait for authentication.", remote, null);
                socket.Dispose();
                return Task.CompletedTask;
            }
            SshKeepAlive.Configure(socket, _options.KeepAlive);
            SshServerConnection connection = new(_loop!, socket, _binding!, _context);
            counted = false;
            _context.Connections[connection] = 0;
            connection.Start();
            return connection.Completion;
        }
        catch (Exception e)
        {
            if (counted)
            {
                _context.Limits.RemoveStartup();
            }
            Log(SshLogLevel.Error, $"A connection can't be served: {e.Message}", remote, e);
            socket.Dispose();
            return Task.CompletedTask;
        }
    }

    private void Log(SshLogLevel level, string message, EndPoint? remote, Exception? exception)
    {
        try
        {
            _options.Log?.Invoke(new SshLogEvent(level, message, remote, null, exception));
        }
        catch (Exception)
        {
            // A log that fails must not stop the listener, and there is nowhere to say so.
        }
    }
}

/// <summary>What all connections of a server share.</summary>
internal sealed record SshServerContext(
    SshServerOptions Options,
    ISshAuthenticator Authenticator,
    Func<SshSubsystemChannel, CancellationToken, Task> Handler,
    SshServerLimits Limits)
{
    /// <summary>The connections that are open now.</summary>
    public ConcurrentDictionary<SshServerConnection, byte> Connections { get; } = new();

    /// <summary>The handlers that run now.</summary>
    public ConcurrentDictionary<Task, byte> Running { get; } = new();
}

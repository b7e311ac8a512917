using System.Net;
using System.Runtime.InteropServices;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Native;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ClientSide;

/// <summary>An authenticated connection to an SSH server, for subsystems.</summary>
public sealed class SshClientConnection : IAsyncDisposable
{
    private readonly SshClientSession _session;
    private readonly SshEventLoop? _ownLoop;
    private readonly IAsyncDisposable? _below;
    private Task? _disposed;

    private SshClientConnection(
        SshClientSession session, SshEventLoop? ownLoop, IAsyncDisposable? below, SshPublicKey hostKey, string serverVersion)
    {
        _session = session;
        _ownLoop = ownLoop;
        _below = below;
        HostKey = hostKey;
        ServerVersion = serverVersion;
    }

    /// <summary>The server's key, checked as the options said.</summary>
    public SshPublicKey HostKey { get; }

    /// <summary>The server's identification, such as <c>SSH-2.0-OpenSSH_9.2</c>.</summary>
    public string ServerVersion { get; }

    /// <summary>The server's address.</summary>
    public EndPoint? RemoteEndPoint => _session.RemoteEndPoint;

    /// <summary>Completes when the connection has ended, whoever ended it; never faults.</summary>
    public Task Completion => _session.Completion;

    /// <summary>Connects, checks the server's key and logs in.</summary>
    /// <exception cref="ArgumentException">An option is unusable.</exception>
    /// <exception cref="SshLibraryException">libssh is missing.</exception>
    /// <exception cref="SshConnectException">The server can't be reached, doesn't speak SSH, or took too long.</exception>
    /// <exception cref="SshHostKeyException">The server's key isn't to be trusted.</exception>
    /// <exception cref="SshAuthenticationException">The server accepts none of the credentials.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SshClientConnection> ConnectAsync(SshClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SshLibrary.EnsureLoaded();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        try
        {
            SshRoute route = await SshRoute.OpenAsync(options, limit.Token).ConfigureAwait(false);
            return await LogInAsync(route, options, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SshConnectException($"No SSH connection to {Target(options)} within {options.ConnectTimeout.TotalSeconds:0.#} s.", e);
        }
    }

    /// <summary>Opens a subsystem on a new channel.</summary>
    /// <param name="subsystem">Its name, such as <c>netconf</c>.</param>
    /// <param name="cancellationToken">Gives up waiting; a channel that opens later is closed again.</param>
    /// <exception cref="SshException">The server refuses it, or the connection is lost.</exception>
    public async Task<SshClientChannel> OpenSubsystemAsync(string subsystem, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subsystem);
        return await OpenAsync(_session.OpenSubsystem(subsystem), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a command on a new channel, whose bytes are its standard input and output.</summary>
    /// <param name="command">What the server's shell gets.</param>
    /// <param name="cancellationToken">Gives up waiting; a channel that opens later is closed again.</param>
    /// <exception cref="SshException">The server refuses it, or the connection is lost.</exception>
    public async Task<SshClientChannel> OpenCommandAsync(string command, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        return await OpenAsync(_session.OpenCommand(command), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a tunnel from the server to another host (RFC 4254 §7.2).</summary>
    /// <param name="host">The other host, as the server finds it.</param>
    /// <param name="port">Its port.</param>
    /// <param name="cancellationToken">Gives up waiting; a channel that opens later is closed again.</param>
    /// <exception cref="SshException">The server refuses it, or the connection is lost.</exception>
    public async Task<SshClientChannel> OpenTunnelAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        return await OpenAsync(_session.OpenTunnel(host, port), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the channels, delivering what was written, and then the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_session)
        {
            _disposed ??= CloseAsync(_session, _ownLoop, _below);
        }
        await _disposed.ConfigureAwait(false);
    }

    private static async Task CloseAsync(SshClientSession session, SshEventLoop? loop, IAsyncDisposable? below)
    {
        session.RequestClose();
        await session.Completion.ConfigureAwait(false);
        loop?.Dispose();
        if (below is not null)
        {
            await below.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<SshClientChannel> OpenAsync(Func<nint, SshCallResult<SshChannel>> open, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<SshChannel> opening = _session.CallAsync(open);
        try
        {
            return new SshClientChannel(await opening.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(
                static late => late.Result.RequestClose(0, sendStatus: false),
                CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static async Task<SshClientConnection> LogInAsync(SshRoute route, SshClientOptions options, CancellationToken cancellationToken)
    {
        SshEventLoop? ownLoop = options.EventLoop is null ? new SshEventLoop() : null;
        SshClientSession? session = null;
        try
        {
            SshKeepAlive.Configure(route.Socket, options.KeepAlive);
            session = new SshClientSession(options.EventLoop ?? ownLoop!, route.Socket, options);
            Task<bool> connecting = session.CallAsync(session.Connect);
            session.Start();
            SshClientSession started = session;
            using CancellationTokenRegistration cancelled = cancellationToken.Register(() => started.Abort(null));
            await connecting.ConfigureAwait(false);
            SshPublicKey key = await session.CallAsync(s => new SshCallResult<SshPublicKey>(SshClientSettings.ServerKey(s))).ConfigureAwait(false);
            string version = await session.CallAsync(s => Verify(s, key, options)).ConfigureAwait(false);
            using CancellationTokenSource login = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            login.CancelAfter(options.LoginTimeout ?? Timeout.InfiniteTimeSpan);
            using CancellationTokenRegistration late = login.Token.Register(() => started.Abort(null));
            await AuthenticateAsync(session, options, login.Token, cancellationToken).ConfigureAwait(false);
            session.Log(SshLogLevel.Debug, $"Logged in to {version}, key {key.Fingerprint}.", options.User);
            return new SshClientConnection(session, ownLoop, route.Below, key, version);
        }
        catch (Exception)
        {
            session?.Abort(null);
            await (session?.Completion ?? Task.CompletedTask).ConfigureAwait(false);
            route.Socket.Dispose();
            ownLoop?.Dispose();
            if (route.Below is not null)
            {
                await route.Below.DisposeAsync().ConfigureAwait(false);
            }
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static async Task AuthenticateAsync(
        SshClientSession session, SshClientOptions options, CancellationToken login, CancellationToken cancellationToken)
    {
        try
        {
            await new SshClientAuthentication(session, options).RunAsync(login).ConfigureAwait(false);
        }
        catch (Exception e) when (login.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SshConnectException($"{options.User} could not log in to {Target(options)} within {options.LoginTimeout!.Value.TotalSeconds:0.#} s.", e);
        }
    }

    private static SshCallResult<string> Verify(nint session, SshPublicKey key, SshClientOptions options)
    {
        SshClientSettings.Verify(session, key, options);
        return new(Marshal.PtrToStringUTF8(LibSsh.ssh_get_serverbanner(session)) ?? "");
    }

    internal static string Target(SshClientOptions options) =>
        options.Host.Length > 0 ? $"{options.Host} port {options.Port}" : options.Socket?.RemoteEndPoint?.ToString() ?? "the server";
}

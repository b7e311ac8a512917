using System.Net;
using System.Net.Sockets;
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
    private Task? _disposed;

    private SshClientConnection(SshClientSession session, SshEventLoop? ownLoop, SshPublicKey hostKey, string serverVersion)
    {
        _session = session;
        _ownLoop = ownLoop;
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
            Socket socket = options.Socket ?? await DialAsync(options, limit.Token).ConfigureAwait(false);
            return await LogInAsync(socket, options, limit.Token).ConfigureAwait(false);
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
        cancellationToken.ThrowIfCancellationRequested();
        Task<SshChannel> opening = _session.CallAsync(_session.OpenSubsystem(subsystem));
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

    /// <summary>Closes the channels, delivering what was written, and then the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_session)
        {
            _disposed ??= CloseAsync(_session, _ownLoop);
        }
        await _disposed.ConfigureAwait(false);
    }

    private static async Task CloseAsync(SshClientSession session, SshEventLoop? loop)
    {
        session.RequestClose();
        await session.Completion.ConfigureAwait(false);
        loop?.Dispose();
    }

    private static async Task<Socket> DialAsync(SshClientOptions options, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException)
            {
                throw new SshConnectException($"{Target(options)} can't be reached: {e.Message}.", e);
            }
            throw;
        }
    }

    private static async Task<SshClientConnection> LogInAsync(Socket socket, SshClientOptions options, CancellationToken cancellationToken)
    {
        SshEventLoop? ownLoop = options.EventLoop is null ? new SshEventLoop() : null;
        SshClientSession? session = null;
        try
        {
            SshKeepAlive.Configure(socket, options.KeepAlive);
            session = new SshClientSession(options.EventLoop ?? ownLoop!, socket, options);
            Task<bool> connecting = session.CallAsync(session.Connect);
            session.Start();
            SshClientSession started = session;
            using CancellationTokenRegistration cancelled = cancellationToken.Register(() => started.Abort(null));
            await connecting.ConfigureAwait(false);
            SshPublicKey key = await session.CallAsync(s => new SshCallResult<SshPublicKey>(SshClientSettings.ServerKey(s))).ConfigureAwait(false);
            string version = await session.CallAsync(s => Verify(s, key, options)).ConfigureAwait(false);
            await new SshClientAuthentication(session, options).RunAsync(cancellationToken).ConfigureAwait(false);
            session.Log(SshLogLevel.Debug, $"Logged in to {version}, key {key.Fingerprint}.", options.User);
            return new SshClientConnection(session, ownLoop, key, version);
        }
        catch (Exception)
        {
            session?.Abort(null);
            await (session?.Completion ?? Task.CompletedTask).ConfigureAwait(false);
            socket.Dispose();
            ownLoop?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static SshCallResult<string> Verify(nint session, SshPublicKey key, SshClientOptions options)
    {
        SshClientSettings.Verify(session, key, options);
        return new(Marshal.PtrToStringUTF8(LibSsh.ssh_get_serverbanner(session)) ?? "");
    }

    private static string Target(SshClientOptions options) =>
        options.Host.Length > 0 ? $"{options.Host} port {options.Port}" : options.Socket?.RemoteEndPoint?.ToString() ?? "the server";
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Pumping;
using Taiji.Ssh.ServerSide;

namespace Taiji.Ssh.Tests.Support;

/// <summary>A server on a free port whose user is alice, with the password "wonderland" and any keys that are added.</summary>
internal sealed class TestServer : ISshAuthenticator, IAsyncDisposable
{
    public const string User = "alice";
    public const string Password = "wonderland";

    private static readonly SshPrivateKey HostKey = SshPrivateKey.Generate(SshKeyKind.Ed25519);

    private readonly ConcurrentQueue<SshLogEvent> _log = new();
    private readonly SemaphoreSlim _logged = new(0);

    private TestServer(Func<SshServerOptions, SshServerOptions>? configure, Func<SshSubsystemChannel, CancellationToken, Task> handler)
    {
        SshServerOptions options = new() { HostKeys = [HostKey], Log = Record, StopTimeout = TimeSpan.FromSeconds(5) };
        Server = new SshServer(configure?.Invoke(options) ?? options, this, handler);
    }

    public SshServer Server { get; }

    public SshPublicKey HostPublicKey => HostKey.PublicKey;

    public HashSet<SshPublicKey> AuthorizedKeys { get; } = [];

    public int Port => Server.LocalEndPoint.Port;

    public IReadOnlyCollection<SshLogEvent> Events => _log;

    public static async Task<TestServer> StartAsync(
        Func<SshSubsystemChannel, CancellationToken, Task>? handler = null, Func<SshServerOptions, SshServerOptions>? configure = null)
    {
        TestServer server = new(configure, handler ?? EchoAsync);
        await server.Server.StartAsync();
        return server;
    }

    /// <summary>Options as a test needs them; what it doesn't name is as in production, but for the log and the host key.</summary>
    public static SshServerOptions With(
        SshServerOptions o, int? maxAuthTries = null, TimeSpan? loginGraceTime = null, int? maxStartups = null,
        int? maxSessions = null, string? banner = null, long? rekeyLimit = null, TimeSpan? stopTimeout = null) => new()
        {
            HostKeys = o.HostKeys,
            Log = o.Log,
            StopTimeout = stopTimeout ?? o.StopTimeout,
            MaxAuthTries = maxAuthTries ?? o.MaxAuthTries,
            LoginGraceTime = loginGraceTime ?? o.LoginGraceTime,
            MaxStartups = maxStartups ?? o.MaxStartups,
            MaxSessions = maxSessions ?? o.MaxSessions,
            Banner = banner,
            RekeyLimit = rekeyLimit,
        };

    /// <summary>How the product's own client connects here.</summary>
    public SshClientOptions ClientOptions(
        string? password = Password, IReadOnlyList<SshPrivateKey>? keys = null, SshEventLoop? loop = null,
        Func<IReadOnlyList<SshPrompt>, CancellationToken, ValueTask<IReadOnlyList<string>>>? answer = null) => new()
        {
            Host = "127.0.0.1",
            Port = Port,
            User = User,
            Password = password,
            PrivateKeys = keys ?? [],
            AnswerPrompts = answer,
            HostKeyVerification = SshHostKeyVerification.None,
            EventLoop = loop,
        };

    public static async Task EchoAsync(SshSubsystemChannel channel, CancellationToken cancellationToken) =>
        await channel.Transport.Input.CopyToAsync(channel.Transport.Output, cancellationToken);

    public async Task<Socket> ConnectRawAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>Completes when an event with this text has been logged, before or after the call.</summary>
    public Task LoggedAsync(string text) =>
        UntilAsync(() => _log.Any(e => e.Message.Contains(text, StringComparison.Ordinal)), $"\"{text}\" in the log");

    /// <summary>Completes when no connection is left.</summary>
    public Task IdleAsync() => UntilAsync(() => Server.ConnectionCount == 0, "no connection");

    // Whatever a test waits for is logged when it happens, so that each event is a reason to look again.
    private async Task UntilAsync(Func<bool> condition, string what)
    {
        using CancellationTokenSource limit = new(TestLimits.Wait);
        while (!condition())
        {
            try
            {
                await _logged.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited for {what}; but: {string.Join(" | ", _log.Select(e => e.Message))}");
            }
        }
    }

    public ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) =>
        new(request.User == User && password == Password);

    public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) =>
        new(request.User == User && AuthorizedKeys.Contains(key));

    public ValueTask DisposeAsync()
    {
        _logged.Dispose();
        return Server.DisposeAsync();
    }

    private void Record(SshLogEvent e)
    {
        _log.Enqueue(e);
        try
        {
            _logged.Release();
        }
        catch (ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Taiji.Clients.Connecting;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Serving;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;

namespace Taiji.Clients.Tests.Support;

/// <summary>A NETCONF server in this process over SSH (user alice, password "wonderland"), TLS and whatever socket it is given.</summary>
internal sealed class SimulatedDevice : ISshAuthenticator, IAsyncDisposable
{
    public const string User = "alice";
    public const string Password = "wonderland";

    private static readonly SshPrivateKey HostKey = SshPrivateKey.Generate(SshKeyKind.Ed25519);

    private readonly Func<string, string?, string?> _answer;
    private readonly string[] _capabilities;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CancellationTokenSource> _sessions = [];
    private readonly SshServer _ssh;
    private readonly TcpListener _tls = new(IPAddress.Loopback, 0);
    private int _began;

    private SimulatedDevice(Func<string, string?, string?>? answer, string[] capabilities, string subsystem)
    {
        _answer = answer ?? ((_, _) => "");
        _capabilities = capabilities;
        _ssh = new SshServer(
            new SshServerOptions { HostKeys = [HostKey], Subsystems = [subsystem], StopTimeout = TimeSpan.FromSeconds(5) }, this, (channel, cancel) => ServeAsync(channel.Transport, cancel));
    }

    public static SshPublicKey HostPublicKey => HostKey.PublicKey;

    public int SshPort => _ssh.LocalEndPoint.Port;

    public int TlsPort => ((IPEndPoint)_tls.LocalEndpoint).Port;

    /// <summary>How many sessions have begun.</summary>
    public int Began => Volatile.Read(ref _began);

    /// <summary>How a client gets here over SSH.</summary>
    public SshTarget SshTarget => new()
    {
        Host = "127.0.0.1", Port = SshPort, User = User, Password = Password, HostKeyVerification = SshHostKeyVerification.Pinned, PinnedHostKeys = [HostPublicKey],
    };

    /// <summary>How a client gets here over TLS.</summary>
    public TlsTarget TlsTarget => new()
    {
        Host = "127.0.0.1", Port = TlsPort, ServerName = "localhost", Authorities = [TestCertificates.Authority], ClientCertificate = TestCertificates.Client,
    };

    public static async Task<SimulatedDevice> StartAsync(Func<string, string?, string?>? answer = null, string[]? capabilities = null, string subsystem = "netconf")
    {
        var device = new SimulatedDevice(answer, capabilities ?? [], subsystem);
        await device._ssh.StartAsync();
        device._tls.Start();
        _ = device.AcceptTlsAsync();
        return device;
    }

    /// <summary>Ends all sessions.</summary>
    public void Hangup()
    {
        lock (_sessions)
        {
            foreach (var session in _sessions) session.Cancel();
        }
    }

    /// <summary>Calls a client that listens, over SSH.</summary>
    public async Task CallHomeAsync(int port) => _ = _ssh.ServeAsync(await DialAsync(port));

    /// <summary>Calls a client that listens, over TLS.</summary>
    public async Task CallHomeTlsAsync(int port) => _ = ServeTlsAsync(await DialAsync(port));

    public ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) =>
        new(request.User == User && password == Password);

    public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) => new(false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tls.Dispose();
        await _ssh.DisposeAsync();
    }

    /// <summary>Serves one session over any transport.</summary>
    public async Task ServeAsync(IDuplexPipe transport, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        lock (_sessions) _sessions.Add(end);
        try
        {
            using var session = new NetconfServerSession(transport, new NetconfSessionSetup
            {
                SessionId = (uint)Interlocked.Increment(ref _began),
                Capabilities = new CapabilitySet([CapabilityUris.Base10, CapabilityUris.Base11, .. _capabilities]),
                Operations = new DeviceOperations(_answer),
            });
            await session.RunAsync(end.Token);
        }
        finally
        {
            lock (_sessions) _sessions.Remove(end);
        }
    }

    private static async Task<Socket> DialAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private async Task AcceptTlsAsync()
    {
        try
        {
            while (true) _ = ServeTlsAsync(await _tls.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The device is switched off.
        }
    }

    private async Task ServeTlsAsync(Socket socket)
    {
        try
        {
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = TestCertificates.Server,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == TestCertificates.Client.Subject,
                },
                _stop.Token);
            await ServeAsync(new StreamTransport(stream), _stop.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client went away, or doesn't trust this end: its test says so.
        }
    }
}

using System.Net.Security;
using System.Net.Sockets;
using Taiji.Bench.WholeProcess;
using Taiji.Ssh.ClientSide;

namespace Taiji.Bench.Netconf;

/// <summary>The ways to a server.</summary>
internal sealed class Transports(ServerProcess server, BenchCertificates certificates)
{
    public (string Name, Func<Task<LoadSession>> Open)[] All =>
        [("Unix socket", () => LoadSession.OpenAsync(server.SocketPath)), ("TLS", OpenTlsAsync), ("SSH", OpenSshAsync)];

    private async Task<LoadSession> OpenTlsAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", server.TlsPort);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost", ClientCertificates = [certificates.Client],
            // The server made its certificate itself; who it is isn't what is measured.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        return await LoadSession.OpenAsync(stream, stream, stream);
    }

    private async Task<LoadSession> OpenSshAsync()
    {
        var connection = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Host = "127.0.0.1", Port = server.SshPort, User = "admin", Password = ServerProcess.Password, HostKeyVerification = SshHostKeyVerification.None,
        });
        var channel = await connection.OpenSubsystemAsync("netconf");
        return await LoadSession.OpenAsync(channel.Input.AsStream(), channel.Output.AsStream(), new Connection(connection));
    }

    private sealed class Connection(SshClientConnection connection) : IDisposable
    {
        public void Dispose() => connection.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}

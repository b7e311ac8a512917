using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Taiji.Netconf.Framing;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;

namespace Taiji.Bench.Clients;

/// <summary>A NETCONF server over SSH and TLS that answers without thinking, so that what is measured is the client: ok to everything, and 50 MB to get-config.</summary>
internal sealed class CannedServer : ISshAuthenticator
{
    public const string User = "bench";
    public const string Password = "bench-password";
    public const int LargeReply = 50_000_000;

    private static readonly byte[] Hello = Encoding.UTF8.GetBytes(
        "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability><capability>urn:ietf:params:netconf:capability:candidate:1.0</capability></capabilities><session-id>1</session-id></hello>");

    private static readonly byte[] Entries = MakeEntries();

    /// <summary>Serves until standard input ends; prints the two ports.</summary>
    public static async Task RunAsync()
    {
        var server = new CannedServer();
        await using var ssh = new SshServer(
            new SshServerOptions { HostKeys = [SshPrivateKey.Generate(SshKeyKind.Ed25519)], MaxSessions = 100 }, server,
            async (channel, cancellation) => await ServeAsync(channel.Transport, cancellation));
        await ssh.StartAsync();
        using var tls = new TcpListener(IPAddress.Loopback, 0);
        tls.Start(4096);
        using var certificate = MakeCertificate();
        _ = AcceptAsync(tls, certificate);
        Console.WriteLine($"ready {ssh.LocalEndPoint.Port} {((IPEndPoint)tls.LocalEndpoint).Port}");
        while (Console.In.ReadLine() is not null)
        {
        }
    }

    public ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) => new(password == Password);

    public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) => new(false);

    private static async Task AcceptAsync(TcpListener listener, X509Certificate2 certificate)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            _ = ServeTlsAsync(socket, certificate);
        }
    }

    private static async Task ServeTlsAsync(Socket socket, X509Certificate2 certificate)
    {
        try
        {
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls13 });
            await ServeAsync(new StreamTransport(stream), default);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client has gone.
        }
    }

    private static async Task ServeAsync(IDuplexPipe transport, CancellationToken cancellationToken)
    {
        var reader = new FrameReader(transport.Input, int.MaxValue);
        var writer = new FrameWriter(transport.Output);
        writer.Write(Hello);
        writer.EndMessage();
        await writer.FlushOutputAsync(cancellationToken);
        await reader.ReadMessageAsync(cancellationToken);
        reader.Mode = writer.Mode = FramingMode.Chunked;
        while (true)
        {
            // Whatever else has arrived is answered in the same flush.
            var next = reader.ReadMessageAsync(cancellationToken);
            if (!next.IsCompleted) await writer.FlushOutputAsync(cancellationToken);
            if (await next is not { } message) return;
            var isLarge = WriteStart(message.Content, writer);
            if (isLarge) await WriteDataAsync(writer, cancellationToken);
            writer.Write("</rpc-reply>"u8);
            writer.EndMessage();
        }
    }

    private static bool WriteStart(in ReadOnlySequence<byte> message, FrameWriter writer)
    {
        var text = message.IsSingleSegment ? message.FirstSpan : message.ToArray();
        var id = text[(text.IndexOf("message-id=\""u8) + 12)..];
        writer.Write("<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\""u8);
        writer.Write(id[..id.IndexOf((byte)'"')]);
        writer.Write("\">"u8);
        var isLarge = text.IndexOf("get-config"u8) >= 0;
        if (!isLarge) writer.Write("<ok/>"u8);
        return isLarge;
    }

    private static async Task WriteDataAsync(FrameWriter writer, CancellationToken cancellationToken)
    {
        writer.Write("<data><interfaces xmlns=\"urn:bench\">"u8);
        for (var written = 0; written < LargeReply; written += Entries.Length)
        {
            for (var at = 0; at < Entries.Length; at += 32 * 1024)
            {
                writer.Write(Entries.AsSpan(at, Math.Min(32 * 1024, Entries.Length - at)));
                await writer.FlushAsync(cancellationToken);
            }
        }

        writer.Write("</interfaces></data>"u8);
    }

    private static byte[] MakeEntries()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < 1_000_000; i++)
            text.Append($"<interface><name>ethernet-{i}</name><description>uplink number {i}</description><enabled>true</enabled><mtu>1500</mtu></interface>");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

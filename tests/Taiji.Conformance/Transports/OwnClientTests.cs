using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Taiji.Clients.Connecting;
using Taiji.Netconf.Client;
using Taiji.Ssh.ClientSide;

namespace Taiji.Conformance.Transports;

/// <summary>The project's own client over TLS, and called by the server over SSH and TLS.</summary>
[Collection(TransportCollection.Name)]
public sealed class OwnClientTests(TransportFixture server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task It_logs_in_over_tls_with_its_certificate()
    {
        var target = await TlsAsync("own-tls", 30);
        await using var client = await (target with { Port = server.Taiji.TlsPort }).ConnectAsync();
        (await UserAsync(client)).ShouldBe("own-tls");
    }

    [Fact]
    public async Task Sessions_go_on_when_ports_come_and_go_even_their_own()
    {
        var target = await TlsAsync("stays", 31);
        var (first, second) = (TransportFixture.FreePort(), TransportFixture.FreePort());
        (await server.ConfigureAsync(Endpoint("one", first))).ShouldContain("<ok/>");
        await using var byCommandLine = await (target with { Port = server.Taiji.TlsPort }).ConnectAsync();
        await using var byFirst = await (target with { Port = first }).ConnectAsync();
        // The same endpoint at another port: in one commit the old one closes and the new one opens.
        (await server.ConfigureAsync(Endpoint("one", second))).ShouldContain("<ok/>");
        await using (var bySecond = await (target with { Port = second }).ConnectAsync()) (await UserAsync(bySecond)).ShouldBe("stays");
        await Should.ThrowAsync<IOException>(() => (target with { Port = first }).ConnectAsync());
        (await server.ConfigureAsync("""<listen><endpoint nc:operation="delete"><name>one</name></endpoint></listen>""")).ShouldContain("<ok/>");
        (await UserAsync(byCommandLine)).ShouldBe("stays");
        (await UserAsync(byFirst)).ShouldBe("stays");
    }

    [Fact]
    public async Task It_is_called_over_ssh_and_called_again_when_its_session_ends()
    {
        using var listener = CallHomeListener.Start(new IPEndPoint(IPAddress.Loopback, 0));
        var target = new SshTarget { User = "admin", Password = TaijiProcess.AdminPassword, HostKeyVerification = SshHostKeyVerification.None };
        (await server.ConfigureAsync(CallHome("own-ssh", "ssh", listener.LocalEndPoint.Port, "<persistent/>"))).ShouldContain("<ok/>");
        try
        {
            for (var call = 0; call < 2; call++)
            {
                await using var client = await listener.AcceptAsync(target).WaitAsync(Patience);
                (await UserAsync(client)).ShouldBe("admin");
                await client.CloseSessionAsync();
            }
        }
        finally
        {
            await StopAsync("own-ssh");
        }
    }

    [Fact]
    public async Task It_is_called_over_tls()
    {
        using var listener = CallHomeListener.Start(new IPEndPoint(IPAddress.Loopback, 0));
        var target = await TlsAsync("own-home", 32);
        (await server.ConfigureAsync(CallHome("own-home", "tls", listener.LocalEndPoint.Port, ""))).ShouldContain("<ok/>");
        try
        {
            await using var client = await listener.AcceptAsync(target).WaitAsync(Patience);
            (await UserAsync(client)).ShouldBe("own-home");
        }
        finally
        {
            await StopAsync("own-home");
        }
    }

    [Fact]
    public async Task A_periodic_call_ends_when_the_client_has_nothing_to_ask()
    {
        using var listener = CallHomeListener.Start(new IPEndPoint(IPAddress.Loopback, 0));
        var target = await TlsAsync("own-period", 33);
        (await server.ConfigureAsync(CallHome("own-period", "tls", listener.LocalEndPoint.Port, "<periodic><period>60</period><idle-timeout>1</idle-timeout></periodic>"))).ShouldContain("<ok/>");
        try
        {
            await using var client = await listener.AcceptAsync(target).WaitAsync(Patience);
            var ended = new TaskCompletionSource();
            client.Closed += (_, _) => ended.TrySetResult();
            if (client.CloseReason is null) await ended.Task.WaitAsync(Patience);
        }
        finally
        {
            await StopAsync("own-period");
        }
    }

    private static async Task<string?> UserAsync(NetconfClient client)
    {
        XNamespace monitoring = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
        var reply = await client.GetAsync(NetconfFilter.Subtree(
            $"<netconf-state xmlns='{monitoring}'><sessions><session><session-id>{client.SessionId}</session-id><username/></session></sessions></netconf-state>"));
        return reply.ToData().Descendants(monitoring + "username").SingleOrDefault()?.Value;
    }

    private static string Endpoint(string name, int port) =>
        $"<listen><endpoint><name>{name}</name><transport>tls</transport><address>127.0.0.1</address><port>{port}</port></endpoint></listen>";

    private static string CallHome(string name, string transport, int port, string type) =>
        $"<call-home><netconf-client><name>{name}</name><transport>{transport}</transport><endpoint><name>e</name><address>127.0.0.1</address><port>{port}</port></endpoint>{type}</netconf-client></call-home>";

    /// <summary>A client of its own, which knows the server by its certificate.</summary>
    private async Task<TlsTarget> TlsAsync(string user, int id)
    {
        var (file, key, fingerprint) = server.Certificates.MakeClient(user);
        await server.MapAsync(id, fingerprint, "<map-type>x:common-name</map-type>");
        // Whoever asks makes the server show its certificate, which it has made by then.
        await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, "", "-cert", file, "-key", key);
        using var known = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(server.Taiji.DataDirectory, "https-certificate.pem"));
        return new TlsTarget { Host = "127.0.0.1", ClientCertificate = TlsTarget.LoadCertificate(file, key), PinnedCertificates = [known.GetCertHashString(HashAlgorithmName.SHA256)] };
    }

    private async Task StopAsync(string name) =>
        (await server.ConfigureAsync($"<call-home><netconf-client nc:operation=\"delete\"><name>{name}</name></netconf-client></call-home>")).ShouldContain("<ok/>");
}

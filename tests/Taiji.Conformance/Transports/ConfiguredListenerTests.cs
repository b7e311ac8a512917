using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Transports;

/// <summary>Listeners that come and go with the configuration.</summary>
[Collection(TransportCollection.Name)]
public sealed class ConfiguredListenerTests(TransportFixture server)
{
    [Fact]
    public async Task A_configured_port_is_served_until_it_is_removed()
    {
        var port = TransportFixture.FreePort();
        var (file, key, fingerprint) = server.Certificates.MakeClient("fleet");
        await server.MapAsync(4, fingerprint, "<map-type>x:common-name</map-type>");
        (await server.ConfigureAsync(Endpoint("fleet", port, "tls"))).ShouldContain("<ok/>");
        (await TransportFixture.SpeakTlsAsync(port, TransportFixture.WhoAmI, "-cert", file, "-key", key)).Output.ShouldContain("<username>fleet</username>");

        (await server.ConfigureAsync("""<listen><endpoint nc:operation="delete"><name>fleet</name></endpoint></listen>""")).ShouldContain("<ok/>");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Should.ThrowAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port));
    }

    [Fact]
    public async Task A_configured_ssh_port_greets_as_ssh()
    {
        var port = TransportFixture.FreePort();
        (await server.ConfigureAsync(Endpoint("second", port, "ssh"))).ShouldContain("<ok/>");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(new NetworkStream(socket));
        (await reader.ReadLineAsync())!.ShouldStartWith("SSH-2.0-");
        (await server.ConfigureAsync("""<listen><endpoint nc:operation="delete"><name>second</name></endpoint></listen>""")).ShouldContain("<ok/>");
    }

    [Fact]
    public async Task A_port_in_use_refuses_the_commit_and_names_the_endpoint()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var reply = await server.ConfigureAsync(Endpoint("taken", ((IPEndPoint)taken.LocalEndPoint!).Port, "ssh"));
        reply.ShouldContain("<error-tag>resource-denied</error-tag>");
        reply.ShouldContain("endpoint[tns:name='taken']</error-path>");
    }

    [Fact]
    public async Task A_network_namespace_that_is_not_there_refuses_the_commit()
    {
        var reply = await server.ConfigureAsync(
            $"<listen><endpoint><name>elsewhere</name><transport>ssh</transport><address>127.0.0.1</address><port>{TransportFixture.FreePort()}</port><network-namespace>taiji-nowhere</network-namespace></endpoint></listen>");
        reply.ShouldContain("<error-tag>resource-denied</error-tag>");
        reply.ShouldContain("taiji-nowhere");
    }

    private static string Endpoint(string name, int port, string transport) =>
        $"<listen><endpoint><name>{name}</name><transport>{transport}</transport><address>127.0.0.1</address><port>{port}</port></endpoint></listen>";
}

using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Transports;

/// <summary>Ports in a network namespace of Linux.</summary>
[Collection(TransportCollection.Name)]
public sealed class NetworkNamespaceTests(TransportFixture server)
{
    /// <summary>Making one needs rights; without them the server can't enter one either, and has to say so.</summary>
    [Fact]
    public async Task A_port_in_a_network_namespace_is_reached_from_there_and_from_nowhere_else()
    {
        var name = $"taiji-{Environment.ProcessId}";
        var port = TransportFixture.FreePort();
        var endpoint = $"<listen><endpoint><name>inside</name><transport>tls</transport><address>127.0.0.1</address><port>{port}</port><network-namespace>{name}</network-namespace></endpoint></listen>";
        if ((await Client.RunAsync("ip", ["netns", "add", name])).Status != 0)
        {
            var refusal = await server.ConfigureAsync(endpoint);
            refusal.ShouldContain("<error-tag>resource-denied</error-tag>");
            refusal.ShouldContain(name);
            return;
        }

        try
        {
            _ = (await Client.RunAsync("ip", ["netns", "exec", name, "ip", "link", "set", "lo", "up"])).Succeeded;
            var (file, key, fingerprint) = server.Certificates.MakeClient("inside");
            await server.MapAsync(40, fingerprint, "<map-type>x:common-name</map-type>");
            (await server.ConfigureAsync(endpoint)).ShouldContain("<ok/>");
            var inside = await Client.RunAsync(
                "ip", ["netns", "exec", name, "openssl", "s_client", "-quiet", "-connect", $"127.0.0.1:{port}", "-cert", file, "-key", key], TransportFixture.WhoAmI);
            inside.Output.ShouldContain("<username>inside</username>");
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await Should.ThrowAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port));
            (await server.ConfigureAsync("""<listen><endpoint nc:operation="delete"><name>inside</name></endpoint></listen>""")).ShouldContain("<ok/>");
        }
        finally
        {
            await Client.RunAsync("ip", ["netns", "delete", name]);
        }
    }
}

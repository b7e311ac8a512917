using System.Net.Sockets;
using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;
using Taiji.Netconf.Framing;

namespace Taiji.Clients.Tests.Connecting;

public sealed class LocalTargetTests
{
    [Fact]
    public async Task A_Unix_socket_and_any_stream_carry_a_session()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var directory = new TemporaryDirectory();
        var path = directory.File("netconf.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var serving = ServeAsync();
        await using (var client = await new UnixSocketTarget(path).ConnectAsync()) (await client.GetAsync()).ToData().HasElements.ShouldBeFalse();
        await serving;

        async Task ServeAsync()
        {
            using var socket = await listener.AcceptAsync();
            await using var stream = new NetworkStream(socket);
            await device.ServeAsync(new StreamTransport(stream), default);
        }
    }

    [Fact]
    public async Task A_program_speaks_on_its_standard_input_and_output()
    {
        const string Hello = "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities><session-id>5</session-id></hello>]]>]]>";
        await using var client = await new CommandTarget("sh", "-c", $"printf '%s' \"{Hello}\"; cat >/dev/null").ConnectAsync();
        client.SessionId.ShouldBe(5u);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_no_connection() => await Should.ThrowAsync<IOException>(() => new CommandTarget("no-such-program-anywhere").ConnectAsync());
}

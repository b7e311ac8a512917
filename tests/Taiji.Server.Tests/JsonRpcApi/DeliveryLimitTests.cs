using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>What streams and sockets do about clients that don't read, don't answer, or ask for too much at once.</summary>
public sealed class DeliveryLimitTests
{
    private const int CallsAtOnce = 64;

    // Bigger than a connection's buffers hold many of.
    private static readonly string Long = new('x', 15_000);

    [Fact]
    public async Task A_socket_that_has_64_calls_under_way_is_read_on_when_one_is_answered()
    {
        await using var host = await JsonRpcHost.StartAsync();
        using var client = await host.LoginAsync();
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = client.Cookies;
        await socket.ConnectAsync(new Uri($"ws://{host.Address.Authority}/jsonrpc/ws"), CancellationToken.None);
        for (var i = 1; i <= CallsAtOnce; i++) await SendAsync(socket, $$"""{"jsonrpc": "2.0", "id": {{i}}, "method": "comet", "params": {"comet_id": "c{{i}}"} }""");
        await SendAsync(socket, """{"jsonrpc": "2.0", "id": "next", "method": "get_system_setting", "params": {"operation": "user"}}""");
        // Over another connection: this one isn't read.
        while ((await client.PostAsync("""{"jsonrpc": "2.0", "id": "ab", "method": "abort", "params": {"id": 1}}"""))!["error"] is not null)
        {
            // The call is on its way.
        }

        (await ReceiveAsync(socket))["id"]!.ToString().ShouldBe("1");
        (await ReceiveAsync(socket))["id"]!.ToString().ShouldBe("next");
    }

    [Fact]
    public async Task A_stream_whose_client_does_not_read_is_cut_and_its_channel_is_free()
    {
        await using var host = await JsonRpcHost.StartAsync(o => o.SendTimeout = TimeSpan.FromMilliseconds(200));
        using var client = await host.LoginAsync();
        await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        using var deaf = await ConnectAsync(host, client, "/jsonrpc/events?comet_id=main");
        await FloodUntilFreeAsync(client);
        (await DrainAsync(deaf)).ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task A_socket_whose_client_does_not_read_is_cut_and_its_channel_is_free()
    {
        await using var host = await JsonRpcHost.StartAsync(o => (o.SendTimeout, o.Heartbeat) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromHours(1)));
        using var client = await host.LoginAsync();
        await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        using var deaf = await ConnectAsync(host, client, "/jsonrpc/ws?comet_id=main", WebSocketHeaders);
        await FloodUntilFreeAsync(client);
        (await DrainAsync(deaf)).ShouldStartWith("HTTP/1.1 101 Switching Protocols");
    }

    [Fact]
    public async Task A_socket_whose_client_answers_no_ping_is_cut_and_its_channel_is_free()
    {
        await using var host = await JsonRpcHost.StartAsync(o => o.Heartbeat = TimeSpan.FromMilliseconds(100));
        using var client = await host.LoginAsync();
        using var dumb = await ConnectAsync(host, client, "/jsonrpc/ws?comet_id=main", WebSocketHeaders);
        // It reads all it is sent, pings among it, and says nothing.
        var sent = await DrainAsync(dumb);
        sent.ShouldStartWith("HTTP/1.1 101 Switching Protocols");
        sent.ShouldContain("\x89");
        await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        await FloodUntilFreeAsync(client);
    }

    private static string[] WebSocketHeaders => ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    // A call of comet is refused as long as a stream or socket has the channel.
    private static async Task FloodUntilFreeAsync(JsonRpcClient client)
    {
        JsonNode answer;
        do
        {
            for (var i = 0; i < 50; i++) await client.CallAsync("send_message", $$"""{"to": "admin", "message": "{{Long}}"}""");
            answer = (await client.PostAsync("""{"jsonrpc": "2.0", "id": 1, "method": "comet", "params": {"comet_id": "main"}}"""))!;
        }
        while (answer["error"]?["type"]?.GetValue<string>() == "comet.duplicated_channel");
        answer["result"]!.AsArray().ShouldNotBeEmpty();
    }

    private static async Task<Socket> ConnectAsync(JsonRpcHost host, JsonRpcClient client, string path, params string[] headers)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        string[] lines = [$"GET {path} HTTP/1.1", $"Host: {host.Address.Authority}", $"Cookie: {client.Cookies.GetCookieHeader(host.Address)}", .. headers, "", ""];
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        return socket;
    }

    // Everything until the server closes the connection or cuts it.
    private static async Task<string> DrainAsync(Socket socket)
    {
        var all = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var count) all.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Cut.
        }

        return all.ToString();
    }

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<JsonNode> ReceiveAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return JsonNode.Parse(text.ToArray())!;
        }
    }
}

using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>Calls and comet channels over a WebSocket.</summary>
public sealed class SocketTests : JsonRpcTest
{
    private const string Default = "/dhcp:dhcp/default-lease-time";

    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o =>
    {
        o.MaxRequestSize = 20_000;
        o.MaxStreams = 2;
        o.Origins.Add("https://trusted.example");
    });

    [Fact]
    public async Task Calls_are_answered_and_channels_delivered_on_one_socket()
    {
        using var socket = await OpenAsync("?comet_id=main&comet_id=other");
        await SendAsync(socket, """{"jsonrpc": "2.0", "id": 1, "method": "subscribe_changes", "params": {"comet_id": "main", "handle": "main-1", "path": "/"}}""");
        (await ReceiveAsync(socket)).ShouldBeJson("""{"jsonrpc": "2.0", "id": 1, "result": {"handle": "main-1"}}""");
        await Client.CallAsync("subscribe_messages", """{"comet_id": "other", "handle": "other-1"}""");
        await Client.ConfigureAsync((Default, "100"));
        (await ReceiveAsync(socket)).ShouldBeJson("""
            {"jsonrpc": "2.0", "method": "comet", "params": {"comet_id": "main", "handle": "main-1", "message": {"db": "running",
             "changes": [{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100"}], "user": "admin", "ip": "127.0.0.1"}}}
            """);
        await Client.CallAsync("send_message", """{"to": "admin", "message": "hello"}""");
        (await ReceiveAsync(socket))["params"].ShouldBeJson("""{"comet_id": "other", "handle": "other-1", "message": {"sender": "admin", "message": "hello"}}""");
    }

    [Fact]
    public async Task A_whole_change_can_be_made_over_a_socket()
    {
        using var socket = await OpenAsync();
        await SendAsync(socket, """{"jsonrpc": "2.0", "id": "a", "method": "new_trans", "params": {"mode": "read_write"}}""");
        var th = (await ReceiveAsync(socket))["result"]!["th"]!.GetValue<int>();
        await SendAsync(socket, $$$"""
            [{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": {{{th}}}, "path": "{{{Default}}}", "value": 77}},
             {"jsonrpc": "2.0", "id": 2, "method": "get_value", "params": {"th": {{{th}}}, "path": "{{{Default}}}"}},
             {"jsonrpc": "2.0", "method": "get_system_setting"}]
            """);
        var answers = (await ReceiveAsync(socket)).AsArray();
        answers.Count.ShouldBe(2);
        answers.Single(a => a!["id"]!.GetValue<int>() == 2)!["result"]!["value"]!.GetValue<string>().ShouldBe("77");
        await SendAsync(socket, $$"""{"jsonrpc": "2.0", "id": 3, "method": "apply", "params": {"th": {{th}} } }""");
        (await ReceiveAsync(socket)).ShouldBeJson("""{"jsonrpc": "2.0", "id": 3, "result": {}}""");
    }

    [Fact]
    public async Task A_call_that_waits_holds_up_no_other_and_is_aborted_by_its_id()
    {
        using var socket = await OpenAsync();
        await SendAsync(socket, """{"jsonrpc": "2.0", "id": "long", "method": "comet", "params": {"comet_id": "mine"}}""");
        JsonNode answer;
        var answers = new List<JsonNode>();
        do
        {
            await SendAsync(socket, """{"jsonrpc": "2.0", "id": "ab", "method": "abort", "params": {"id": "long"}}""");
            answers.Add(answer = await ReceiveAsync(socket));
        }
        while (answer["result"] is null);
        if (answers.All(a => a["id"]!.GetValue<string>() != "long")) answers.Add(await ReceiveAsync(socket));
        answers.Single(a => a["id"]!.GetValue<string>() == "long")["error"]!["data"]!["reason"]!.GetValue<string>().ShouldBe("the call was aborted");
    }

    [Fact]
    public async Task What_is_no_request_is_answered_and_the_socket_lives_on()
    {
        using var socket = await OpenAsync();
        foreach (var (text, type) in new[] { ("{", "rpc.request.eof_parse_error"), ("nonsense", "rpc.request.parse_error"), ("[]", "rpc.request.invalid"), ("7", "rpc.request.invalid") })
        {
            await SendAsync(socket, text);
            (await ReceiveAsync(socket))["error"]!["type"]!.GetValue<string>().ShouldBe(type);
        }

        await SendAsync(socket, """{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"user": "admin", "passwd": "admin"}}""");
        (await ReceiveAsync(socket))["error"]!["data"]!["reason"]!.GetValue<string>().ShouldContain("log in by POST");
    }

    [Fact]
    public async Task Too_much_and_binary_messages_end_the_socket()
    {
        using (var socket = await OpenAsync())
        {
            await SendAsync(socket, new string(' ', 50_000) + "{}");
            (await ReceiveAsync(socket))["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.request.too_big");
            (await EndOfAsync(socket)).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        }

        using (var socket = await OpenAsync())
        {
            await socket.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, CancellationToken.None);
            (await EndOfAsync(socket)).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
        }
    }

    [Fact]
    public async Task A_socket_ends_with_its_session_and_keeps_it_alive_until_then()
    {
        using var socket = await OpenAsync("?comet_id=main");
        Host.Time.Advance(TimeSpan.FromHours(2));
        await SendAsync(socket, """{"jsonrpc": "2.0", "id": 1, "method": "logout"}""");
        var closed = await ReceiveOrEndAsync(socket);
        if (closed is not null) closed = await ReceiveOrEndAsync(socket);
        closed.ShouldBeNull();
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_socket_needs_a_session_a_trusted_page_and_a_free_place()
    {
        (await RefuseAsync(o => o.Cookies = null)).ShouldBe(401);
        (await RefuseAsync(o => o.SetRequestHeader("Origin", "https://evil.example"))).ShouldBe(403);
        (await RefuseAsync(o => o.SetRequestHeader("Origin", $"http://127.0.0.1:{Host.Address.Port + 1}"))).ShouldBe(403);
        using var trusted = await OpenAsync(configure: o => o.SetRequestHeader("Origin", "https://trusted.example"));
        using var own = await OpenAsync(configure: o => o.SetRequestHeader("Origin", Host.Address.GetLeftPart(UriPartial.Authority)));
        (await RefuseAsync(_ => { })).ShouldBe(429);
    }

    [Fact]
    public async Task A_newer_socket_takes_a_channel_over_and_a_closed_one_leaves_it()
    {
        await Client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        using var first = await OpenAsync("?comet_id=main");
        using (var second = await OpenAsync("?comet_id=main"))
        {
            await Client.CallAsync("send_message", """{"to": "all", "message": "one"}""");
            (await ReceiveAsync(second))["params"]!["message"]!["message"]!.GetValue<string>().ShouldBe("one");
            await second.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        JsonNode polled;
        do
        {
            // Until the server has let go of the channel; what it still takes for the closed socket is gone with that.
            var poll = Client.PostAsync("""{"jsonrpc": "2.0", "id": 1, "method": "comet", "params": {"comet_id": "main"}}""");
            while (!poll.IsCompleted) await Client.CallAsync("send_message", """{"to": "all", "message": "two"}""");
            polled = (await poll)!;
        }
        while (polled["error"] is not null);
        polled["result"]!.AsArray().ShouldAllBe(m => m!["message"]!["message"]!.GetValue<string>() == "two");
    }

    [Fact]
    public async Task A_channel_that_a_call_waits_on_takes_no_socket_and_the_other_channels_stay_free()
    {
        const string poll = """{"jsonrpc": "2.0", "id": 777, "method": "comet", "params": {"comet_id": "main"}}""";
        var waiting = Client.PostAsync(poll);
        while (await TryAsync("?comet_id=other&comet_id=main") != 409)
        {
            // The socket came first.
            if (waiting.IsCompleted) waiting = Client.PostAsync(poll);
        }

        await Client.CallAsync("abort", """{"id": 777}""");
        await waiting;
        await Client.CallAsync("subscribe_messages", """{"comet_id": "other", "handle": "m"}""");
        await Client.CallAsync("send_message", """{"to": "all", "message": "one"}""");
        (await Client.CallAsync("comet", """{"comet_id": "other"}""")).AsArray().ShouldNotBeEmpty();
    }

    private async Task<ClientWebSocket> OpenAsync(string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = Client.Cookies;
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(Address(query), CancellationToken.None);
        return socket;
    }

    private async Task<int> RefuseAsync(Action<ClientWebSocketOptions> configure)
    {
        var status = await TryAsync("", configure);
        status.ShouldNotBe(101);
        return status;
    }

    private async Task<int> TryAsync(string query, Action<ClientWebSocketOptions>? configure = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = Client.Cookies;
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(Address(query), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return (int)socket.HttpStatusCode;
    }

    private Uri Address(string query) => new($"ws://{Host.Address.Authority}/jsonrpc/ws{query}");

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<JsonNode> ReceiveAsync(ClientWebSocket socket) => await ReceiveOrEndAsync(socket) ?? throw new EndOfStreamException();

    private static async Task<JsonNode?> ReceiveOrEndAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return JsonNode.Parse(text.ToArray());
        }
    }

    private static async Task<WebSocketCloseStatus?> EndOfAsync(ClientWebSocket socket)
    {
        (await ReceiveOrEndAsync(socket)).ShouldBeNull();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return socket.CloseStatus;
    }
}

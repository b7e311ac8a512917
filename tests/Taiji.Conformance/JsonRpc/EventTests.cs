using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.JsonRpc;

/// <summary>Comet channels as server-sent events for <c>curl -N</c> and over a WebSocket, of a running server.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private TaijiProcess _taiji = null!;
    private JsonRpcSession _rpc = null!;

    public async ValueTask InitializeAsync()
    {
        _taiji = await TaijiProcess.StartAsync(null, "--module", "ietf-interfaces", "--module", "iana-if-type", "--cors-origin", "https://page.example");
        _rpc = new JsonRpcSession(_taiji);
        await _rpc.CallAsync("login", $$"""{"user": "admin", "passwd": "{{TaijiProcess.AdminPassword}}"}""");
        await _rpc.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/"}""");
    }

    [Fact]
    public async Task Curl_is_told_of_a_commit_that_RESTCONF_makes()
    {
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-sN", "-b", _rpc.Jar, "-H", "Origin: https://page.example", $"{_taiji.Http}/jsonrpc/events?comet_id=main" }) start.ArgumentList.Add(argument);
        using var curl = Process.Start(start)!;
        try
        {
            (await curl.StandardOutput.ReadLineAsync()).ShouldBe("retry: 3000");
            await CreateAsync("eth0");
            string? line;
            while ((line = await curl.StandardOutput.ReadLineAsync()) is not null && !line.StartsWith("data: ", StringComparison.Ordinal))
            {
                // Blank lines, the id, and heartbeats.
            }

            var message = JsonNode.Parse(line![6..])!["message"]!;
            message["changes"]!.ToJsonString().ShouldContain("/if:interfaces/interface{eth0}");
            message["user"]!.GetValue<string>().ShouldBe("admin");
        }
        finally
        {
            curl.Kill();
        }
    }

    [Fact]
    public async Task A_WebSocket_is_told_of_it_too_and_of_the_commit_s_spans()
    {
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = new CookieContainer();
        socket.Options.Cookies.SetCookies(new Uri(_taiji.Http), $"sessionid={Cookie()}");
        await socket.ConnectAsync(new Uri(_taiji.Http.Replace("http", "ws", StringComparison.Ordinal) + "/jsonrpc/ws?comet_id=main&comet_id=trace"), CancellationToken.None);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("""{"jsonrpc": "2.0", "id": 1, "method": "subscribe_progress_trace", "params": {"comet_id": "trace", "handle": "t", "filter_context": "rest"}}"""),
            WebSocketMessageType.Text, true, CancellationToken.None);
        (await ReceiveAsync(socket))["result"]!["handle"]!.GetValue<string>().ShouldBe("t");
        await CreateAsync("eth1");
        var seen = new List<string>();
        while (!seen.Contains("main-1") || !seen.Contains("apply transaction ok"))
        {
            var parameters = (await ReceiveAsync(socket))["params"]!;
            var message = parameters["message"]!;
            seen.Add(parameters["comet_id"]!.GetValue<string>() == "main" ? parameters["handle"]!.GetValue<string>() : $"{message["message"]} {message["annotation"]}");
        }

        seen.ShouldContain("journal ok");
        seen.ShouldContain("validate ok");
        (await Client.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-b", _rpc.Jar, "-H", "Origin: https://evil.example", $"{_taiji.Http}/jsonrpc/events?comet_id=main"])).Output.ShouldBe("403");
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        var curl = Client.RunAsync("curl", ["-sN", "-b", _rpc.Jar, $"{_taiji.Http}/jsonrpc/events?comet_id=other"]);
        (await _taiji.StopAsync()).ShouldBe(0);
        await curl;
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await _taiji.DisposeAsync();
    }

    private async Task CreateAsync(string name) =>
        (await new Curl(_taiji).SendAsync("POST", "/data", $$"""{"ietf-interfaces:interfaces":{"interface":[{"name":"{{name}}","type":"iana-if-type:ethernetCsmacd"}]} }""")).ShouldBe(201);

    private string Cookie() => File.ReadLines(_rpc.Jar).Select(l => l.Split('\t')).Single(f => f.Length > 6 && f[5] == "sessionid")[6];

    private static async Task<JsonNode> ReceiveAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) throw new EndOfStreamException();
            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return JsonNode.Parse(text.ToArray())!;
        }
    }
}

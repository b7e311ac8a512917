using System.Net;
using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>Comet channels as server-sent events.</summary>
public sealed class EventStreamTests : JsonRpcTest
{
    private const string Default = "/dhcp:dhcp/default-lease-time";

    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o =>
    {
        o.Heartbeat = TimeSpan.FromMilliseconds(100);
        o.MaxStreams = 2;
        o.Headers.Add(new("Access-Control-Allow-Origin", "https://trusted.example"));
        o.Origins.Add("https://also.example:8443");
    });

    [Fact]
    public async Task Events_come_as_they_happen_with_numbers_and_heartbeats_in_between()
    {
        await Client.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/"}""");
        using var events = await OpenAsync("main");
        (await events.NextLineAsync()).ShouldBe("retry: 3000");
        while (await events.NextLineAsync() != ":")
        {
            // Until the first heartbeat.
        }

        await Client.ConfigureAsync((Default, "100"));
        var (id, data) = await events.NextAsync();
        id.ShouldBe("1");
        data.ShouldBeJson("""
            {"handle": "main-1", "message": {"db": "running", "changes": [{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100"}], "user": "admin", "ip": "127.0.0.1"}}
            """);
        await Client.ConfigureAsync((Default, "101"));
        (await events.NextAsync()).Id.ShouldBe("2");
        (await Client.FailAsync("comet", """{"comet_id": "main"}""", "comet.duplicated_channel")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_that_comes_back_is_sent_what_it_has_not_seen()
    {
        await Client.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/"}""");
        using (var events = await OpenAsync("main"))
        {
            for (var i = 1; i <= 3; i++)
            {
                await Client.ConfigureAsync((Default, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                (await events.NextAsync()).Id.ShouldBe(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            // It has seen the first one only, and is back before the server knows that the old connection is gone.
            using var again = await OpenAsync("main", ("Last-Event-ID", "1"));
            (await again.NextAsync()).Id.ShouldBe("2");
            (await again.NextAsync()).Id.ShouldBe("3");
            (await events.RestAsync()).ShouldNotContain("data:");
        }
    }

    [Fact]
    public async Task All_kinds_of_subscriptions_share_the_stream()
    {
        await Client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        await Client.CallAsync("subscribe_jsonrpc_batch", """{"comet_id": "main", "handle": "b"}""");
        var th = await Client.BeginAsync();
        using var events = await OpenAsync("main");
        await Client.CallAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "comet_id": "main", "handle": "p", "path": "/dhcp:dhcp/uptime", "interval": 0}""");
        (await events.NextAsync()).Data.ShouldBeJson("""{"handle": "p", "message": "77"}""");
        await Client.CallAsync("send_message", """{"to": "admin", "message": "line\nbreak"}""");
        (await events.NextAsync()).Data.ShouldBeJson("""{"handle": "m", "message": {"sender": "admin", "message": "line\nbreak"}}""");
        await Client.PostAsync("""[{"jsonrpc": "2.0", "id": 7, "method": "get_system_setting", "params": {"operation": "user"}}]""");
        (await events.NextAsync()).Data["handle"]!.GetValue<string>().ShouldBe("b");
    }

    [Fact]
    public async Task A_stream_needs_a_session_one_channel_and_a_free_place()
    {
        (await RefuseAsync("/jsonrpc/events", HttpStatusCode.BadRequest)).ShouldBe("rpc.method.missing_params");
        using var stranger = Host.Connect();
        (await RefuseAsync(stranger, "/jsonrpc/events?comet_id=main", HttpStatusCode.Unauthorized)).ShouldBe("session.missing_sessionid");
        stranger.Cookies.Add(new Cookie("sessionid", "sess1", "/", Host.Address.Host));
        (await RefuseAsync(stranger, "/jsonrpc/events?comet_id=main", HttpStatusCode.Unauthorized)).ShouldBe("session.invalid_sessionid");
        using var first = await OpenAsync("a");
        using var second = await OpenAsync("b");
        (await RefuseAsync("/jsonrpc/events?comet_id=c", HttpStatusCode.TooManyRequests)).ShouldBe("session.overload");
        (await RefuseAsync("/jsonrpc/ws?comet_id=c", HttpStatusCode.UpgradeRequired)).ShouldBe("rpc.request.method_denied");
        (await RefuseAsync("/jsonrpc/nothing", HttpStatusCode.MethodNotAllowed)).ShouldBe("rpc.request.method_denied");
    }

    [Fact]
    public async Task A_waiting_comet_call_keeps_its_channel()
    {
        Task<JsonNode?> Wait() => Client.PostAsync("""{"jsonrpc": "2.0", "id": 777, "method": "comet", "params": {"comet_id": "main"}}""");
        var waiting = Wait();
        while (true)
        {
            // The stream may be there before the call is; then the call is refused, and made again.
            if (waiting.IsCompleted) waiting = Wait();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/jsonrpc/events?comet_id=main");
            using var response = await Client.StreamAsync(request);
            if (response.StatusCode == HttpStatusCode.Conflict) break;
        }

        await Client.PostAsync("""{"jsonrpc": "2.0", "id": 2, "method": "abort", "params": {"id": 777}}""");
        await waiting;
    }

    [Theory]
    [InlineData("https://trusted.example", HttpStatusCode.OK)]
    [InlineData("https://also.example:8443", HttpStatusCode.OK)]
    [InlineData("https://also.example", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Pages_of_other_origins_may_listen_only_when_the_configuration_names_them(string origin, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jsonrpc/events?comet_id=main");
        request.Headers.Add("Origin", origin);
        using var response = await Client.StreamAsync(request);
        response.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.OK) response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://trusted.example"]);
    }

    [Fact]
    public async Task A_stream_ends_with_its_session_and_keeps_it_alive_until_then()
    {
        using var events = await OpenAsync("main");
        Host.Time.Advance(TimeSpan.FromHours(2));
        await Client.CallAsync("get_system_setting");
        await Client.CallAsync("logout");
        await events.RestAsync();
    }

    [Fact]
    public async Task Who_does_not_read_in_time_loses_the_oldest_and_hears_how_many()
    {
        await using var host = await JsonRpcHost.StartAsync(o => o.CometCapacity = 2);
        using var client = await host.LoginAsync();
        await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "m"}""");
        for (var i = 0; i < 5; i++) await client.CallAsync("send_message", $$"""{"to": "all", "message": "{{i}}"}""");
        using var events = await EventReader.OpenAsync(client, "main");
        await events.NextLineAsync();
        await events.NextLineAsync();
        (await events.NextLineAsync()).ShouldBe(": 3 messages were lost, since they were not read in time");
        (await events.NextAsync()).Data["message"]!["message"]!.GetValue<string>().ShouldBe("3");
    }

    private Task<EventReader> OpenAsync(string channel, params (string Name, string Value)[] headers) => EventReader.OpenAsync(Client, channel, headers);

    private Task<string> RefuseAsync(string path, HttpStatusCode status) => RefuseAsync(Client, path, status);

    private static async Task<string> RefuseAsync(JsonRpcClient client, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await client.StreamAsync(request);
        response.StatusCode.ShouldBe(status);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["type"]!.GetValue<string>();
    }
}

using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class CometTests : JsonRpcTest
{
    private const string Default = "/dhcp:dhcp/default-lease-time";

    [Fact]
    public async Task A_started_subscription_tells_of_commits_below_its_path()
    {
        var handle = (await Client.CallAsync("subscribe_changes", """{"comet_id": "main", "path": "/dhcp:dhcp"}"""))["handle"]!.GetValue<string>();
        (await Client.CallAsync("get_subscriptions"))["subscriptions"]![0].ShouldBeJson($$"""
            {"params": {"comet_id": "main", "path": "/dhcp:dhcp"}, "comet_id": "main", "handle": "{{handle}}", "tag": "subscribe_changes", "started": false, "stopped": false}
            """);
        (await Client.CallAsync("batch_init_done", $$"""{"handle": "{{handle}}"}""")).ShouldBeJson("{}");
        var listening = Client.CallAsync("comet", """{"comet_id": "main"}""");
        using var other = await Host.LoginAsync("oper");
        await other.ConfigureAsync((Default, "100"));
        (await listening).ShouldBeJson($$"""
            [{"handle": "{{handle}}", "message": {"db": "running", "changes": [{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100"}],
              "user": "oper", "ip": "127.0.0.1"} }]
            """);
        await Client.CallAsync("unsubscribe", $$"""{"handle": "{{handle}}"}""");
        (await Client.CallAsync("get_subscriptions")).ShouldBeJson("""{"subscriptions": []}""");
        await Client.FailAsync("unsubscribe", $$"""{"handle": "{{handle}}"}""", "rpc.method.invalid_params");
        await Client.FailAsync("start_subscription", """{"handle": "nope"}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Subscriptions_with_a_handle_are_started_and_leave_out_what_they_are_told_to()
    {
        await SubscribeAsync("main-all", "\"path\": \"/\"");
        await SubscribeAsync("main-class", "\"path\": \"/dhcp:dhcp/class\"");
        await SubscribeAsync("main-others", "\"path\": \"/\", \"skip_local_changes\": true");
        await SubscribeAsync("main-ping", "\"path\": \"/\", \"hide_changes\": true");
        await SubscribeAsync("main-paths", "\"path\": \"/\", \"hide_values\": true");
        await Client.FailAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-all", "path": "/"}""", "rpc.method.invalid_params");
        await Client.ConfigureAsync((Default, "100"));
        var messages = await ReceiveAsync(3);
        messages.Keys.Order().ShouldBe(["main-all", "main-paths", "main-ping"]);
        messages["main-ping"].ShouldBeJson("""{"db": "running", "user": "admin", "ip": "127.0.0.1"}""");
        messages["main-paths"]["changes"].ShouldBeJson("""[{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set"}]""");
        Task SubscribeAsync(string handle, string rest) => Client.CallAsync("subscribe_changes", $$"""{"comet_id": "main", "handle": "{{handle}}", {{rest}}}""");
    }

    [Fact]
    public async Task A_channel_has_one_listener_and_a_call_can_be_aborted_by_its_id()
    {
        var first = Client.PostAsync("""{"jsonrpc": "2.0", "id": 777, "method": "comet", "params": {"comet_id": "main"}}""");
        JsonNode second;
        do
        {
            // Whichever comes first listens.
            second = (await Client.PostAsync("""{"jsonrpc": "2.0", "id": 778, "method": "abort", "params": {"id": 777}}"""))!;
        }
        while (second["error"] is not null);
        (await first)!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.failed");
        await Client.FailAsync("abort", """{"id": 12345}""", "rpc.method.failed");
        var batch = await Client.PostAsync("""
            [{"jsonrpc": "2.0", "id": "a", "method": "comet", "params": {"comet_id": "main"}}, {"jsonrpc": "2.0", "id": "b", "method": "comet", "params": {"comet_id": "main"}},
             {"jsonrpc": "2.0", "id": "c", "method": "abort", "params": {"id": "a"}}]
            """);
        batch!.AsArray().Single(r => r!["id"]!.GetValue<string>() == "b")!["error"]!["type"]!.GetValue<string>().ShouldBe("comet.duplicated_channel");
    }

    [Fact]
    public async Task Users_are_told_of_each_others_coming_going_and_words()
    {
        await Client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "main-users"}""");
        using (var other = await Host.LoginAsync("oper"))
        {
            var coming = await ReceiveOneAsync();
            (coming["user"]!.GetValue<string>(), coming["me"]!.GetValue<bool>(), coming["proto"]!.GetValue<string>(), coming["ctx"]!.GetValue<string>(), coming["ip"]!.GetValue<string>())
                .ShouldBe(("oper", false, "http", "webui", "127.0.0.1"));
            await other.CallAsync("send_message", """{"to": "admin", "message": "hello"}""");
            (await ReceiveOneAsync()).ShouldBeJson("""{"sender": "oper", "message": "hello"}""");
            await other.CallAsync("send_message", """{"to": "guest", "message": "not for you"}""");
            await other.CallAsync("send_message", """{"to": "all", "message": "everybody"}""");
            (await ReceiveOneAsync())["message"]!.GetValue<string>().ShouldBe("everybody");
            await other.CallAsync("logout");
            (await ReceiveOneAsync())["user"]!.GetValue<string>().ShouldBe("oper");
        }
    }

    [Fact]
    public async Task A_leaf_is_looked_at_and_its_value_sent()
    {
        var th = await Client.BeginAsync("{}");
        await Client.CallAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/uptime", "interval": 0, "comet_id": "main", "handle": "main-up"}""");
        (await ReceiveOneAsync()).GetValue<string>().ShouldBe("77");
        await Client.FailAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/uptime", "interval": 3601, "comet_id": "main"}""", "rpc.method.invalid_params");
        await Client.FailAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "path": "/dhcp:dhcp", "interval": 1, "comet_id": "main"}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Responses_of_batches_are_sent_to_who_subscribes_to_them()
    {
        await Client.CallAsync("subscribe_jsonrpc_batch", """{"comet_id": "main", "handle": "main-batch"}""");
        await Client.PostAsync("""[{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}]""");
        (await ReceiveOneAsync()).ShouldBeJson("""{"jsonrpc": "2.0", "id": 1, "result": {"trans": []}}""");
    }

    [Fact]
    public async Task A_polled_leaf_is_looked_at_until_its_transaction_ends()
    {
        Host.Time.Hold(TimeSpan.FromHours(1));
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Default}}", "value": 7}""");
        await Client.CallAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "path": "{{Default}}", "interval": 3600, "comet_id": "main", "handle": "main-p"}""");
        (await ReceiveOneAsync()).GetValue<string>().ShouldBe("7");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Default}}", "value": 8}""");
        (await Host.Time.NextHeldAsync()).Fire();
        (await ReceiveOneAsync()).GetValue<string>().ShouldBe("8");

        var last = await Host.Time.NextHeldAsync();
        await Client.CallAsync("delete_trans", $$"""{"th": {{th}}}""");
        await Client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "main-m"}""");
        last.Fire();
        while (!(await Client.CallAsync("get_subscriptions"))["subscriptions"]!.AsArray().Single(s => s!["handle"]!.GetValue<string>() == "main-p")!["stopped"]!.GetValue<bool>())
        {
            // It stops by itself.
        }

        // What it had sent before that would come first.
        await Client.CallAsync("send_message", """{"to": "all", "message": "last"}""");
        var message = (await Client.CallAsync("comet", """{"comet_id": "main"}""")).AsArray().ShouldHaveSingleItem()!;
        message["handle"]!.GetValue<string>().ShouldBe("main-m");
        message["message"]!["message"]!.GetValue<string>().ShouldBe("last");
    }

    [Fact]
    public async Task Stored_state_and_upgrades_have_no_news()
    {
        await Client.FailAsync("subscribe_cdboper", """{"comet_id": "main", "path": "/dhcp:dhcp"}""", "db.cdb_operational_not_enabled");
        (await Client.CallAsync("subscribe_upgrade", """{"comet_id": "main", "handle": "main-up"}""")).ShouldBeJson("""{"handle": "main-up"}""");
    }

    private async Task<JsonNode> ReceiveOneAsync() => (await Client.CallAsync("comet", """{"comet_id": "main"}"""))[0]!["message"]!;

    // News of one commit may come in several answers.
    private async Task<Dictionary<string, JsonNode>> ReceiveAsync(int count)
    {
        var messages = new Dictionary<string, JsonNode>();
        while (messages.Count < count)
        {
            foreach (var message in (await Client.CallAsync("comet", """{"comet_id": "main"}""")).AsArray()) messages.Add(message!["handle"]!.GetValue<string>(), message["message"]!);
        }

        return messages;
    }
}

public sealed class CometLimitTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o => (o.MaxHandles, o.CometTimeout, o.MaxTransactions) = (1, TimeSpan.FromMilliseconds(1), 1));

    [Fact]
    public async Task A_channel_without_news_is_answered_in_time_and_limits_are_told()
    {
        (await Client.CallAsync("comet", """{"comet_id": "main"}""")).ShouldBeJson("[]");
        await Client.CallAsync("subscribe_upgrade", """{"comet_id": "main"}""");
        (await Client.FailAsync("subscribe_upgrade", """{"comet_id": "main"}""", "session.overload"))["data"]!["limit"]!.GetValue<int>().ShouldBe(1);
        await Client.BeginAsync();
        await Client.FailAsync("new_trans", "{}", "session.overload");
    }
}

using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.BatchCommands;
using Taiji.Server.Tests.JsonRpcApi.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>What the API tells beside the values of a transaction: events and state in words of its own answer to the rules too, as they are when it is told. The user oper is in the group that rules are made for.</summary>
public sealed class ToldStateTests : JsonRpcTest
{
    private const string Default = "/dhcp:dhcp/default-lease-time";

    private const string Startup = """
        {"ietf-netconf-acm:nacm": {
           "groups": {"group": [{"name": "all", "user-name": ["admin"]}, {"name": "some", "user-name": ["oper"]}]},
           "rule-list": [{"name": "all", "group": ["all"], "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]}]},
         "dhcp:dhcp": {"default-lease-time": 60}}
        """;

    private JsonRpcClient _oper = null!;

    private protected override Task<JsonRpcHost> StartAsync() =>
        JsonRpcHost.StartAsync(o => o.Commands["echo"] = new BatchCommandLine("/bin/echo", []), new NacmAccessControl(), startup: Startup);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _oper = await Host.LoginAsync("oper");
    }

    public override async ValueTask DisposeAsync()
    {
        _oper.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_polled_leaf_is_sent_by_the_rules_of_each_look()
    {
        Host.Time.Hold(TimeSpan.FromHours(1));
        var th = await _oper.BeginAsync("""{"mode": "read"}""");
        await _oper.CallAsync("subscribe_poll_leaf", $$"""{"th": {{th}}, "path": "{{Default}}", "interval": 3600, "comet_id": "main", "handle": "main-p"}""");
        (await NextAsync()).ShouldBe("\"60\"");
        var first = await Host.Time.NextHeldAsync();
        await RuleAsync($$"""{"name": "1", "path": "{{Default}}", "access-operations": "read", "action": "deny"}""");
        first.Fire();
        // The next wait begins when the look is over: had it sent anything, that would come first.
        var second = await Host.Time.NextHeldAsync();
        await RuleAsync($$"""{"name": "1", "path": "{{Default}}", "access-operations": "read", "action": "permit"}""");
        await _oper.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "main-m"}""");
        await _oper.CallAsync("send_message", """{"to": "oper", "message": "between"}""");
        (await NextAsync()).ShouldContain("between");
        second.Fire();
        (await NextAsync()).ShouldBe("\"60\"");
    }

    [Theory]
    [InlineData("GET", "/jsonrpc/events?comet_id=main")]
    [InlineData("GET", "/jsonrpc/ws?comet_id=main")]
    public async Task A_rule_against_comet_is_against_streams_and_sockets_too(string method, string target)
    {
        (await OpenAsync(method, target)).ShouldBe(target.Contains("/ws", StringComparison.Ordinal) ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK);
        await CommandRuleAsync("""{"name": "1", "context": "webui", "command": "::jsonrpc:: comet", "access-operations": "exec", "action": "deny"}""");
        (await OpenAsync(method, target)).ShouldBe(HttpStatusCode.Forbidden);
        await _oper.FailAsync("comet", """{"comet_id": "main"}""", "rpc.method.denied");
    }

    [Fact]
    public async Task A_call_by_a_socket_answers_to_the_rules_for_its_method()
    {
        await CommandRuleAsync("""{"name": "1", "context": "webui", "command": "::jsonrpc:: get_trans", "access-operations": "exec", "action": "deny"}""");
        using var socket = await ConnectAsync("/jsonrpc/ws?comet_id=main");
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}"""), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldContain("rpc.method.denied");
    }

    [Fact]
    public async Task A_command_is_asked_about_when_it_is_made_and_when_it_starts()
    {
        await _oper.CallAsync("init_cmd", """{"name": "echo", "args": "one", "comet_id": "main", "handle": "main-1"}""");
        await CommandRuleAsync("""{"name": "1", "context": "webui", "command": "echo", "access-operations": "exec", "action": "deny"}""");
        await _oper.FailAsync("start_cmd", """{"handle": "main-1"}""", "rpc.method.denied");
        await _oper.FailAsync("init_cmd", """{"name": "echo", "args": "two", "comet_id": "main"}""", "rpc.method.denied");
        await Client.CallAsync("init_cmd", """{"name": "echo", "args": "three", "comet_id": "main", "handle": "main-3"}""");
        (await Client.CallAsync("comet", """{"comet_id": "main"}"""))[0]!["message"]!.GetValue<string>().ShouldBe("three\n");
    }

    [Fact]
    public async Task Rollbacks_are_listed_by_the_rules_for_their_state()
    {
        await Client.ConfigureAsync((Default, "61"));
        var shown = (await _oper.CallAsync("get_rollbacks"))["rollbacks"]!.AsArray();
        (shown.Count, shown[0]!["creator"]!.GetValue<string>()).ShouldBe((1, "admin"));
        await RuleAsync("""{"name": "1", "path": "/taiji-rollbacks:rollbacks/rollback/user", "access-operations": "read", "action": "deny"}""");
        var partly = (await _oper.CallAsync("get_rollbacks"))["rollbacks"]!.AsArray();
        (partly.Count, partly[^1]!["creator"]!.GetValue<string>(), partly[^1]!["via"]!.GetValue<string>()).ShouldBe((2, "", "webui"));
        await RuleAsync("""{"name": "1", "path": "/taiji-rollbacks:rollbacks", "access-operations": "read", "action": "deny"}""");
        (await _oper.CallAsync("get_rollbacks")).ShouldBeJson("""{"rollbacks": []}""");
        (await Client.CallAsync("get_rollbacks"))["rollbacks"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Who_comes_and_goes_and_what_others_do_is_told_to_who_may_see_sessions()
    {
        await RuleAsync("""{"name": "1", "path": "/taiji-sessions:sessions", "access-operations": "read", "action": "deny"}""");
        foreach (var client in new[] { _oper, Client })
        {
            await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "main-m"}""");
            await client.CallAsync("subscribe_progress_trace", """{"comet_id": "main", "handle": "main-t"}""");
        }

        using (var other = await Host.LoginAsync("guest")) await other.CallAsync("logout");
        await Client.ConfigureAsync((Default, "62"));
        await Client.CallAsync("send_message", """{"to": "all", "message": "last"}""");
        (await NextAsync()).ShouldBe("""{"sender":"admin","message":"last"}""", "the first that there is for who may not see sessions");
        var all = await UntilAsync(Client, "last");
        all.ShouldContain("new_user");
        all.ShouldContain("committing");

        // One's own doing is one's own to see.
        var th = await _oper.BeginAsync();
        await _oper.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        await UntilAsync(_oper, "validating");
    }

    // A rule of oper's group; one of the same name is changed.
    private Task RuleAsync(string rule) => MergeAsync($$$"""{"name": "some", "group": ["some"], "rule": [{{{rule}}}]}""");

    private Task CommandRuleAsync(string rule) => MergeAsync($$$"""{"name": "some", "group": ["some"], "taiji-access:command-rule": [{{{rule}}}]}""");

    private async Task MergeAsync(string ruleList)
    {
        using var root = Host.Operations.Sessions.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
        var schema = Host.Operations.Schema;
        var tree = new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$$"""{"ietf-netconf-acm:nacm": {"rule-list": [{{{ruleList}}}]}}""")));
        // A rule has one way to say what it is about: another takes its place.
        await Host.Operations.EditAsync(root, Datastore.Running, [new Edit(EditOperation.Merge, new DataPath(schema), tree)], new EditOptions(), CancellationToken.None);
    }

    private static async Task<string> UntilAsync(JsonRpcClient client, string text)
    {
        var all = new StringBuilder();
        while (!all.ToString().Contains(text, StringComparison.Ordinal)) all.Append((await client.CallAsync("comet", """{"comet_id": "main"}""")).ToJsonString());
        return all.ToString();
    }

    private async Task<string> NextAsync() => (await _oper.CallAsync("comet", """{"comet_id": "main"}""")).AsArray().ShouldHaveSingleItem()!["message"]!.ToJsonString();

    private async Task<HttpStatusCode> OpenAsync(string method, string target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (target.Contains("/ws", StringComparison.Ordinal))
        {
            foreach (var (name, value) in new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") })
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _oper.StreamAsync(request);
        return response.StatusCode;
    }

    private async Task<ClientWebSocket> ConnectAsync(string target)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = _oper.Cookies;
        await socket.ConnectAsync(new UriBuilder(Host.Address) { Scheme = "ws", Path = target.Split('?')[0], Query = target.Split('?')[1] }.Uri, CancellationToken.None);
        return socket;
    }
}

using System.Text.Json.Nodes;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>
/// What rules (RFC 8341) come to in this API: what may not be read isn't there, what may not be written is denied, and of what is deleted or rolled back as much is done as may be. The user
/// oper sees no ranks, no class <c>gold</c> and no secret, and may not touch iron's members, <c>strict</c> and <c>max-lease-time</c>; admin may do everything.
/// </summary>
public sealed class AccessTests : JsonRpcTest
{
    private const string Startup = """
        {"ietf-netconf-acm:nacm": {
           "write-default": "permit", "groups": {"group": [{"name": "all", "user-name": ["admin"]}, {"name": "some", "user-name": ["oper"]}]},
           "rule-list": [
             {"name": "all", "group": ["all"], "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]},
             {"name": "some", "group": ["some"],
              "rule": [
                {"name": "1", "path": "/dhcp:dhcp/class/rank", "access-operations": "read", "action": "deny"},
                {"name": "2", "path": "/dhcp:dhcp/class[name='gold']", "access-operations": "read", "action": "deny"},
                {"name": "3", "path": "/dhcp:dhcp/class[name='iron']/member", "access-operations": "create update delete", "action": "deny"},
                {"name": "4", "path": "/dhcp:dhcp/strict", "access-operations": "*", "action": "deny"},
                {"name": "5", "path": "/dhcp:dhcp/max-lease-time", "access-operations": "create update delete", "action": "deny"},
                {"name": "6", "module-name": "ietf-netconf", "rpc-name": "kill-session", "access-operations": "exec", "action": "deny"},
                {"name": "7", "module-name": "dhcp", "rpc-name": "create-service", "access-operations": "exec", "action": "deny"},
                {"name": "8", "module-name": "dhcp", "notification-name": "alert", "access-operations": "read", "action": "deny"}],
              "taiji-access:command-rule": [{"name": "1", "context": "webui", "command": "::jsonrpc:: get_description", "access-operations": "exec", "action": "deny"}]}]},
         "dhcp:dhcp": {
           "max-lease-time": 7200, "default-lease-time": 60, "strict": {"level": 5},
           "class": [{"name": "gold", "rank": 1, "member": [{"id": "g1"}]}, {"name": "iron", "rank": 3, "member": [{"id": "i1"}]}, {"name": "tin", "rank": 4, "member": [{"id": "t1"}]}],
           "subnet": [{"net": "10.0.0.0", "mask": 8, "kind": "gold"}]}}
        """;

    private JsonRpcClient _oper = null!;
    private int _th;

    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(accessControl: new NacmAccessControl(), startup: Startup);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _oper = await Host.LoginAsync("oper");
        _th = await _oper.BeginAsync();
    }

    [Theory]
    [InlineData("exists", "/dhcp:dhcp/class{gold}", """{"exists": false}""", """{"exists": true}""")]
    [InlineData("exists", "/dhcp:dhcp/class{iron}/rank", """{"exists": false}""", """{"exists": true}""")]
    [InlineData("exists", "/dhcp:dhcp/strict", """{"exists": false}""", """{"exists": true}""")]
    [InlineData("count_list_keys", "/dhcp:dhcp/class", """{"count": 2}""", """{"count": 3}""")]
    [InlineData("get_list_keys", "/dhcp:dhcp/class", """{"keys": [["iron"], ["tin"]], "total_count": 2, "lh": -1}""", """{"keys": [["gold"], ["iron"], ["tin"]], "total_count": 3, "lh": -1}""")]
    [InlineData("deref", "/dhcp:dhcp/subnet{10.0.0.0 8}/kind", """{"paths": []}""", """{"paths": ["/dhcp:dhcp/class{gold}/name"]}""")]
    [InlineData("get_leafref_values", "/dhcp:dhcp/subnet{10.0.0.0 8}/kind", """{"values": ["iron", "tin"], "source": "/dhcp:dhcp/class/name"}""", """{"values": ["gold", "iron", "tin"], "source": "/dhcp:dhcp/class/name"}""")]
    public async Task What_may_not_be_read_is_not_there(string method, string path, string some, string all)
    {
        (await _oper.CallAsync(method, $$"""{"th": {{_th}}, "path": "{{path}}"}""")).ShouldBeJson(some);
        (await Client.CallAsync(method, $$"""{"th": {{await Client.BeginAsync()}}, "path": "{{path}}"}""")).ShouldBeJson(all);
    }

    [Theory]
    [InlineData("count(/dhcp:dhcp/class)", "2", "3")]
    [InlineData("count(//rank)", "0", "3")]
    [InlineData("/dhcp:dhcp/class[name = 'gold']/member/id", "", "g1")]
    [InlineData("count(/dhcp:dhcp/class[rank > 2])", "0", "2")]
    [InlineData("count(/dhcp:dhcp/class[member/id = 'g1'])", "0", "1")]
    [InlineData("sum(/dhcp:dhcp/class/rank)", "0", "8")]
    [InlineData("/dhcp:dhcp/class[1]/name", "iron", "gold")]
    [InlineData("/dhcp:dhcp/class[last()]/preceding-sibling::class[1]/preceding-sibling::class/name", "", "gold")]
    [InlineData("count(deref(/dhcp:dhcp/subnet/kind))", "0", "1")]
    [InlineData("contains(/dhcp:dhcp, 'gold')", "true", "true")]
    [InlineData("contains(/dhcp:dhcp, 'g1')", "false", "true")]
    [InlineData("boolean(/dhcp:dhcp/strict)", "false", "true")]
    public async Task Expressions_see_no_more_than_the_user_may(string expression, string some, string all)
    {
        (await _oper.CallAsync("eval_XPath", $$"""{"th": {{_th}}, "xpath_expr": "{{expression}}"}"""))["value"]!.GetValue<string>().ShouldBe(some);
        (await Client.CallAsync("eval_XPath", $$"""{"th": {{await Client.BeginAsync()}}, "xpath_expr": "{{expression}}"}"""))["value"]!.GetValue<string>().ShouldBe(all);
    }

    [Theory]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name", "rank"]}""", """[["iron", ""], ["tin", ""]]""", 2)]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["name"], "sort_order": "descending"}""", """["tin", "iron"]""", 2)]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["rank", "member/id"], "sort_order": "descending"}""", """["tin", "iron"]""", 2)]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class/name", "initial_offset": 2}""", """["tin"]""", 2)]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class/rank"}""", "[]", 0)]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[rank = 4]/name"}""", "[]", 0)]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[name = 'gold' or name = 'tin']"}""", """["tint1"]""", 1)]
    public async Task Queries_see_no_more_than_the_user_may(string query, string results, int total)
    {
        var parameters = JsonNode.Parse(query)!.AsObject();
        parameters["th"] = _th;
        var result = await _oper.CallAsync("query", parameters.ToJsonString());
        result["results"].ShouldBeJson(results);
        result["total_number_of_results"]!.GetValue<int>().ShouldBe(total);
    }

    [Fact]
    public async Task A_rule_made_while_a_query_or_a_list_is_paged_holds_from_the_next_page_on()
    {
        var qh = (await _oper.CallAsync("start_query", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "selection": ["name"], "chunk_size": 1}"""))["qh"]!.GetValue<int>();
        (await _oper.CallAsync("run_query", $$"""{"qh": {{qh}}}"""))["results"].ShouldBeJson("""["iron"]""");
        var lh = (await _oper.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "chunk_size": 1}"""))["lh"]!.GetValue<int>();
        const string rule = "/nacm:nacm/rule-list{some}/rule{9}";
        await Client.ConfigureAsync((rule, ""), (rule + "/path", "/dhcp:dhcp/dhcp:class[dhcp:name='tin']"), (rule + "/access-operations", "read"), (rule + "/action", "deny"));
        (await _oper.CallAsync("run_query", $$"""{"qh": {{qh}}}"""))["results"].ShouldBeJson("[]");
        (await _oper.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "lh": {{lh}}}"""))["keys"].ShouldBeJson("[]");
    }

    [Fact]
    public async Task Values_tell_what_may_be_done_with_them()
    {
        await _oper.FailAsync("get_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/strict/level"}""", "data.not_found");
        (await _oper.CallAsync("get_values", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "leafs": ["max-lease-time", "strict"]}""")).ShouldBeJson("""
            {"values": [{"value": "7200", "access": {"read": true}}, {"not_found": true, "access": {}}]}
            """);
        (await _oper.CallAsync("show_config", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "result_as": "json"}"""))["data"]!["dhcp:dhcp"]!["class"].ShouldBeJson(
            """[{"name": "iron", "member": [{"id": "i1"}]}, {"name": "tin", "member": [{"id": "t1"}]}]""");
        (await _oper.CallAsync("show_config", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp"}"""))["config"]!.GetValue<string>().ShouldNotContain("gold {");
    }

    [Theory]
    [InlineData("set_value", "\"path\": \"/dhcp:dhcp/max-lease-time\", \"value\": 5")]
    [InlineData("set_value", "\"path\": \"/dhcp:dhcp/max-lease-time\", \"value\": null")]
    [InlineData("delete", "\"path\": \"/dhcp:dhcp/max-lease-time\"")]
    [InlineData("create", "\"path\": \"/dhcp:dhcp/class{iron}/member{i2}\"")]
    [InlineData("delete", "\"path\": \"/dhcp:dhcp/class{iron}/member{i1}\"")]
    [InlineData("rename_list_entry", "\"from_path\": \"/dhcp:dhcp/class{iron}/member{i1}\", \"to_keys\": [\"i2\"]")]
    [InlineData("load", "\"data\": {\"dhcp:dhcp\": {\"max-lease-time\": 9}}, \"format\": \"json\"")]
    [InlineData("run_action", "\"path\": \"/dhcp:create-service\"")]
    public async Task What_may_not_be_done_is_denied_and_nothing_is_changed(string method, string rest)
    {
        await _oper.FailAsync(method, $"{{\"th\": {_th}, {rest}}}", "rpc.method.denied");
        (await _oper.CallAsync("is_trans_modified", $$"""{"th": {{_th}}}""")).ShouldBeJson("""{"modified": false}""");
    }

    [Fact]
    public async Task Sessions_are_ended_by_those_who_may_kill_them() => await _oper.FailAsync("kick_user", """{"user": "admin"}""", "rpc.method.denied");

    [Fact]
    public async Task What_rules_protect_is_kept_when_what_it_is_in_is_deleted()
    {
        const string kept = """{"warnings": ["Some elements could not be removed due to NACM rules prohibiting access."]}""";
        (await _oper.CallAsync("delete", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{iron}"}""")).ShouldBeJson(kept);
        (await _oper.CallAsync("delete", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{tin}"}""")).ShouldBeJson("{}");
        await _oper.CallAsync("apply", $$"""{"th": {{_th}}}""");
        var read = await Client.BeginAsync();
        (await Client.CallAsync("show_config", $$"""{"th": {{read}}, "path": "/dhcp:dhcp/class", "result_as": "json"}"""))["data"]!["dhcp:dhcp"]!["class"].ShouldBeJson(
            """[{"name": "gold", "rank": 1, "member": [{"id": "g1"}]}, {"name": "iron", "member": [{"id": "i1"}]}]""");
    }

    [Fact]
    public async Task Rollbacks_take_back_as_much_as_the_rules_permit()
    {
        const string partly = """{"warnings": ["Some changes could not be applied due to NACM rules prohibiting access."]}""";
        await Client.ConfigureAsync(("/dhcp:dhcp/max-lease-time", "1"), ("/dhcp:dhcp/default-lease-time", "2"), ("/dhcp:dhcp/class{iron}/member{i2}", ""), ("/dhcp:dhcp/class{new}", ""));
        var loaded = await _oper.BeginAsync();
        (await _oper.CallAsync("load_rollback", $$"""{"th": {{loaded}}, "nr": 0}""")).ShouldBeJson(partly);
        (await _oper.CallAsync("get_trans_changes", $$"""{"th": {{loaded}}, "output": "compact"}""")).ShouldBeJson("""
            {"changes": [{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "60", "old": "2"}, {"keypath": "/dhcp:dhcp/class{new}", "op": "deleted"}]}
            """);
        (await _oper.CallAsync("install_rollback", """{"nr": 0}""")).ShouldBeJson(partly);
        var read = await Client.BeginAsync();
        (await Client.CallAsync("get_values", $$"""{"th": {{read}}, "path": "/dhcp:dhcp", "leafs": ["max-lease-time", "default-lease-time"]}"""))["values"]!.AsArray()
            .Select(v => v!["value"]!.GetValue<string>()).ShouldBe(["1", "60"]);
        (await Client.CallAsync("exists", $$"""{"th": {{read}}, "path": "/dhcp:dhcp/class{iron}/member{i2}"}""")).ShouldBeJson("""{"exists": true}""");
        // Who may do all of it gets no warning; who may do nothing of it is denied.
        await Client.ConfigureAsync(("/dhcp:dhcp/max-lease-time", "3"));
        await _oper.FailAsync("install_rollback", """{"nr": 0}""", "rpc.method.denied");
        (await Client.CallAsync("install_rollback", """{"nr": 0}""")).ShouldBeJson("{}");
    }

    [Fact]
    public async Task The_schema_tells_the_users_own_rights()
    {
        var schema = await _oper.CallAsync("get_schema", $$"""{"th": {{_th}}, "namespace": "urn:test:dhcp"}""");
        var dhcp = Child(schema["data"]!, "dhcp");
        Child(dhcp, "strict")["kind"]!.GetValue<string>().ShouldBe("access-denies");
        Child(dhcp, "max-lease-time")["access"].ShouldBeJson("{}");
        Child(dhcp, "default-lease-time")["access"].ShouldBeJson("""{"create": true, "update": true, "delete": true}""");
        Child(Child(dhcp, "class"), "rank")["kind"]!.GetValue<string>().ShouldBe("access-denies");
        Child(schema["data"]!, "create-service")["access"].ShouldBeJson("""{"execute": false}""");
        Child(schema["data"]!, "alert")["kind"]!.GetValue<string>().ShouldBe("access-denies");
        static JsonNode Child(JsonNode parent, string name) => parent["children"]!.AsArray().Single(c => c!["name"]?.GetValue<string>() == name)!;
    }

    [Fact]
    public async Task Rules_for_commands_hold_for_methods_in_batches_too()
    {
        await _oper.FailAsync("get_description", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp"}""", "rpc.method.denied");
        await _oper.FailAsync("get_description", """{"nonsense": 1}""", "rpc.method.denied");
        var batch = (await _oper.PostAsync($$"""
            [{"jsonrpc": "2.0", "id": 1, "method": "get_description", "params": {"th": {{_th}} } }, {"jsonrpc": "2.0", "id": 2, "method": "get_trans"}]
            """))!.AsArray();
        batch.Single(r => r!["id"]!.GetValue<int>() == 1)!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.denied");
        batch.Single(r => r!["id"]!.GetValue<int>() == 2)!["result"].ShouldNotBeNull();
        await Client.CallAsync("get_description", $$"""{"th": {{await Client.BeginAsync()}}, "path": "/dhcp:dhcp"}""");
    }

    [Fact]
    public async Task Changes_of_others_are_told_without_what_may_not_be_read()
    {
        await _oper.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/dhcp:dhcp"}""");
        await Client.ConfigureAsync(("/dhcp:dhcp/class{iron}/rank", "9"), ("/dhcp:dhcp/class{gold}/member{g2}", ""));
        await Client.ConfigureAsync(("/dhcp:dhcp/class{iron}/rank", "8"), ("/dhcp:dhcp/class{iron}/member{i3}", ""));
        (await _oper.CallAsync("comet", """{"comet_id": "main"}"""))[0]!["message"]!["changes"].ShouldBeJson("""[{"keypath": "/dhcp:dhcp/class{iron}/member{i3}", "op": "created"}]""");
    }

    public override async ValueTask DisposeAsync()
    {
        _oper.Dispose();
        await base.DisposeAsync();
    }
}

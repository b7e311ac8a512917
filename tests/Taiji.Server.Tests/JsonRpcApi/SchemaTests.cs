using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class SchemaTests : JsonRpcTest
{
    private int _th;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _th = await Client.BeginAsync();
        await Client.CallAsync("create", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{gold}"}""");
    }

    [Fact]
    public async Task A_list_entry_is_shown_with_its_keys_types_rights_and_values()
    {
        var schema = await GetAsync("""{"path": "/dhcp:dhcp/class{gold}", "levels": -1, "insert_values": true}""");
        schema["meta"]!["namespace"]!.GetValue<string>().ShouldBe("urn:test:dhcp");
        schema["meta"]!["keypath"]!.GetValue<string>().ShouldBe("/dhcp:dhcp/class{gold}");
        schema["meta"]!["prefix"]!.GetValue<string>().ShouldBe("dhcp");
        var data = schema["data"]!;
        (data["kind"]!.GetValue<string>(), data["name"]!.GetValue<string>(), data["qname"]!.GetValue<string>()).ShouldBe(("list-entry", "class", "dhcp:class"));
        data["access"].ShouldBeJson("""{"create": true, "update": true, "delete": true}""");
        var key = data["children"]![0]!;
        (key["kind"]!.GetValue<string>(), key["name"]!.GetValue<string>(), key["value"]!.GetValue<string>(), key["mandatory"]!.GetValue<bool>()).ShouldBe(("key", "name", "gold", true));
        key["type"].ShouldBeJson("""{"name": "string", "primitive": true}""");
        key["access"].ShouldBeJson("""{"update": true}""");
    }

    [Fact]
    public async Task A_module_is_shown_whole_with_choices_actions_leafrefs_units_and_defaults()
    {
        var schema = await GetAsync("""{"namespace": "urn:test:dhcp"}""");
        schema["data"]!["kind"]!.GetValue<string>().ShouldBe("module");
        var dhcp = Child(schema["data"]!, "dhcp");
        var lease = Child(dhcp, "default-lease-time");
        (lease["units"]!.GetValue<string>(), lease["default"]!.GetValue<string>(), lease["info"]!["string"]!.GetValue<string>()).ShouldBe(("s", "600", "How long a lease lasts."));
        lease["type"].ShouldBeJson("""{"name": "urn:test:dhcp:seconds", "primitive": false, "namespace": "urn:test:dhcp"}""");
        schema["meta"]!["types"]!["urn:test:dhcp:seconds"].ShouldBeJson(
            """[{"name": "urn:test:dhcp:seconds", "info": "A time.", "facets": [{"range": {"value": [[1, 1000000]]}}]}, {"name": "uint32"}]""");
        schema["meta"]!["types"]!.AsObject().Single(t => t.Value!.ToJsonString().Contains("kern", StringComparison.Ordinal)).Value![0]!["facets"]![0].ShouldBeJson(
            """{"enumeration": {"label": "kern", "info": "The kernel."}}""");
        schema["meta"]!["types"]![Child(dhcp, "mode")["type"]!["name"]!.GetValue<string>()]![0]!["facets"]![0].ShouldBeJson("""{"enumeration": {"label": "on"} }""");
        schema["meta"]!["types"]![Child(Child(dhcp, "strict"), "level")["type"]!["name"]!.GetValue<string>()]![0]!["facets"].ShouldBeJson("""[{"range": {"value": [[1, 9]]} }]""");
        var way = Child(dhcp, "way");
        (way["kind"]!.GetValue<string>(), way["default"]!.GetValue<string>()).ShouldBe(("choice", "fast"));
        way["cases"]![1]!["children"]![0]!["name"]!.GetValue<string>().ShouldBe("tardy");
        var kind = Child(Child(dhcp, "subnet"), "kind");
        (kind["is_leafref"]!.GetValue<bool>(), kind["leafref_target"]!.GetValue<string>()).ShouldBe((true, "/dhcp:dhcp/class/name"));
        var clock = Child(dhcp, "set-clock");
        (clock["kind"]!.GetValue<string>(), clock["access"]!.ToJsonString()).ShouldBe(("action", """{"execute":true}"""));
        Child(clock, "clockSettings")["is_action_input"]!.GetValue<bool>().ShouldBeTrue();
        Child(clock, "systemClock")["is_action_output"]!.GetValue<bool>().ShouldBeTrue();
        Child(dhcp, "uptime")["config"]!.GetValue<bool>().ShouldBeFalse();
        Child(dhcp, "strict")["presence"]!.GetValue<bool>().ShouldBeTrue();
        Child(dhcp, "rule")["ordered_by"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Nodes_tell_what_they_depend_on_and_which_leafrefs_belong_together()
    {
        var dhcp = (await GetAsync("""{"path": "/dhcp:dhcp", "evaluate_when_entries": true}"""))["data"]!;
        var pace = Child(dhcp, "pace");
        pace["when_targets"].ShouldBeJson("""["/dhcp:dhcp/mode"]""");
        pace["deps"].ShouldBeJson("""["/dhcp:dhcp/mode", "/dhcp:dhcp/max-lease-time"]""");
        Child(dhcp, "mode")["deps"].ShouldBeNull();
        Child(Child(dhcp, "subnet"), "kind")["deps"].ShouldBeJson("""["/dhcp:dhcp/class/name"]""");
        foreach (var leaf in new[] { "net", "mask" }) Child(Child(dhcp, "route"), leaf)["leafref_groups"].ShouldBeJson("""["net", "mask"]""");
        Child(Child(dhcp, "subnet"), "kind")["leafref_groups"].ShouldBeNull();
    }

    [Fact]
    public async Task What_a_when_keeps_out_is_shown_when_it_is_asked_for_with_the_answer()
    {
        foreach (var (mode, isIn) in new[] { ("off", false), ("on", true) })
        {
            await Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/mode", "value": "{{mode}}"}""");
            (await GetAsync("""{"path": "/dhcp:dhcp", "insert_values": true}"""))["data"]!["children"]!.AsArray().Any(c => c!["name"]!.GetValue<string>() == "pace").ShouldBe(isIn);
            var all = (await GetAsync("""{"path": "/dhcp:dhcp", "insert_values": true, "evaluate_when_entries": true}"""))["data"]!;
            Child(all, "pace")["evaluated_when_entry"]!.GetValue<bool>().ShouldBe(isIn);
            Child(all, "mode")["value"]!.GetValue<string>().ShouldBe(mode);
            Child(all, "mode")["evaluated_when_entry"].ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_leaf_lists_type_is_a_list_of_its_values_type_and_marks_of_the_model_are_told()
    {
        var schema = await GetAsync("""{"namespace": "urn:test:dhcp", "cdm_namespace": true}""");
        var dhcp = Child(schema["data"]!, "dhcp");
        var ports = Child(dhcp, "ports");
        (ports["kind"]!.GetValue<string>(), ports["type"]!["primitive"]!.GetValue<bool>()).ShouldBe(("leaf-list", false));
        var type = schema["meta"]!["types"]![ports["type"]!["name"]!.GetValue<string>()]![0]!;
        type["leaf_type"]![1].ShouldBeJson("""{"name": "uint16"}""");
        type["list_type"]![0]!["facets"].ShouldBeJson("""[{"leaf-list": true}]""");
        schema["meta"]!["types"]![Child(dhcp, "foo")["type"]!["name"]!.GetValue<string>()]![0]!["leaf_type"].ShouldBeJson("""[{"name": "string"}]""");
        var quiet = Child(dhcp, "quiet");
        (quiet["info"]!["string"]!.GetValue<string>(), quiet["suppress_echo"]!.GetValue<bool>(), quiet["xml-namespace"]!.GetValue<string>()).ShouldBe(("short", true, "urn:test:dhcp"));
        quiet["default_ref"].ShouldBeJson("""{"namespace": "urn:test:dhcp", "tagpath": "/dhcp:dhcp/secret"}""");
        var alert = Child(schema["data"]!, "alert");
        (alert["kind"]!.GetValue<string>(), Child(alert, "text")["kind"]!.GetValue<string>()).ShouldBe(("notification", "leaf"));
    }

    // Example 9 of the reference: all that it shows of an entry, and its password beside.
    [Fact]
    public async Task The_references_example_of_a_user_is_answered_as_it_shows()
    {
        await Client.CallAsync("create", $$"""{"th": {{_th}}, "path": "/aaa:aaa/authentication/users/user{admin}"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": "/aaa:aaa/authentication/users/user{admin}/password", "value": "$1$x"}""");
        var answer = await GetAsync("""{"path": "/aaa:aaa/authentication/users/user{admin}", "levels": -1, "insert_values": true}""");
        foreach (var (member, value) in new[] { ("namespace", "http://tail-f.com/ns/aaa/1.1"), ("keypath", "/aaa:aaa/authentication/users/user{admin}"), ("prefix", "aaa") })
            answer["meta"]![member]!.GetValue<string>().ShouldBe(value);
        answer["meta"]!["types"]!["http://tail-f.com/ns/aaa/1.1:passwdStr"]!.AsArray().Select(t => t!["name"]!.GetValue<string>())
            .ShouldBe(["http://tail-f.com/ns/aaa/1.1:passwdStr", "string"]);
        var data = answer["data"]!;
        (data["kind"]!.GetValue<string>(), data["name"]!.GetValue<string>(), data["qname"]!.GetValue<string>()).ShouldBe(("list-entry", "user", "aaa:user"));
        data["access"].ShouldBeJson("""{"create": true, "update": true, "delete": true}""");
        var name = data["children"]![0]!;
        foreach (var (member, value) in new[] { ("kind", "\"key\""), ("name", "\"name\""), ("qname", "\"aaa:name\""), ("info", """{"string": "Login name of the user"}"""), ("mandatory", "true"), ("access", """{"update": true}"""), ("type", """{"name": "string", "primitive": true}""") })
            name[member].ShouldBeJson(value);
        Child(data, "password")["value"]!.GetValue<string>().ShouldBe("$1$x");
    }

    [Fact]
    public async Task Types_go_by_the_name_that_clients_know_or_one_made_for_their_leaf()
    {
        var schema = await GetAsync("""{"path": "/dhcp:dhcp"}""");
        var types = schema["meta"]!["types"]!;
        Child(schema["data"]!, "relay")["type"].ShouldBeJson("""{"name": "ipv4-address", "primitive": true}""");
        Child(schema["data"]!, "default-lease-time")["generated_name"].ShouldBeNull();
        Child(schema["data"]!, "foo")["generated_name"]!.GetValue<string>().ShouldBe(Child(schema["data"]!, "foo")["type"]!["name"]!.GetValue<string>());
        // Restricted where it is used it isn't what its name stands for.
        var grace = Child(schema["data"]!, "grace")["type"]!["name"]!.GetValue<string>();
        Child(schema["data"]!, "grace")["generated_name"]!.GetValue<string>().ShouldBe(grace);
        types[grace]![0]!["facets"].ShouldBeJson("""[{"range": {"value": [[1, 60]]}}]""");
        types["urn:test:dhcp:seconds"]![0]!["facets"].ShouldBeJson("""[{"range": {"value": [[1, 1000000]]}}]""");
    }

    [Fact]
    public async Task State_that_is_asked_of_a_provider_is_marked()
    {
        var dhcp = (await GetAsync("""{"path": "/dhcp:dhcp"}"""))["data"]!;
        Child(dhcp, "uptime")["is_config_false_callpoint"]!.GetValue<bool>().ShouldBeTrue();
        Child(dhcp, "mode")["is_config_false_callpoint"].ShouldBeNull();
    }

    [Fact]
    public async Task Levels_and_lists_limit_the_depth()
    {
        (await GetAsync("""{"path": "/dhcp:dhcp", "levels": 0}"""))["data"]!["children"].ShouldBeNull();
        Child((await GetAsync("""{"path": "/dhcp:dhcp", "levels": 1}"""))["data"]!, "class")["children"].ShouldBeNull();
        Child(Child((await GetAsync("""{"path": "/dhcp:dhcp"}"""))["data"]!, "class"), "member")["children"].ShouldNotBeNull();
        Child((await GetAsync("""{"path": "/dhcp:dhcp/class", "stop_on_list": true}"""))["data"]!, "member")["children"].ShouldBeNull();
        await Client.FailAsync("get_schema", $$"""{"th": {{_th}}}""", "rpc.method.missing_params");
        await Client.FailAsync("get_schema", $$"""{"th": {{_th}}, "namespace": "urn:nowhere"}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Hidden_nodes_are_shown_when_their_group_is()
    {
        Has(await GetAsync("""{"path": "/dhcp:dhcp"}""")).ShouldBeFalse();
        await Client.FailAsync("unhide_schema", $$"""{"th": {{_th}}, "group_name": "debug", "passwd": "wrong"}""", "rpc.method.failed");
        await Client.CallAsync("unhide_schema", $$"""{"th": {{_th}}, "group_name": "debug", "passwd": "sesame"}""");
        Has(await GetAsync("""{"path": "/dhcp:dhcp"}""")).ShouldBeTrue();
        await Client.CallAsync("hide_schema", $$"""{"th": {{_th}}, "group_name": "debug"}""");
        Has(await GetAsync("""{"path": "/dhcp:dhcp"}""")).ShouldBeFalse();
        await Client.FailAsync("hide_schema", $$"""{"th": {{_th}}, "group_name": "nope"}""", "rpc.method.invalid_params");
        static bool Has(JsonNode schema) => schema["data"]!["children"]!.AsArray().Any(c => c!["name"]!.GetValue<string>() == "secret");
    }

    [Fact]
    public async Task Descriptions_and_prefixes_are_told()
    {
        (await Client.CallAsync("get_description", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp"}""")).ShouldBeJson("""{"description": "The DHCP server."}""");
        await Client.FailAsync("get_description", $$"""{"th": {{_th}}, "path": "/dhcp:nope"}""", "rpc.method.invalid_params");
        var map = await Client.CallAsync("get_module_prefix_map");
        (map["dhcp"]!.GetValue<string>(), map["ietf-netconf"]!.GetValue<string>(), map["ietf-netconf-acm"]!.GetValue<string>()).ShouldBe(("dhcp", "nc", "nacm"));
        await Client.FailAsync("get_module_prefix_map", """{"x": 1}""", "rpc.method.unexpected_params");
    }

    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o => o.HiddenGroups["debug"] = "sesame");

    private static JsonNode Child(JsonNode parent, string name) => parent["children"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == name)!;

    private Task<JsonNode> GetAsync(string query)
    {
        var parameters = JsonNode.Parse(query)!.AsObject();
        parameters["th"] = _th;
        return Client.CallAsync("get_schema", parameters.ToJsonString());
    }
}

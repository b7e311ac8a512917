using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class DataTests : JsonRpcTest
{
    private int _th;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _th = await Client.BeginAsync();
    }

    [Fact]
    public async Task Lists_containers_and_empty_leaves_are_created_once_and_deleted()
    {
        foreach (var path in new[] { "/dhcp:dhcp/subnet{10.0.0.0 8}", "/dhcp:dhcp/strict", "/dhcp:dhcp/enabled", "/dhcp:dhcp/foo{bar}" })
        {
            (await CallAsync("create", path)).ShouldBeJson("{}");
            (await CallAsync("exists", path)).ShouldBeJson("""{"exists": true}""");
            await FailAsync("create", path, "data.already_exists");
            (await CallAsync("delete", path)).ShouldBeJson("{}");
            (await CallAsync("exists", path)).ShouldBeJson("""{"exists": false}""");
            await FailAsync("delete", path, "data.not_found");
        }

        await FailAsync("create", "/dhcp:dhcp/max-lease-time", "rpc.method.invalid_params");
        await FailAsync("create", "/dhcp:dhcp/uptime", "data.not_writable");
        await FailAsync("delete", "/dhcp:dhcp/subnet{10.0.0.0 8}/net", "data.not_writable");
    }

    [Theory]
    [InlineData("dhcp:dhcp", "begins with '/'")]
    [InlineData("/dhcp", "needs its module's prefix")]
    [InlineData("/nope:dhcp", "unknown prefix 'nope'")]
    [InlineData("/dhcp:dhcp/nope", "unknown element 'nope'")]
    [InlineData("/dhcp:dhcp/subnet{a}", "has 2 keys, not 1")]
    [InlineData("/dhcp:dhcp/subnet{a b}", "no value of 'mask'")]
    [InlineData("/dhcp:dhcp/subnet{a 8", "'}' was expected")]
    [InlineData("/dhcp:dhcp/class{\"a}", "'\"' was expected")]
    [InlineData("/dhcp:dhcp/foo/x", "has no children")]
    [InlineData("/dhcp:dhcp/subnet/comment", "needs its keys")]
    public async Task A_path_that_names_nothing_says_what_is_wrong_with_it(string path, string reason)
    {
        var error = await FailAsync("exists", path, "rpc.method.invalid_params");
        error["data"]!["param"]!.GetValue<string>().ShouldBe("path");
        error["data"]!["reason"]!.GetValue<string>().ShouldContain(reason);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("with blank", "\"with blank\"")]
    [InlineData("", "\"\"")]
    [InlineData("a}{b", "\"a}{b\"")]
    [InlineData("quote\"s \\", "\"quote\\\"s \\\\\"")]
    [InlineData("a/b", "a/b")]
    public async Task Keys_are_quoted_where_they_must_be_and_come_back(string key, string quoted)
    {
        var path = $"/dhcp:dhcp/class{{{quoted}}}";
        await CallAsync("create", path);
        (await CallAsync("get_list_keys", "/dhcp:dhcp/class"))["keys"]![0]![0]!.GetValue<string>().ShouldBe(key);
        var changes = await Client.CallAsync("get_trans_changes", $$"""{"th": {{_th}}}""");
        changes["changes"]![0]!["keypath"]!.GetValue<string>().ShouldBe(path);
    }

    [Fact]
    public async Task Values_are_set_by_their_types_and_read_with_defaults()
    {
        (await Client.CallAsync("get_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/default-lease-time", "check_default": true}""")).ShouldBeJson("""{"value": "600", "is_default": true}""");
        await SetAsync("/dhcp:dhcp/default-lease-time", "600");
        (await Client.CallAsync("get_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/default-lease-time", "check_default": true}""")).ShouldBeJson("""{"value": "600", "is_default": false}""");
        await SetAsync("/dhcp:dhcp/colour", "\"dhcp:red\"");
        (await CallAsync("get_value", "/dhcp:dhcp/colour")).ShouldBeJson("""{"value": "dhcp:red"}""");
        await SetAsync("/dhcp:dhcp/colour", "\"red\"");
        (await CallAsync("get_value", "/dhcp:dhcp/uptime")).ShouldBeJson("""{"value": "77"}""");
        (await Client.FailAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/max-lease-time", "value": 0}""", "rpc.method.invalid_params"))["data"]!["param"]!
            .GetValue<string>().ShouldBe("value");
        await Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/max-lease-time", "value": 9, "dryrun": true}""");
        await FailAsync("get_value", "/dhcp:dhcp/max-lease-time", "data.not_found");
        await Client.FailAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/max-lease-time", "value": [1]}""", "rpc.method.invalid_params_type");
        await Client.FailAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/uptime", "value": 1}""", "data.not_writable");
        await Client.FailAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/subnet{a 1}/comment", "value": "x"}""", "data.not_found");
        await FailAsync("get_value", "/dhcp:dhcp", "rpc.method.invalid_params");
        await SetAsync("/dhcp:dhcp/default-lease-time", "null");
        (await CallAsync("get_value", "/dhcp:dhcp/default-lease-time")).ShouldBeJson("""{"value": "600"}""");
    }

    [Fact]
    public async Task The_type_empty_in_a_union_is_null_in_an_array_or_the_leafs_name()
    {
        foreach (var value in new[] { "[null]", "\"\"", "\"mixed\"" })
        {
            await SetAsync("/dhcp:dhcp/mixed", value);
            (await CallAsync("get_value", "/dhcp:dhcp/mixed")).ShouldBeJson("""{"value": "mixed"}""");
        }

        await SetAsync("/dhcp:dhcp/mixed", "\"text\"");
        (await CallAsync("get_value", "/dhcp:dhcp/mixed")).ShouldBeJson("""{"value": "text"}""");
        await SetAsync("/dhcp:dhcp/mixed", "7");
        (await CallAsync("get_value", "/dhcp:dhcp/mixed")).ShouldBeJson("""{"value": "7"}""");
    }

    [Fact]
    public async Task A_leaf_list_is_set_as_a_whole_and_appended_to()
    {
        await SetAsync("/dhcp:dhcp/order", """["b", "a"]""");
        await Client.CallAsync("append_list_entry", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/order", "value": "c"}""");
        (await CallAsync("get_value", "/dhcp:dhcp/order")).ShouldBeJson("""{"value": ["b", "a", "c"]}""");
        await Client.FailAsync("append_list_entry", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/order", "value": "c"}""", "data.already_exists");
        await Client.FailAsync("append_list_entry", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "value": "c"}""", "rpc.method.invalid_params");
        await Client.CallAsync("move_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/order{c}", "mode": "first"}""");
        (await CallAsync("get_value", "/dhcp:dhcp/order")).ShouldBeJson("""{"value": ["c", "b", "a"]}""");
        await SetAsync("/dhcp:dhcp/order", "null");
        await FailAsync("get_value", "/dhcp:dhcp/order", "data.not_found");
    }

    [Fact]
    public async Task Several_values_are_given_with_what_may_be_done_with_them()
    {
        await CallAsync("create", "/dhcp:dhcp/enabled");
        (await Client.CallAsync("get_values", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "leafs": ["default-lease-time", "enabled", "max-lease-time", "nope", "uptime"]}""")).ShouldBeJson("""
            {"values": [
              {"value": "600", "access": {"read": true, "write": true}},
              {"exists": true, "access": {"read": true, "write": true}},
              {"not_found": true, "access": {"read": true, "write": true}},
              {"error": "unknown element 'nope'", "access": {}},
              {"value": "77", "access": {"read": true}}]}
            """);
        await Client.FailAsync("get_values", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{none}", "leafs": []}""", "data.not_found");
    }

    [Fact]
    public async Task The_case_in_use_is_told()
    {
        (await Client.CallAsync("get_case", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "choice": "way"}""")).ShouldBeJson("""{"case": "fast"}""");
        await SetAsync("/dhcp:dhcp/tardy", "\"x\"");
        (await Client.CallAsync("get_case", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "choice": "way"}""")).ShouldBeJson("""{"case": "slow"}""");
        await Client.FailAsync("get_case", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "choice": "nope"}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Entries_are_renamed_copied_and_moved()
    {
        foreach (var name in new[] { "one", "two", "three" }) await CallAsync("create", $"/dhcp:dhcp/rule{{{name}}}");
        await SetAsync("/dhcp:dhcp/rule{two}/to", "\"there\"");
        await Client.CallAsync("rename_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{two}", "to_keys": ["zwei"]}""");
        (await KeysAsync()).ShouldBeJson("""[["one"], ["zwei"], ["three"]]""");
        (await CallAsync("get_value", "/dhcp:dhcp/rule{zwei}/to")).ShouldBeJson("""{"value": "there"}""");
        await Client.CallAsync("copy_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{zwei}", "to_keys": ["copy"]}""");
        await Client.CallAsync("move_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{copy}", "to_path": "/dhcp:dhcp/rule{one}", "mode": "after"}""");
        (await KeysAsync()).ShouldBeJson("""[["one"], ["copy"], ["zwei"], ["three"]]""");
        await Client.FailAsync("copy_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{zwei}", "to_keys": ["one"]}""", "data.already_exists");
        await Client.FailAsync("rename_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{nope}", "to_keys": ["x"]}""", "data.not_found");
        await Client.FailAsync("rename_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{one}", "to_keys": []}""", "rpc.method.invalid_params");
        await Client.FailAsync("move_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/rule{one}", "mode": "before"}""", "rpc.method.missing_params");
        await Client.FailAsync("move_list_entry", $$"""{"th": {{_th}}, "from_path": "/dhcp:dhcp/class{x}", "mode": "first"}""", "rpc.method.invalid_params");
        async Task<JsonNode?> KeysAsync() => (await CallAsync("get_list_keys", "/dhcp:dhcp/rule"))["keys"];
    }

    [Fact]
    public async Task Keys_come_in_chunks_and_those_that_begin_as_asked_for()
    {
        foreach (var name in new[] { "a", "ab", "abc", "b", "ba" }) await CallAsync("create", $"/dhcp:dhcp/class{{{name}}}");
        (await CallAsync("count_list_keys", "/dhcp:dhcp/class")).ShouldBeJson("""{"count": 5}""");
        var first = await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "chunk_size": 2, "lh": -1}""");
        first["keys"].ShouldBeJson("""[["a"], ["ab"]]""");
        first["total_count"]!.GetValue<int>().ShouldBe(5);
        var lh = first["lh"]!.GetValue<int>();
        (await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "chunk_size": 2, "lh": {{lh}}}""")).ShouldBeJson($$"""{"keys": [["abc"], ["b"]], "total_count": 5, "lh": {{lh}}}""");
        (await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "chunk_size": 2, "lh": {{lh}}}""")).ShouldBeJson("""{"keys": [["ba"]], "total_count": 5, "lh": -1}""");
        await Client.FailAsync("get_list_keys", $$"""{"th": {{_th}}, "lh": {{lh}}}""", "rpc.method.invalid_params");
        (await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "start_with": ["ab"]}""")).ShouldBeJson("""{"keys": [["ab"], ["abc"]], "total_count": 2, "lh": -1}""");
        await CallAsync("create", "/dhcp:dhcp/subnet{10.0.0.0 8}");
        await CallAsync("create", "/dhcp:dhcp/subnet{10.0.0.0 16}");
        (await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/subnet", "start_with": ["10.", "1"]}"""))["keys"].ShouldBeJson("""[["10.0.0.0", "16"]]""");
        await SetAsync("/dhcp:dhcp/foo", """["ba", "b", "a"]""");
        (await CallAsync("get_list_keys", "/dhcp:dhcp/foo")).ShouldBeJson("""{"keys": [["a"], ["b"], ["ba"]], "total_count": 3, "lh": -1}""");
        (await Client.CallAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/foo", "start_with": ["b"]}"""))["keys"].ShouldBeJson("""[["b"], ["ba"]]""");
        await FailAsync("get_list_keys", "/dhcp:dhcp/max-lease-time", "rpc.method.invalid_params");
        await Client.FailAsync("get_list_keys", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "chunk_size": 0}""", "rpc.method.invalid_params");
        await Client.FailAsync("get_list_keys", $$"""{"th": {{_th}}}""", "rpc.method.missing_params");
    }

    [Fact]
    public async Task A_part_is_shown_as_text_and_as_JSON_of_two_kinds()
    {
        await CallAsync("create", "/dhcp:dhcp/class{gold}");
        await SetAsync("/dhcp:dhcp/class{gold}/rank", "3");
        (await CallAsync("show_config", "/dhcp:dhcp/class{gold}"))["config"]!.GetValue<string>().ShouldContain("rank 3;");
        (await ShowAsync("json", "/dhcp:dhcp/class{gold}"))["data"].ShouldBeJson("""{"dhcp:dhcp": {"class": [{"name": "gold", "rank": 3}]}}""");
        (await ShowAsync("json2", "/"))["data"].ShouldBeJson("""{"dhcp:dhcp": {"class": [{"name": "gold", "rank": 3}]}}""");
        (await Client.CallAsync("show_config", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "result_as": "json", "with_oper": true}"""))["data"]!["dhcp:dhcp"]!["uptime"]!.GetValue<int>().ShouldBe(77);
        await SetAsync("/dhcp:dhcp/tardy", $"\"{new string('x', 3000)}\"");
        await Client.FailAsync("show_config", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp", "max_size": 2}""", "rpc.method.failed");
        Task<JsonNode> ShowAsync(string form, string path) => Client.CallAsync("show_config", $$"""{"th": {{_th}}, "path": "{{path}}", "result_as": "{{form}}"}""");
    }

    [Fact]
    public async Task Documents_are_loaded_or_refused_with_the_row()
    {
        await LoadAsync("""{"data": "<dhcp xmlns='urn:test:dhcp'><class><name>a</name><rank>1</rank></class></dhcp>"}""");
        await LoadAsync("""{"data": {"dhcp:dhcp": {"class": [{"name": "b"}]}}, "format": "json"}""");
        await LoadAsync("""{"data": "<class xmlns='urn:test:dhcp'><name>c</name></class>", "path": "/dhcp:dhcp"}""");
        (await CallAsync("count_list_keys", "/dhcp:dhcp/class")).ShouldBeJson("""{"count": 3}""");
        await Client.FailAsync("load", $$"""{"th": {{_th}}, "mode": "create", "data": "<dhcp xmlns='urn:test:dhcp'><class><name>a</name></class></dhcp>"}""", "data.already_exists");
        await LoadAsync("""{"mode": "replace", "data": "<dhcp xmlns='urn:test:dhcp'><class><name>z</name></class></dhcp>"}""");
        (await CallAsync("count_list_keys", "/dhcp:dhcp/class")).ShouldBeJson("""{"count": 1}""");
        var bad = await Client.FailAsync("load", $$"""{"th": {{_th}}, "data": "<dhcp xmlns='urn:test:dhcp'>\n  <max-lease-time>x</max-lease-time>\n</dhcp>"}""", "rpc.method.failed");
        bad["data"]!["row"]!.GetValue<int>().ShouldBe(2);
        bad["data"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
        (await Client.FailAsync("load", $$"""{"th": {{_th}}, "data": "<dhcp xmlns='urn:test:dhcp'>\n\n  <a></b></dhcp>"}""", "rpc.method.failed"))["data"]!["row"]!.GetValue<int>().ShouldBe(3);
        Task<JsonNode> LoadAsync(string rest) => Client.CallAsync("load", $$"""{"th": {{_th}}, """ + rest[1..]);
    }

    [Fact]
    public async Task Leafrefs_are_followed_and_their_values_listed_page_by_page()
    {
        foreach (var name in new[] { "gold", "grey", "iron" }) await CallAsync("create", $"/dhcp:dhcp/class{{{name}}}");
        await CallAsync("create", "/dhcp:dhcp/subnet{10.0.0.0 8}");
        await SetAsync("/dhcp:dhcp/subnet{10.0.0.0 8}/kind", "\"iron\"");
        (await CallAsync("deref", "/dhcp:dhcp/subnet{10.0.0.0 8}/kind")).ShouldBeJson("""{"paths": ["/dhcp:dhcp/class{iron}/name"]}""");
        (await Client.CallAsync("deref", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}/kind", "result_as": "target"}""")).ShouldBeJson("""{"target": "/dhcp:dhcp/class{iron}/name"}""");
        (await Client.CallAsync("deref", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}/kind", "result_as": "list-target"}""")).ShouldBeJson("""{"list-target": "/dhcp:dhcp/class"}""");
        await FailAsync("deref", "/dhcp:dhcp/max-lease-time", "rpc.method.invalid_params");
        const string kind = "/dhcp:dhcp/subnet{10.0.0.0 8}/kind";
        (await CallAsync("get_leafref_values", kind)).ShouldBeJson("""{"values": ["gold", "grey", "iron"], "source": "/dhcp:dhcp/class/name"}""");
        (await ValuesAsync(", \"offset\": 1, \"limit\": 1")).ShouldBeJson("""["grey"]""");
        (await ValuesAsync(", \"starts_with\": \"g\"")).ShouldBeJson("""["gold", "grey"]""");
        (await ValuesAsync(", \"limit\": 0")).ShouldBeJson("[]");
        await Client.FailAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "{{kind}}", "offset": -1}""", "rpc.method.invalid_params");
        await Client.FailAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "{{kind}}", "limit": -2}""", "rpc.method.invalid_params");
        await Client.FailAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "{{kind}}", "offset": 9}""", "rpc.method.failed");
        async Task<JsonNode?> ValuesAsync(string rest) => (await Client.CallAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "{{kind}}"{{rest}}}"""))["values"];
    }

    [Fact]
    public async Task Leafrefs_that_together_name_an_entry_have_combinations_of_keys_as_values()
    {
        foreach (var path in new[] { "/dhcp:dhcp/subnet{10.0.0.0 8}", "/dhcp:dhcp/subnet{10.0.0.0 16}", "/dhcp:dhcp/subnet{192.0.2.0 24}" }) await CallAsync("create", path);
        (await CallAsync("get_leafref_values", "/dhcp:dhcp/route/mask")).ShouldBeJson(
            """{"values": [["10.0.0.0", "8"], ["10.0.0.0", "16"], ["192.0.2.0", "24"]], "source": "/dhcp:dhcp/subnet"}""");
        (await ValuesAsync("net", ", \"starts_with\": \"10.\", \"offset\": 1")).ShouldBeJson("""[["10.0.0.0", "16"]]""");
        (await ValuesAsync("mask", ", \"starts_with\": \"2\"")).ShouldBeJson("""[["192.0.2.0", "24"]]""");
        (await ValuesAsync("net", ", \"skip_grouping\": true")).ShouldBeJson("""["10.0.0.0", "10.0.0.0", "192.0.2.0"]""");
        await SetAsync("/dhcp:dhcp/route/net", "\"10.0.0.0\"");
        (await ValuesAsync("mask", ", \"skip_grouping\": true")).ShouldBeJson("""["8", "16"]""");
        await Client.FailAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/route/net", "starts_with": "10.", "offset": 3}""", "rpc.method.failed");
        async Task<JsonNode?> ValuesAsync(string leaf, string rest) => (await Client.CallAsync("get_leafref_values", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/route/{{leaf}}"{{rest}}}"""))["values"];
    }

    [Fact]
    public async Task Values_of_an_rpcs_parameter_depend_on_other_parameters_given_as_keys()
    {
        foreach (var path in new[] { "/dhcp:dhcp/class{gold}", "/dhcp:dhcp/class{gold}/member{m1}", "/dhcp:dhcp/class{grey}", "/dhcp:dhcp/class{grey}/member{m2}" }) await CallAsync("create", path);
        var th = await Client.BeginAsync($$"""{"th": {{_th}}, "mode": "read_write", "action_path": "/dhcp:create-service"}""");
        (await Client.CallAsync("get_leafref_values", $$"""{"th": {{th}}, "path": "/dhcp:create-service/member", "keys": {"/create-service/name": "grey"} }""")).ShouldBeJson(
            """{"values": ["m2"], "source": "/dhcp:dhcp/class{grey}/member/id"}""");
        (await Client.CallAsync("get_leafref_values", $$"""{"th": {{th}}, "path": "/dhcp:create-service/member"}"""))["source"]!.GetValue<bool>().ShouldBeFalse();
        await Client.FailAsync("new_trans", """{"action_path": "/dhcp:dhcp"}""", "rpc.method.invalid_params");
    }

    private Task<JsonNode> CallAsync(string method, string path) => Client.CallAsync(method, $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}}""");

    private Task<JsonNode> FailAsync(string method, string path, string type) => Client.FailAsync(method, $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}}""", type);

    private Task<JsonNode> SetAsync(string path, string value) => Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}, "value": {{value}}}""");
}

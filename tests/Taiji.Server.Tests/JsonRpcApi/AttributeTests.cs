using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>get_attrs and set_attrs: what is set is kept by the datastores, and is a part of the transaction.</summary>
public sealed class AttributeTests : JsonRpcTest
{
    private const string Gold = "/dhcp:dhcp/class{gold}", Rank = "/dhcp:dhcp/class{gold}/rank";

    private int _th;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.ConfigureAsync((Gold, ""), (Rank, "3"), ("/dhcp:dhcp/foo{bar}", ""));
        _th = await Client.BeginAsync();
    }

    [Fact]
    public async Task Attributes_are_set_read_by_name_and_taken_away()
    {
        (await GetAsync(Rank)).ShouldBeJson("{}");
        await SetAsync(Rank, """{"annotation": "why \"so\"", "tags": ["b", "a", "b"]}""");
        (await GetAsync(Rank)).ShouldBeJson("""{"annotation": "why \"so\"", "tags": ["b", "a"]}""");
        (await GetAsync(Rank, """["tags", "inactive"]""")).ShouldBeJson("""{"tags": ["b", "a"]}""");
        await SetAsync(Rank, """{"tags": "one two"}""");
        (await GetAsync(Rank, """["tags"]""")).ShouldBeJson("""{"tags": ["one", "two"]}""");
        await SetAsync(Rank, """{"annotation": null, "tags": []}""");
        (await GetAsync(Rank)).ShouldBeJson("{}");
        foreach (var path in new[] { "/dhcp:dhcp", Gold, "/dhcp:dhcp/foo{bar}" })
        {
            await SetAsync(path, """{"annotation": "x"}""");
            (await GetAsync(path)).ShouldBeJson("""{"annotation": "x"}""");
        }
    }

    [Theory]
    [InlineData(Rank, """{"annotation": 1}""", "rpc.method.invalid_params_type")]
    [InlineData(Rank, """{"annotation": ["x"]}""", "rpc.method.invalid_params_type")]
    [InlineData(Rank, """{"tags": [1]}""", "rpc.method.invalid_params_type")]
    [InlineData(Rank, """{"tags": ["a b"]}""", "rpc.method.invalid_params")]
    [InlineData(Rank, """{"colour": "red"}""", "rpc.method.unknown_params_value")]
    [InlineData(Rank, """{"refcount": 2}""", "rpc.method.failed")]
    [InlineData(Rank, """{"inactive": true}""", "rpc.method.failed")]
    [InlineData(Rank, """{"inactive": "yes"}""", "rpc.method.invalid_params_type")]
    [InlineData("/dhcp:dhcp/class{none}", """{"annotation": "x"}""", "data.not_found")]
    [InlineData("/dhcp:dhcp/class", """{"annotation": "x"}""", "data.not_found")]
    [InlineData("/dhcp:dhcp/uptime", """{"annotation": "x"}""", "data.not_writable")]
    [InlineData(Gold + "/name", """{"annotation": "x"}""", "data.not_writable")]
    [InlineData("/dhcp:dhcp/set-clock", """{"annotation": "x"}""", "rpc.method.invalid_params")]
    public async Task What_cant_be_set_is_refused_and_nothing_is(string path, string attributes, string type)
    {
        var error = await Client.FailAsync("set_attrs", $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}, "attrs": {{attributes}} }""", type);
        if (type == "rpc.method.failed") error["data"]!["reason"]!.GetValue<string>().ShouldNotBeEmpty();
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{_th}}}""")).ShouldBeJson("""{"modified": false}""");
    }

    [Fact]
    public async Task Names_that_are_none_are_refused()
    {
        await Client.FailAsync("get_attrs", $$"""{"th": {{_th}}, "path": "{{Rank}}", "names": ["colour"]}""", "rpc.method.unknown_params_value");
        await Client.FailAsync("get_attrs", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{none}", "names": []}""", "data.not_found");
        await SetAsync(Rank, """{"inactive": false, "refcount": null}""");
    }

    [Fact]
    public async Task They_are_a_change_of_the_transaction_that_its_abort_forgets_and_its_commit_keeps()
    {
        await SetAsync(Rank, """{"annotation": "x"}""");
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{_th}}}""")).ShouldBeJson("""{"modified": true}""");
        (await Client.CallAsync("get_trans_changes", $$"""{"th": {{_th}}}""")).ShouldBeJson(
            $$"""{"changes": [{"keypath": "{{Rank}}", "op": "attr_set", "attr": "annotation", "value": "x", "old": ""}]}""");
        (await Client.CallAsync("get_trans_changes", $$"""{"th": {{_th}}, "output": "compact"}""")).ShouldBeJson(
            $$"""{"changes": [{"keypath": "{{Rank}}", "op": "attr_set", "attr": "annotation", "value": "x"}]}""");
        await Client.CallAsync("delete_trans", $$"""{"th": {{_th}}}""");
        _th = await Client.BeginAsync();
        (await GetAsync(Rank)).ShouldBeJson("{}");

        await SetAsync(Rank, """{"annotation": "x"}""");
        var dryRun = await Client.CallAsync("apply", $$"""{"th": {{_th}}, "flags": ["dry-run=xml"]}""");
        dryRun["dry-run-result"]!["xml"]!["local-node"]!["data"]!.GetValue<string>().ShouldContain("<rank xmlns:tat=\"urn:taiji:attributes\" tat:annotation=\"x\">3</rank>");
        await Client.CallAsync("validate_commit", $$"""{"th": {{_th}}}""");
        await Client.CallAsync("commit", $$"""{"th": {{_th}}}""");
        _th = await Client.BeginAsync("""{"mode": "read"}""");
        (await GetAsync(Rank)).ShouldBeJson("""{"annotation": "x"}""");
        (await Client.CallAsync("get_rollback", """{"nr": 0}""")).GetValue<string>().ShouldContain("delete: annotate rank taiji-attributes:annotation;");
        await Client.CallAsync("install_rollback", """{"nr": 0}""");
        _th = await Client.BeginAsync("""{"mode": "read"}""");
        (await GetAsync(Rank)).ShouldBeJson("{}");
    }

    [Fact]
    public async Task They_go_with_a_deleted_entry_move_with_a_renamed_one_and_are_copied_with_a_copied_one()
    {
        await SetAsync(Gold, """{"tags": ["e"]}""");
        await SetAsync(Rank, """{"annotation": "x"}""");
        await Client.CallAsync("copy_list_entry", $$"""{"th": {{_th}}, "from_path": "{{Gold}}", "to_keys": ["copy"]}""");
        await Client.CallAsync("rename_list_entry", $$"""{"th": {{_th}}, "from_path": "{{Gold}}", "to_keys": ["silver"]}""");
        foreach (var name in new[] { "copy", "silver" })
        {
            (await GetAsync($"/dhcp:dhcp/class{{{name}}}")).ShouldBeJson("""{"tags": ["e"]}""");
            (await GetAsync($"/dhcp:dhcp/class{{{name}}}/rank")).ShouldBeJson("""{"annotation": "x"}""");
            await Client.CallAsync("delete", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{{{name}}}"}""");
            await Client.CallAsync("create", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{{{name}}}"}""");
            (await GetAsync($"/dhcp:dhcp/class{{{name}}}")).ShouldBeJson("{}");
        }
    }

    [Theory]
    [InlineData("""{"db": "candidate", "mode": "read_write"}""")]
    [InlineData("""{"mode": "read_write", "conf_mode": "exclusive"}""")]
    public async Task Every_kind_of_transaction_keeps_them(string parameters)
    {
        _th = await Client.BeginAsync(parameters);
        await SetAsync(Rank, """{"annotation": "x"}""");
        var inner = await Client.CallAsync("new_trans", $$"""{"mode": "read_write", "th": {{_th}}}""");
        await Client.CallAsync("set_attrs", $$"""{"th": {{inner["th"]}}, "path": "{{Gold}}", "attrs": {"tags": ["t"]} }""");
        await Client.CallAsync("apply", $$"""{"th": {{inner["th"]}}}""");
        await Client.CallAsync("apply", $$"""{"th": {{_th}}}""");
        _th = await Client.BeginAsync("""{"mode": "read"}""");
        (await GetAsync(Rank)).ShouldBeJson("""{"annotation": "x"}""");
        (await GetAsync(Gold)).ShouldBeJson("""{"tags": ["t"]}""");
    }

    [Fact]
    public async Task Documents_that_are_loaded_bring_theirs()
    {
        await LoadAsync("""{"format": "json", "data": {"dhcp:dhcp": {"class": [{"@": {"taiji-attributes:tags": "t"}, "name": "tin", "rank": 4, "@rank": {"taiji-attributes:annotation": "j"}}]}}}""");
        (await GetAsync("/dhcp:dhcp/class{tin}")).ShouldBeJson("""{"tags": ["t"]}""");
        (await GetAsync("/dhcp:dhcp/class{tin}/rank")).ShouldBeJson("""{"annotation": "j"}""");
        await LoadAsync("""{"data": "<dhcp xmlns='urn:test:dhcp' xmlns:a='urn:taiji:attributes'><class a:tags=''><name>tin</name><rank a:annotation='x'>5</rank></class><foo a:tags='f'>bar</foo></dhcp>"}""");
        (await GetAsync("/dhcp:dhcp/class{tin}")).ShouldBeJson("{}");
        (await GetAsync("/dhcp:dhcp/class{tin}/rank")).ShouldBeJson("""{"annotation": "x"}""");
        (await GetAsync("/dhcp:dhcp/foo{bar}")).ShouldBeJson("""{"tags": ["f"]}""");
        await Client.FailAsync("load", $$"""{"th": {{_th}}, "data": "<dhcp xmlns='urn:test:dhcp' xmlns:a='urn:taiji:attributes' a:tags=' x'/>"}""", "rpc.method.failed");
    }

    private Task<JsonNode> LoadAsync(string rest) => Client.CallAsync("load", $$"""{"th": {{_th}}, """ + rest[1..]);

    private Task<JsonNode> SetAsync(string path, string attributes) =>
        Client.CallAsync("set_attrs", $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}, "attrs": {{attributes}} }""");

    private async Task<JsonNode> GetAsync(string path, string? names = null) => (await Client.CallAsync(
        "get_attrs", $$"""{"th": {{_th}}, "path": {{JsonRpcClient.Quote(path)}}{{(names is null ? "" : ", \"names\": " + names)}} }"""))["attrs"]!;
}

using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class QueryTests : JsonRpcTest
{
    private int _th;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _th = await Client.BeginAsync();
        foreach (var (name, rank) in new[] { ("a", 3), ("b", 20), ("c", 1), ("d", 20) })
        {
            await Client.CallAsync("create", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{{{name}}}"}""");
            await Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{{{name}}}/rank", "value": {{rank}}}""");
        }

        await Client.CallAsync("set_value", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/foo", "value": ["foo", "bar"]}""");
    }

    [Fact]
    public async Task A_query_gives_its_results_at_once()
    {
        var result = await QueryAsync("""{"xpath_expr": "/dhcp:dhcp/dhcp:foo", "result_as": "keypath-value"}""");
        result["results"].ShouldBeJson("""[{"keypath": "/dhcp:dhcp/foo{bar}", "value": "bar"}, {"keypath": "/dhcp:dhcp/foo{foo}", "value": "foo"}]""");
        (result["current_position"]!.GetValue<int>(), result["position"]!.GetValue<int>(), result["number_of_results"]!.GetValue<int>(), result["total_number_of_results"]!.GetValue<int>())
            .ShouldBe((1, 1, 2, 2));
    }

    [Theory]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class", "selection": ["name", "rank"]}""", """[["a", "3"], ["b", "20"], ["c", "1"], ["d", "20"]]""")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[rank > 2]", "selection": ["name"]}""", """["a", "b", "d"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["rank"]}""", """["c", "a", "b", "d"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["rank", "name"], "sort_order": "descending"}""", """["d", "b", "a", "c"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["name"], "sort_order": "descending"}""", """["d", "c", "b", "a"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["missing", "rank mod 7"]}""", """["c", "a", "b", "d"]""")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[name='c']/rank"}""", """["1"]""")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[rank = 20]", "selection": ["name"], "chunk_size": 1, "initial_offset": 2}""", """["d"]""")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class/name"}""", """["a", "b", "c", "d"]""")]
    [InlineData("""{"xpath_expr": "class/name", "context_node": "/dhcp:dhcp"}""", """["a", "b", "c", "d"]""")]
    [InlineData("""{"xpath_expr": "dhcp:dhcp/class/name"}""", """["a", "b", "c", "d"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class{b}", "selection": ["name", "rank mod 2 = 0"]}""", """[["b", "true"]]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class{b}", "selection": ["name", "(rank mod 2) == 0"]}""", """[["b", "true"]]""")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp/class[name == 'b']", "selection": ["name", "'a==b'"]}""", """[["b", "a==b"]]""")]
    [InlineData("""{"xpath_expr": "sort-by(/dhcp:dhcp/class[rank > 1], 'rank')", "selection": ["name"]}""", """["a", "b", "d"]""")]
    [InlineData("""{"xpath_expr": " sort-by( class , \"rank mod 7\" ) ", "context_node": "/dhcp:dhcp", "selection": ["name"], "sort_order": "descending"}""", """["b", "d", "a", "c"]""")]
    [InlineData("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "chunk_size": 2, "initial_offset": 2}""", """["b", "c"]""")]
    public async Task Selections_sorts_and_contexts_do_what_they_say(string query, string results) => (await QueryAsync(query))["results"].ShouldBeJson(results);

    [Fact]
    public async Task A_started_query_pages_is_reset_and_stopped()
    {
        var qh = (await Client.CallAsync("start_query", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class", "selection": ["name"], "chunk_size": 3, "include_total": false}"""))["qh"]!.GetValue<int>();
        var first = await Client.CallAsync("run_query", $$"""{"qh": {{qh}}}""");
        first["results"].ShouldBeJson("""["a", "b", "c"]""");
        first["total_number_of_results"].ShouldBeNull();
        first["chunk_size"]!.GetValue<int>().ShouldBe(3);
        var second = await Client.CallAsync("run_query", $$"""{"qh": {{qh}}}""");
        (second["position"]!.GetValue<int>(), second["number_of_results"]!.GetValue<int>()).ShouldBe((4, 1));
        (await Client.CallAsync("run_query", $$"""{"qh": {{qh}}}"""))["number_of_results"]!.GetValue<int>().ShouldBe(0);
        await Client.CallAsync("reset_query", $$"""{"qh": {{qh}}}""");
        (await Client.CallAsync("run_query", $$"""{"qh": {{qh}}}"""))["results"].ShouldBeJson("""["a", "b", "c"]""");
        await Client.CallAsync("stop_query", $$"""{"qh": {{qh}}}""");
        await Client.FailAsync("run_query", $$"""{"qh": {{qh}}}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Strings_of_digits_are_sorted_as_texts_and_numbers_by_their_values()
    {
        foreach (var name in new[] { "10", "9", "1x" }) await Client.CallAsync("create", $$"""{"th": {{_th}}, "path": "/dhcp:dhcp/class{{{name}}}"}""");
        (await QueryAsync("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["name"]}"""))["results"].ShouldBeJson("""["10", "1x", "9", "a", "b", "c", "d"]""");
        (await QueryAsync("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["string(name)"]}"""))["results"].ShouldBeJson("""["10", "1x", "9", "a", "b", "c", "d"]""");
        (await QueryAsync("""{"path": "/dhcp:dhcp/class", "selection": ["name"], "sort": ["number(name)", "name"]}"""))["results"].ShouldBeJson("""["9", "10", "1x", "a", "b", "c", "d"]""");
    }

    [Theory]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp["}""", "rpc.method.invalid_params")]
    [InlineData("""{"xpath_expr": "1 + 2"}""", "rpc.method.invalid_params")]
    [InlineData("""{"xpath_expr": "sort-by(/dhcp:dhcp/class)"}""", "rpc.method.invalid_params")]
    [InlineData("""{"xpath_expr": "sort-by(/dhcp:dhcp/class, 'rank') | /dhcp:dhcp/foo"}""", "rpc.method.invalid_params")]
    [InlineData("""{"xpath_expr": "/dhcp:dhcp", "selection": ["]"]}""", "rpc.method.invalid_params")]
    [InlineData("{}", "rpc.method.missing_params")]
    [InlineData("""{"path": "/dhcp:dhcp", "xpath_expr": "/dhcp:dhcp"}""", "rpc.method.invalid_params")]
    [InlineData("""{"path": "/dhcp:dhcp", "result_as": "pdf"}""", "rpc.method.unknown_params_value")]
    public async Task A_query_that_cant_be_is_refused(string query, string type) => await Client.FailAsync("query", With(query), type);

    [Fact]
    public async Task A_transactions_queries_end_with_it()
    {
        var th = await Client.BeginAsync("{}");
        var qh = (await Client.CallAsync("start_query", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class"}"""))["qh"]!.GetValue<int>();
        await Client.CallAsync("delete_trans", $$"""{"th": {{th}}}""");
        await Client.FailAsync("stop_query", $$"""{"qh": {{qh}}}""", "rpc.method.invalid_params");
    }

    [Theory]
    [InlineData("count(/dhcp:dhcp/class)", "4")]
    [InlineData("sum(/dhcp:dhcp/class/rank) div 2", "22")]
    [InlineData("/dhcp:dhcp/class[name='b']/rank = 20", "true")]
    [InlineData("concat(/dhcp:dhcp/class[1]/name, '!')", "a!")]
    [InlineData("/dhcp:dhcp/uptime", "77")]
    public async Task An_expression_is_evaluated_to_a_string(string expression, string value) =>
        (await Client.CallAsync("eval_XPath", $$"""{"th": {{_th}}, "xpath_expr": "{{expression}}"}""")).ShouldBeJson($$"""{"value": "{{value}}"}""");

    private Task<JsonNode> QueryAsync(string query) => Client.CallAsync("query", With(query));

    private string With(string query)
    {
        var parameters = JsonNode.Parse(query)!.AsObject();
        parameters["th"] = _th;
        return parameters.ToJsonString();
    }
}

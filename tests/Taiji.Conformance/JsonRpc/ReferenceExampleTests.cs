using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.JsonRpc;

/// <summary>
/// The examples of the reference, one after the other: requests word by word but for handles, which are those of the session at hand, and for <c>id</c> without quotes, which is no JSON. A result
/// has all that the example shows; where the example and the method's text differ, it is as the text says, and both where they can stand beside each other.
/// </summary>
[Collection(JsonRpcCollection.Name)]
public sealed partial class ReferenceExampleTests(JsonRpcFixture server) : JsonRpcConformanceTest(server)
{
    // Name, request, response.
    private static readonly (string Name, string Request, string Response)[] Examples =
    [
        ("an unknown method (the list of errors calls it so)", """{"jsonrpc": "2.0", "id": 1, "method": "subtract", "params": [42, 23]}""",
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "type": "rpc.method.not_found", "message": "Method not found"}}"""),
        ("an unexpected parameter", """{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"foo": "joe", "bar": "SWkkasE32"}}""",
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "type": "rpc.method.unexpected_params", "message": "Unexpected params", "data": {"param": "foo"}}}"""),
        ("Example 12, refused", """{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"user": "joe", "passwd": "SWkkasE32"}}""",
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "type": "rpc.method.failed", "message": "Method failed"}}"""),
        ("Example 13, refused", """{"jsonrpc": "2.0", "id": 1, "method": "challenge_response", "params": {"challenge_id": "123", "response": "SWkkasE32"}}""",
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "type": "rpc.method.failed", "message": "Method failed"}}"""),
        ("Example 12, then", """{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}""", """{"jsonrpc": "2.0", "id": 1, "result": {"trans": []}}"""),
        ("Example 16 (the text has an object)", """{"jsonrpc": "2.0", "id": 1, "method": "new_trans", "params": {"db": "running", "mode": "read"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {"th": "*"}}"""),
        ("Example 15", """{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}""", """{"jsonrpc": "2.0", "id": 1, "result": {"trans": [{"db": "running", "th": "*"}]}}"""),
        ("Example 1", """{"jsonrpc": "2.0", "id": 1, "method": "get_value", "params": {"th": 4711, "path": "/dhcp:dhcp/max-lease-time"}}""",
            """{"jsonrpc": "2.0", "id": 1, "result": {"value": "7200"}}"""),
        ("a transaction to write", """{"jsonrpc": "2.0", "id": 1, "method": "new_trans", "params": {"mode": "read_write"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {"th": "*"}}"""),
        ("Example 2", """{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": 4711, "path": "/dhcp:dhcp/max-lease-time", "value": "4500"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("values for examples 3 to 7", """{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": 1, "path": "/dhcp:dhcp/foo", "value": ["foo", "bar"]}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 3", """{"jsonrpc": "2.0", "id": 1, "method": "query", "params": {"th": 1, "xpath_expr": "/dhcp:dhcp/dhcp:foo", "result_as": "keypath-value"}}""",
            """{"jsonrpc": "2.0", "id": 1, "result": {"current_position": 1, "total_number_of_results": 2, "number_of_results": 2, "number_of_elements_per_result": 1, "results": [{"keypath": "/dhcp:dhcp/foo{foo}", "value": "foo"}, {"keypath": "/dhcp:dhcp/foo{bar}", "value": "bar"}]}}"""),
        ("Example 4 (the text has an object)", """{"jsonrpc": "2.0", "id": 1, "method": "start_query", "params": {"th": 1, "xpath_expr": "/dhcp:dhcp/dhcp:foo", "result_as": "string"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {"qh": "*"}}"""),
        ("Example 5", """{"jsonrpc": "2.0", "id": 1, "method": "run_query", "params": {"qh": 22}}""",
            """{"jsonrpc": "2.0", "id": 1, "result": {"current_position": 1, "total_number_of_results": 2, "number_of_results": 2, "number_of_elements_per_result": 1, "results": ["foo", "bar"]}}"""),
        ("Example 6 (the text has {})", """{"jsonrpc": "2.0", "id": 1, "method": "reset_query", "params": {"qh": 67}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 7 (the text has {})", """{"jsonrpc": "2.0", "id": 1, "method": "stop_query", "params": {"qh": 67}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 17, set before", """{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": 2, "path": "/dhcp:dhcp/default-lease-time", "value": "100"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 17, the rest undone", """{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": 2, "path": "/dhcp:dhcp/foo", "value": null}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 17, the rest undone", """{"jsonrpc": "2.0", "id": 1, "method": "set_value", "params": {"th": 2, "path": "/dhcp:dhcp/max-lease-time", "value": null}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 17", """{"jsonrpc": "2.0", "id": 1, "method": "changes", "params": {"th": 2}}""",
            """{"jsonrpc": "2.0", "id": 1, "result": [{"keypath":"/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100", "old": ""}]}"""),
        ("Example 8, the subscription", """{"jsonrpc": "2.0", "id": 1, "method": "subscribe_changes", "params": {"comet_id": "main", "path": "/dhcp:dhcp"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {"handle": "*"}}"""),
        ("Example 8, its start", """{"jsonrpc": "2.0", "id": 1, "method": "batch_init_done", "params": {"handle": "2"}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 8, the commit", """{"jsonrpc": "2.0", "id": 1, "method": "apply", "params": {"th": 2}}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
        ("Example 8, the message", """{"jsonrpc": "2.0", "id": 1, "method": "comet", "params": {"comet_id": "main"}}""",
            """{"jsonrpc": "2.0", "id": 1, "result": [{"handle": "*", "message": {"db": "running", "changes": [{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100"}], "user": "admin", "ip": "127.0.0.1"}}]}"""),
        ("Example 10, as it is printed", """{"jsonrpc": "2.0", id: 1, "method": "get_module_prefix_map", "params": {}}""", """{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "type": "rpc.request.parse_error"}}"""),
        ("Example 10", """{"jsonrpc": "2.0", "id": 1, "method": "get_module_prefix_map", "params": {}}""", """{"jsonrpc": "2.0", "id": 1, "result": {"ietf-inet-types": "inet", "ietf-netconf-acm": "nacm", "ietf-yang-types": "yang"}}"""),
        ("Example 14", """{"jsonrpc": "2.0", "id": 1, "method": "logout"}""", """{"jsonrpc": "2.0", "id": 1, "result": {}}"""),
    ];

    [Fact]
    public async Task The_references_examples_are_answered_as_it_shows()
    {
        using var session = await Server.LoginAsync();
        var (th, qh, handle) = ("0", "0", "0");
        foreach (var (name, request, response) in Examples)
        {
            var sent = Transaction().Replace(request, $"\"th\": {th}");
            sent = Query().Replace(sent, $"\"qh\": {qh}");
            sent = Handle().Replace(sent, $"\"handle\": \"{handle}\"");
            var answer = JsonNode.Parse(await session.SendAsync(sent))!;
            JsonRpcSession.Matches(answer, JsonNode.Parse(response)).ShouldBeTrue($"{name}\n{sent}\n{answer.ToJsonString()}\nnot {response}");
            if (answer["result"] is not JsonObject result) continue;
            th = result["th"]?.ToString() ?? th;
            qh = result["qh"]?.ToString() ?? qh;
            handle = result["handle"]?.ToString() ?? handle;
        }

        // Example 14, once more with the cookie that is no more.
        (await session.SendAsync("""{"jsonrpc": "2.0", "id": 1, "method": "logout"}""", "-H", "Cookie: sessionid=sess4245223558720207078;")).ShouldContain(
            "\"error\":{\"code\":-32000,\"type\":\"session.invalid_sessionid\",\"message\":\"Invalid sessionid\"}");
    }

    [Fact]
    public async Task A_batch_is_answered_request_by_request()
    {
        using var session = await Server.LoginAsync();
        var answers = JsonNode.Parse(await session.SendAsync("""
            [{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}, {"jsonrpc": "2.0", "id": 2, "method": "add", "params": [42, 23]}]
            """))!.AsArray();
        answers.Select(a => a!["id"]!.GetValue<int>()).Order().ShouldBe([1, 2]);
        await session.CallAsync("logout");
    }

    [GeneratedRegex("\"th\": \\d+")]
    private static partial Regex Transaction();

    [GeneratedRegex("\"qh\": \\d+")]
    private static partial Regex Query();

    [GeneratedRegex("\"handle\": \"2\"")]
    private static partial Regex Handle();
}

using System.Text.Json.Nodes;

namespace Taiji.Conformance.JsonRpc;

/// <summary>A client from the world that the API is for: a script for Node with fetch, WebSocket and an event stream does what a web UI does.</summary>
[Collection(JsonRpcCollection.Name)]
public sealed class NodeClientTests(JsonRpcFixture server) : JsonRpcConformanceTest(server)
{
    private const string Lease = "/dhcp:dhcp/default-lease-time";

    [Fact]
    public async Task A_web_UI_for_that_API_works_unchanged()
    {
        var script = Path.Combine(Client.RepositoryRoot, "tests/Taiji.Conformance/JsonRpc/web_ui.mjs");
        // Older ones have WebSocket behind a flag.
        var output = (await Client.RunAsync("node", ["--experimental-websocket", "--no-warnings", script, Server.Taiji.Http, "admin", TaijiProcess.AdminPassword])).Succeeded;
        var seen = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject().Single()).ToLookup(s => s.Key, s => s.Value);
        ShouldSee("user", """{"user": "admin"}""");
        ShouldSee("trans", "[]");
        ShouldSee("schema", """{"keypath": "/dhcp:dhcp", "children": ["default-lease-time", "max-lease-time", "foo", "way", "class", "rule"]}""");
        ShouldSee("values", """[{"value": "7200", "is_default": true, "access": {"read": true, "write": true}}, {"not_found": true, "access": {"read": true, "write": true}}]""");
        ShouldSee("webui", "[true]", "[true]", "[true]");
        ShouldSee("modified", """{"modified": true}""", """{"modified": true}""", """{"modified": true}""");
        ShouldSee("committed", """["rollback-id"]""", """["rollback-id"]""", """["rollback-id"]""");
        ShouldSee("comet", $"[{Told("100", "")}]");
        ShouldSee("socket answered", """{"jsonrpc": "2.0", "id": "a", "result": {"handle": "ws-lease"}}""");
        ShouldSee("socket told", $$"""{"comet_id": "ws", "handle": "ws-lease", "message": {{Told("200", "100")}}}""");
        ShouldSee("socket closed", "true");
        ShouldSee("stream", "\"text/event-stream\"");
        ShouldSee("event", $$"""{"id": "1", "handle": "sse-lease", "message": {{Told("300", "200")}}}""");
        ShouldSee("attributes", """{"annotation": "set to 300", "tags": ["ui"]}""");
        ShouldSee("after logout", "\"session.missing_sessionid\"");

        void ShouldSee(string what, params string[] expected)
        {
            seen[what].Count().ShouldBe(expected.Length, what);
            foreach (var (value, json) in seen[what].Zip(expected)) JsonNode.DeepEquals(value, JsonNode.Parse(json)).ShouldBeTrue($"{what}: {value?.ToJsonString()}, not {json}");
        }
    }

    private static string Told(string value, string old)
    {
        var changed = old.Length == 0 ? $$"""{"keypath": "{{Lease}}", "op": "value_set", "value": "{{value}}"}""" : $$"""{"keypath": "{{Lease}}", "op": "value_set", "value": "{{value}}", "old": "{{old}}"}""";
        var tags = old.Length == 0 ? $$""", {"keypath": "{{Lease}}", "op": "attr_set", "attr": "tags", "value": "ui"}""" : "";
        var before = old.Length == 0 ? "" : $$""", "old": "set to {{old}}" """;
        return $$"""{"db": "running", "changes": [{{changed}}, {"keypath": "{{Lease}}", "op": "attr_set", "attr": "annotation", "value": "set to {{value}}"{{before}}}{{tags}}], "user": "admin", "ip": "127.0.0.1"}""";
    }
}

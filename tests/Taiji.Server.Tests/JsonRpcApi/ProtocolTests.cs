using System.Net;
using System.Text.Json.Nodes;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class ProtocolTests : JsonRpcTest
{
    [Fact]
    public async Task An_unexpected_parameter_is_named_with_code_type_and_message()
    {
        using var client = Host.Connect();
        (await client.PostAsync("""{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"foo": "joe", "bar": "SWkkasE32"}}""")).ShouldBeJson(
            """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "type": "rpc.method.unexpected_params", "message": "Unexpected params", "data": {"param": "foo"}}}""");
    }

    [Theory]
    [InlineData("get_value", """{"path": "/dhcp:dhcp/max-lease-time"}""", "rpc.method.missing_params", "th")]
    [InlineData("get_value", """{"th": "x", "path": "/dhcp:dhcp/max-lease-time"}""", "rpc.method.invalid_params_type", "th")]
    [InlineData("get_value", """{"th": 1.5, "path": "/dhcp:dhcp/max-lease-time"}""", "rpc.method.invalid_params_type", "th")]
    [InlineData("new_trans", """{"db": "attic"}""", "rpc.method.unknown_params_value", "db")]
    [InlineData("new_trans", """{"colour": 1}""", "rpc.method.unexpected_params", "colour")]
    [InlineData("get_value", """{"th": 999, "path": "/dhcp:dhcp/max-lease-time"}""", "rpc.method.invalid_params", "th")]
    [InlineData("get_values", """{"th": 1, "path": "/dhcp:dhcp", "leafs": [1]}""", "rpc.method.invalid_params_type", "leafs")]
    public async Task Parameters_that_are_wrong_in_different_ways_are_told_apart(string method, string parameters, string type, string parameter) =>
        (await Client.FailAsync(method, parameters, type))["data"]!["param"]!.GetValue<string>().ShouldBe(parameter);

    [Fact]
    public async Task Parameters_may_be_given_by_position_in_the_order_of_the_table()
    {
        var th = await Client.BeginAsync();
        (await Client.CallAsync("exists", $"""[{th}, "/dhcp:dhcp/strict"]""")).ShouldBeJson("""{"exists": false}""");
        (await Client.FailAsync("exists", $"""[{th}, "/dhcp:dhcp/strict", 3]""", "rpc.method.unexpected_params"))["data"]!["param"]!.GetValue<string>().ShouldBe("2");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"a-b\"")]
    [InlineData("null")]
    [InlineData("-7.50")]
    [InlineData("123456789012345678901234567890")]
    public async Task An_id_comes_back_as_it_was(string id)
    {
        using var response = await Client.SendAsync($$"""{"jsonrpc": "2.0", "id": {{id}}, "method": "get_trans"}""");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"jsonrpc":"2.0","id":""" + id + ""","result":{"trans":[]}}""");
    }

    [Theory]
    [InlineData("""{"jsonrpc": "2.0", "id": [], "method": "get_trans"}""", -32600, "rpc.request.invalid")]
    [InlineData("""{"jsonrpc": "1.0", "id": 1, "method": "get_trans"}""", -32600, "rpc.request.invalid")]
    [InlineData("""{"id": 1, "method": "get_trans"}""", -32600, "rpc.request.invalid")]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": 5}""", -32600, "rpc.request.invalid")]
    [InlineData("7", -32600, "rpc.request.invalid")]
    [InlineData("[]", -32600, "rpc.request.invalid")]
    [InlineData("""{"jsonrpc": "2.0", id: 1}""", -32700, "rpc.request.parse_error")]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "get_tr""", -32700, "rpc.request.eof_parse_error")]
    [InlineData("", -32700, "rpc.request.eof_parse_error")]
    [InlineData("{", -32700, "rpc.request.eof_parse_error")]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "sing"}""", -32601, "rpc.method.not_found")]
    public async Task What_is_no_request_has_its_error(string body, int code, string type)
    {
        var error = (await Client.PostAsync(body))!["error"]!;
        (error["code"]!.GetValue<int>(), error["type"]!.GetValue<string>()).ShouldBe((code, type));
    }

    [Fact]
    public async Task A_notification_is_done_and_not_answered()
    {
        using var response = await Client.SendAsync("""{"jsonrpc": "2.0", "method": "put_session_data", "params": {"key": "k", "value": "v"}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Client.CallAsync("get_session_data", """{"key": "k"}""")).ShouldBeJson("""{"value": "v"}""");
    }

    [Fact]
    public async Task A_batch_is_answered_call_by_call_without_its_notifications()
    {
        var responses = (JsonArray)(await Client.PostAsync("""
            [{"jsonrpc": "2.0", "id": "a", "method": "get_trans"}, {"jsonrpc": "2.0", "method": "get_trans"}, {"jsonrpc": "2.0", "id": "b", "method": "sing"}, 5]
            """))!;
        responses.Count.ShouldBe(3);
        responses.Single(r => r!["id"]?.GetValue<string>() == "a")!["result"].ShouldBeJson("""{"trans": []}""");
        responses.Single(r => r!["id"]?.GetValue<string>() == "b")!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.not_found");
        responses.Single(r => r!["id"] is null)!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.request.invalid");
    }

    [Fact]
    public async Task Another_HTTP_method_than_POST_is_denied()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/jsonrpc");
        using var response = await Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.request.method_denied");
    }

    [Fact]
    public async Task A_multipart_request_is_its_first_part_and_a_broken_one_is_refused()
    {
        using var good = new HttpRequestMessage(HttpMethod.Post, "/jsonrpc")
        {
            Content = new MultipartFormDataContent { { new StringContent("""{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}"""), "request" } },
        };
        using var response = await Client.SendAsync(good);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["result"].ShouldBeJson("""{"trans": []}""");
        using var bad = new HttpRequestMessage(HttpMethod.Post, "/jsonrpc") { Content = new StringContent("--x\r\nno header") };
        bad.Content.Headers.Remove("Content-Type");
        bad.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        using var refused = await Client.SendAsync(bad);
        JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.request.multipart_broken");
    }
}

public sealed class RequestLimitTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o =>
    {
        o.MaxRequestSize = 2_000;
        o.Headers.Add(new("Access-Control-Allow-Origin", "http://webpage.example"));
    });

    [Fact]
    public async Task A_request_beyond_the_limit_is_too_big()
    {
        using var response = await Client.SendAsync("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + new string('x', 3_000) + "\"}");
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.request.too_big");
    }

    [Fact]
    public async Task Configured_headers_are_on_every_response_and_on_the_preflight()
    {
        using var response = await Client.SendAsync("""{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}""");
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://webpage.example"]);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/jsonrpc");
        using var answer = await Client.SendAsync(preflight);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://webpage.example"]);
    }
}

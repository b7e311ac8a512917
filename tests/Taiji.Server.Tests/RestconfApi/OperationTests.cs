using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class OperationTests : RestconfTest
{
    private const string Operations = "/restconf/operations";

    [Fact]
    public async Task An_rpc_without_output_is_204() => (await Host.SendAsync("POST", $"{Operations}/shop:ping")).ShouldBe(204).Body.ShouldBeEmpty();

    [Fact]
    public async Task An_rpc_takes_input_and_answers_output_in_its_own_module()
    {
        (await Host.PostAsync($"{Operations}/shop:echo", """{"shop:input":{"text":"hi"}}""")).ShouldHoldJson("""{"shop:output":{"text":"hi"}}""");
        (await Host.PostAsync($"{Operations}/shop:echo", """<input xmlns="urn:test:shop"><text>hi</text></input>""")).ShouldHoldXml("""<output xmlns="urn:test:shop"><text>hi</text></output>""");
    }

    [Fact]
    public async Task An_action_is_invoked_on_its_data_node()
    {
        await SeedAsync();
        (await Host.SendAsync("POST", $"{Shop}/item=a/reset")).ShouldHoldJson("""{"shop:output":{"at":"/shop:shop/item[id='a']"}}""");
        (await Host.PostAsync($"{Shop}/item=b/wipe", """{"shop:input":{}}""")).ShouldBe(204);
    }

    [Fact]
    public async Task An_action_on_what_does_not_exist_is_refused() => (await Host.SendAsync("POST", $"{Shop}/item=none/reset")).Status.ShouldBeOneOf(404, 409);

    [Theory]
    [InlineData("{\"shop:input\":{\"text\":5}}", "invalid-value")]
    [InlineData("{\"shop:input\":{\"nothing\":5}}", "unknown-element")]
    [InlineData("{\"input\":{\"text\":\"x\"}}", "unknown-element")]
    [InlineData("<input xmlns='urn:other'><text>x</text></input>", "unknown-namespace")]
    [InlineData("<put xmlns='urn:test:shop'/>", "unknown-element")]
    [InlineData("{", "malformed-message")]
    public async Task Input_that_is_not_valid_is_400(string body, string tag) => (await Host.PostAsync($"{Operations}/shop:echo", body)).ShouldBeError(400, tag);

    [Theory]
    [InlineData("in-use", 409)]
    [InlineData("invalid-value", 400)]
    [InlineData("too-big", 413)]
    [InlineData("missing-attribute", 400)]
    [InlineData("bad-attribute", 400)]
    [InlineData("unknown-attribute", 400)]
    [InlineData("missing-element", 400)]
    [InlineData("bad-element", 400)]
    [InlineData("unknown-element", 400)]
    [InlineData("unknown-namespace", 400)]
    [InlineData("access-denied", 403)]
    [InlineData("lock-denied", 409)]
    [InlineData("resource-denied", 409)]
    [InlineData("rollback-failed", 500)]
    [InlineData("data-exists", 409)]
    [InlineData("data-missing", 409)]
    [InlineData("operation-not-supported", 501)]
    [InlineData("operation-failed", 500)]
    [InlineData("partial-operation", 500)]
    [InlineData("malformed-message", 400)]
    public async Task Every_error_tag_has_its_status(string tag, int status)
    {
        (await Host.PostAsync($"{Operations}/shop:refuse", $$"""{"shop:input":{"tag":"{{tag}}"} }""")).ShouldBeError(status, tag);
        (await Host.SendAsync("POST", $"{Operations}/shop:refuse", $"<input xmlns='urn:test:shop'><tag>{tag}</tag></input>")).ShouldBeError(status, tag);
    }

    [Fact]
    public async Task A_handler_that_breaks_is_500_operation_failed_and_gives_nothing_away() =>
        (await Host.SendAsync("POST", $"{Operations}/shop:crash")).ShouldBeError(500, "operation-failed").Body.ShouldNotContain("secret detail");

    [Fact]
    public async Task An_error_in_the_input_names_its_place_from_the_input_on()
    {
        var reply = (await Host.PostAsync($"{Operations}/shop:echo", """{"shop:input":{"text":"x","times":-33}}""")).ShouldBeError(400, "invalid-value");
        reply.Body.ShouldContain("\"error-path\":\"/shop:input/times\"");
        reply.Body.ShouldContain("\"error-type\":\"protocol\"");
        // As RFC 8040 §3.6.3 has it.
        (await Host.PostAsync($"{Operations}/shop:echo", """<input xmlns="urn:test:shop"><text>x</text><times>-33</times></input>""")).ShouldBeError(400, "invalid-value")
            .Body.ShouldContain("<error-path xmlns:shop=\"urn:test:shop\">/shop:input/shop:times</error-path>");
        (await Host.PostAsync($"{Operations}/shop:echo", """{"shop:input":{"times":3}}""")).ShouldBeError(409, "data-missing").Body.ShouldContain("\"error-path\":\"/shop:input/text\"");
        await SeedAsync();
        (await Host.PostAsync($"{Shop}/item=a/reset", """{"shop:input":{"delay":-33}}""")).ShouldBeError(400, "invalid-value").Body.ShouldContain("\"error-path\":\"/shop:input/delay\"");
    }

    [Fact]
    public async Task An_rpc_without_a_handler_is_501() => (await Host.SendAsync("POST", $"{Operations}/shop:unhandled")).ShouldBeError(501, "operation-not-supported");

    [Theory]
    [InlineData("shop:nothing", 404)]
    [InlineData("nothing:ping", 404)]
    [InlineData("ping", 400)]
    [InlineData("ietf-netconf:lock", 404)]
    [InlineData("shop:ping/deeper", 404)]
    public async Task An_operation_that_is_no_resource_is_refused(string name, int status) => (await Host.SendAsync("POST", $"{Operations}/{name}")).ShouldBeError(status, "invalid-value");

    [Fact]
    public async Task The_operations_are_listed_but_for_NETCONFs_own()
    {
        var json = await Host.GetAsync(Operations);
        var listed = json.ShouldBe(200).JsonBody["ietf-restconf:operations"]!.AsObject();
        listed["shop:ping"]!.ToJsonString().ShouldBe("[null]");
        listed.Select(m => m.Key).ShouldNotContain(k => k.StartsWith("ietf-netconf:", StringComparison.Ordinal));
        (await Host.GetAsync(Operations, RestconfHost.Xml)).ShouldBe(200).Body.ShouldContain("<ping xmlns=\"urn:test:shop\" />");
    }
}

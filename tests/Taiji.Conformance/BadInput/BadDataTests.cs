namespace Taiji.Conformance.BadInput;

/// <summary>Data that is partly right: the request is refused with every fault told, and nothing of it is stored (RFC 8040 §7, RFC 7950 §8.3).</summary>
[Collection(HostileCollection.Name)]
public sealed class BadDataTests(HostileFixture server)
{
    private const string Right = """{"name":"right","type":"iana-if-type:ethernetCsmacd"}""";

    [Theory]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd"},{"name":"a","type":"iana-if-type:ethernetCsmacd"}""", "operation-failed", "data-not-unique")]
    [InlineData("""{"type":"iana-if-type:ethernetCsmacd"}""", "missing-element", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","nowhere:x":1}""", "unknown-namespace", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","x":1}""", "unknown-element", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","ietf-ip:ipv4":{"mtu":"1400"}}""", "invalid-value", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","ietf-ip:ipv4":{"mtu":70000}}""", "invalid-value", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","enabled":"true"}""", "invalid-value", null)]
    [InlineData("""{"name":"a","type":"iana-if-type:ethernetCsmacd","ietf-ip:ipv4":{"address":[{"ip":"192.0.2.1","prefix-length":24,"netmask":"255.255.255.0"}]}}""", "bad-element", null)]
    public async Task Bad_data_is_refused_and_nothing_of_it_is_stored(string entries, string tag, string? appTag)
    {
        var before = await server.RunningAsync();
        var answer = await server.Curl.SendAsync("PATCH", "/data", $$$"""{"ietf-restconf:data":{"ietf-interfaces:interfaces":{"interface":[{{{Right}}},{{{entries}}}]} } }""");
        answer.Status.ShouldBeOneOf(400, 404, 409, 412);
        ((string)answer.Error["error-tag"]!).ShouldBe(tag);
        ((string?)answer.Error["error-app-tag"]).ShouldBe(appTag);
        ((string)answer.Error["error-path"]!).ShouldContain("interfaces");
        (await server.RunningAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_told()
    {
        var before = await server.RunningAsync();
        var answer = await server.Curl.SendAsync("PATCH", "/data", $$$"""
            {"ietf-restconf:data":{"ietf-interfaces:interfaces":{"interface":[{{{Right}}},{"name":1,"type":"nothing","x":2},{"type":"iana-if-type:ethernetCsmacd"}]} } }
            """);
        answer.Json["ietf-restconf:errors"]!["error"]!.AsArray().Select(e => (string)e!["error-tag"]!)
            .ShouldBe(["invalid-value", "invalid-value", "unknown-element", "missing-element"], ignoreOrder: true);
        (await server.RunningAsync()).ShouldBe(before);
    }
}

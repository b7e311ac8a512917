using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>W3C Trace Context (draft-ietf-netconf-restconf-trace-ctx-headers), with its own examples.</summary>
public sealed class TraceContextTests : RestconfTest
{
    private const string Parent = "00-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-01";
    private const string State = "vendorname1=opaqueValue1,vendorname2=opaqueValue2";

    [Fact]
    public async Task The_reply_belongs_to_the_trace_of_the_request()
    {
        (await Host.PutAsync("/restconf/data/example-jukebox:jukebox", """{"example-jukebox:jukebox":{}}""")).ShouldBe(201)["traceparent"].ShouldBeNull();
        var reply = await Host.PostAsync(
            "/restconf/data/example-jukebox:jukebox/library", """{ "example-jukebox:artist" : [ { "name" : "Foo Fighters" } ] }""", ("traceparent", Parent), ("tracestate", State));
        reply.ShouldBe(201)["traceparent"].ShouldBe(Parent);
        reply["tracestate"].ShouldBe(State);
    }

    [Theory]
    [InlineData("ff-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-01")]
    [InlineData("00-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-01-more")]
    [InlineData("03-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-01.more")]
    [InlineData("00-00000000000000000000000000000000-e021f9e263aad8e2-01")]
    [InlineData("00-405062f633be64ee006089dfca95a153-0000000000000000-01")]
    [InlineData("00-405062F633BE64EE006089DFCA95A153-e021f9e263aad8e2-01")]
    [InlineData("00-405062f633be64ee006089dfca95a153-e021f9e263aad8e2")]
    [InlineData("nonsense")]
    public async Task A_header_that_is_none_begins_another_trace_and_refuses_nothing(string header)
    {
        var reply = await Host.GetAsync("/restconf/data", null, ("traceparent", header), ("tracestate", State));
        reply.ShouldBe(200)["traceparent"]!.ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$");
        reply["traceparent"]!.ShouldNotContain("405062f633be64ee006089dfca95a153");
        reply["tracestate"].ShouldBeNull();
    }

    [Theory]
    [InlineData("03-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-01")]
    [InlineData("cc-405062f633be64ee006089dfca95a153-e021f9e263aad8e2-0b-what-else-there-may-be")]
    public async Task A_later_version_is_read_as_far_as_it_is_known(string header)
    {
        var reply = await Host.GetAsync("/restconf/data", null, ("traceparent", header), ("tracestate", State));
        reply.ShouldBe(200)["traceparent"].ShouldBe(Parent);
        reply["tracestate"].ShouldBe(State);
    }

    [Theory]
    [InlineData("SomeBadFormatHere")]
    [InlineData("a=1,a=2")]
    [InlineData("A=1")]
    public async Task A_bad_state_is_dropped_and_the_trace_goes_on(string state)
    {
        var reply = await Host.GetAsync("/restconf/data", null, ("traceparent", Parent), ("tracestate", state));
        reply.ShouldBe(200)["traceparent"].ShouldBe(Parent);
        reply["tracestate"].ShouldBeNull();
    }

    [Fact]
    public async Task What_the_request_sets_going_sees_its_trace()
    {
        var reply = await Host.SendAsync("POST", "/restconf/operations/shop:trace", headers: ("traceparent", Parent));
        reply.ShouldHoldJson("""{"shop:output":{"id":"405062f633be64ee006089dfca95a153"}}""");
        (await Host.SendAsync("POST", "/restconf/operations/shop:trace")).Body.ShouldNotContain("405062f633be64ee006089dfca95a153");
    }

    [Fact]
    public async Task A_refusal_belongs_to_it_too() =>
        (await Host.GetAsync("/restconf/data/nothing:here", null, ("traceparent", Parent))).ShouldBe(404)["traceparent"].ShouldBe(Parent);
}

using System.Diagnostics;
using System.Xml.Linq;
using Taiji.Datastores.Sessions;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>W3C trace context as attributes (draft-ietf-netconf-trace-ctx-extension).</summary>
public sealed class TraceContextTests
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private const string W3c = "urn:ietf:params:xml:ns:netconf:w3ctc:1.0";
    private const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static readonly XNamespace Nc = Base;

    [Fact]
    public async Task The_context_comes_back_and_the_request_is_a_span_of_its_trace()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Taiji.Netconf",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (spans) spans.Add(a);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var stack = await TestStack.StartAsync();
        var reply = XElement.Parse(await stack.Open("bob").AskAsync($"<rpc xmlns='{Base}' xmlns:w='{W3c}' w:traceparent='{Parent}' w:tracestate='rojo=1,congo=2' message-id='1'><get-config><source><running/></source></get-config></rpc>"));
        reply.Attribute(XName.Get("traceparent", W3c))!.Value.ShouldBe(Parent);
        reply.Attribute(XName.Get("tracestate", W3c))!.Value.ShouldBe("rojo=1,congo=2");
        lock (spans)
        {
            var span = spans.Single(s => s.TraceId.ToHexString() == Parent[3..35]);
            (span.OperationName, span.ParentSpanId.ToHexString(), span.TraceStateString).ShouldBe(("get-config", "00f067aa0ba902b7", "rojo=1,congo=2"));
        }
    }

    [Theory]
    [InlineData("Bad Format")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
    public async Task A_context_that_is_not_of_its_form_is_refused(string parent)
    {
        await using var stack = await TestStack.StartAsync();
        var reply = XElement.Parse(await stack.Open("bob").AskAsync($"<rpc xmlns='{Base}' xmlns:w='{W3c}' w:traceparent='{parent}' message-id='1'><get-config><source><running/></source></get-config></rpc>"));
        var error = reply.Element(Nc + "rpc-error")!;
        error.Element(Nc + "error-tag")!.Value.ShouldBe("operation-failed");
        error.Element(Nc + "error-type")!.Value.ShouldBe("protocol");
        error.Element(Nc + "error-info")!.Elements().Select(e => e.Value).ShouldBe(["w3ctc:traceparent", parent, "bad-format"]);
    }

    [Fact]
    public void A_later_version_may_go_on()
    {
        TraceContext.TryParse("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", null, out var context).ShouldBeTrue();
        context!.Flags.ShouldBe((byte)1);
    }
}

using System.Xml.Linq;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Serving;

public sealed class RpcTests
{
    private static readonly XNamespace Base = Rpc.Base;

    [Fact]
    public async Task All_attributes_of_the_rpc_come_back()
    {
        await using var session = await TestSession.Begin11Async();
        var reply = XElement.Parse(await session.AskAsync(
            $"<rpc xmlns='{Rpc.Base}' xmlns:ex='urn:ex' ex:user-id='f&lt;r&quot;e&#10;d' other='&gt;]]&gt;' message-id='&amp;1' xml:lang='de'><ok/></rpc>"));
        reply.Name.ShouldBe(Base + "rpc-reply");
        reply.Attribute("message-id")!.Value.ShouldBe("&1");
        reply.Attribute(XName.Get("user-id", "urn:ex"))!.Value.ShouldBe("f<r\"e\nd");
        reply.Attribute("other")!.Value.ShouldBe(">]]>");
        reply.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("de");
        reply.GetNamespaceOfPrefix("ex")!.NamespaceName.ShouldBe("urn:ex");
    }

    [Theory]
    [InlineData($"<rpc xmlns='{Rpc.Base}' message-id='1'><OP/></rpc>")]
    [InlineData($"<nc:rpc xmlns:nc='{Rpc.Base}' message-id='1'><nc:OP/></nc:rpc>")]
    [InlineData($"<nc:rpc xmlns:nc='{Rpc.Base}' xmlns='urn:other' message-id='1'><nc:OP/></nc:rpc>")]
    [InlineData($"<a:rpc xmlns:a='{Rpc.Base}' xmlns:b='{Rpc.Base}' message-id='1'><b:OP/></a:rpc>")]
    [InlineData($"<?xml version='1.0' encoding='UTF-8'?>\n<rpc message-id='1' xmlns='{Rpc.Base}'>\n  <!-- c -->\n  <OP>\n</OP><?pi?>\n</rpc>\n")]
    public async Task Prefixes_of_any_shape_are_understood_and_answered_in_the_right_namespace(string rpc)
    {
        await using var session = await TestSession.Begin11Async();
        var ok = XElement.Parse(await session.AskAsync(rpc.Replace("OP", "ok", StringComparison.Ordinal)));
        ok.Name.ShouldBe(Base + "rpc-reply");
        ok.Elements().ShouldHaveSingleItem().Name.ShouldBe(Base + "ok");
        var data = XElement.Parse(await session.AskAsync(rpc.Replace("OP", "data", StringComparison.Ordinal)));
        data.Element(Base + "data").ShouldNotBeNull().Elements().ShouldHaveSingleItem().Name.ShouldBe(XName.Get("x", "urn:x"));
        var refused = XElement.Parse(await session.AskAsync(rpc.Replace("OP", "refuse", StringComparison.Ordinal)));
        refused.Descendants().ShouldAllBe(e => e.Name.Namespace == Base);
    }

    [Theory]
    [InlineData("<rpc xmlns='BASE'><ok/></rpc>", "missing-attribute")]
    [InlineData("<rpc xmlns='BASE' message-id='1'/>", "missing-element")]
    [InlineData("<rpc xmlns='BASE' message-id='1'></rpc>", "missing-element")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><!-- nothing --></rpc>", "missing-element")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><ok/><ok/></rpc>", "unknown-element")]
    [InlineData("<rpc xmlns='BASE' message-id='1'>text<ok/></rpc>", "malformed-message")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><ok/>text</rpc>", "malformed-message")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><ok/>", "malformed-message")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><ok></rpc>", "malformed-message")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><ok/></rpc><rpc/>", "malformed-message")]
    [InlineData("<rpc message-id='1'><ok/></rpc>", "malformed-message")]
    [InlineData("<rpc xmlns='urn:x' message-id='1'><ok/></rpc>", "malformed-message")]
    [InlineData("<rpc-reply xmlns='BASE' message-id='1'><ok/></rpc-reply>", "malformed-message")]
    [InlineData("<hello xmlns='BASE'/>", "malformed-message")]
    [InlineData("<!DOCTYPE rpc [<!ENTITY a 'b'>]><rpc xmlns='BASE' message-id='1'><ok>&a;</ok></rpc>", "malformed-message")]
    [InlineData("not XML", "malformed-message")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><refuse-early/></rpc>", "operation-failed")]
    public async Task A_wrong_message_gets_its_error_and_the_session_goes_on(string message, string tag)
    {
        await using var session = await TestSession.Begin11Async();
        var reply = XElement.Parse(await session.AskAsync(message.Replace("BASE", Rpc.Base, StringComparison.Ordinal)));
        reply.Descendants(Base + "error-tag").ShouldHaveSingleItem().Value.ShouldBe(tag);
        session.Operations.Done.ShouldBeEmpty();
        (await session.AskAsync(Rpc.Of("<ok/>", 2))).ShouldBe(Rpc.Ok(2));
    }

    [Fact]
    public async Task A_missing_message_id_is_named_as_the_standard_shows()
    {
        await using var session = await TestSession.Begin11Async();
        var reply = XElement.Parse(await session.AskAsync($"<rpc xmlns='{Rpc.Base}'><ok/></rpc>"));
        reply.Attribute("message-id").ShouldBeNull();
        reply.Descendants(Base + "error-type").Single().Value.ShouldBe("rpc");
        reply.Descendants(Base + "bad-attribute").Single().Value.ShouldBe("message-id");
        reply.Descendants(Base + "bad-element").Single().Value.ShouldBe("rpc");
    }

    [Fact]
    public async Task A_malformed_message_keeps_the_message_id_that_was_read()
    {
        await using var session = await TestSession.Begin11Async();
        (await session.AskAsync($"<rpc xmlns='{Rpc.Base}' message-id='55'><ok></rpc>")).ShouldContain("message-id=\"55\"");
    }

    [Fact]
    public async Task A_client_of_base_1_0_never_sees_malformed_message()
    {
        await using var session = await TestSession.Begin10Async();
        var reply = XElement.Parse(await session.AskAsync("<rpc"));
        reply.Descendants(Base + "error-tag").Single().Value.ShouldBe("operation-failed");
        reply.Descendants(Base + "error-type").Single().Value.ShouldBe("rpc");
        (await session.AskAsync(Rpc.Of("<ok/>"))).ShouldBe(Rpc.Ok());
    }

    [Fact]
    public async Task All_errors_of_an_operation_are_in_one_reply()
    {
        await using var session = await TestSession.Begin11Async();
        XElement.Parse(await session.AskAsync(Rpc.Of("<refuse/>"))).Descendants(Base + "error-message").Select(e => e.Value).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_fault_of_the_server_is_an_error_without_its_inside()
    {
        await using var session = await TestSession.Begin11Async();
        var reply = await session.AskAsync(Rpc.Of("<break/>"));
        reply.ShouldContain("<error-tag>operation-failed</error-tag>");
        reply.ShouldNotContain("a bug");
        (await session.AskAsync(Rpc.Of("<ok/>"))).ShouldBe(Rpc.Ok());
    }

    [Fact]
    public async Task An_error_while_a_short_reply_is_written_replaces_it()
    {
        await using var session = await TestSession.Begin11Async();
        var reply = await session.AskAsync(Rpc.Of("<data-then-refuse size='10'/>"));
        reply.ShouldContain("late");
        reply.ShouldNotContain("0123456789");
    }

    [Fact]
    public async Task An_error_after_half_of_a_reply_has_left_ends_the_session()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendAsync(Rpc.Of("<data-then-refuse size='100000'/>"));
        (await session.ReceiveAsync()).ShouldBeNull();
        await session.Running;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_too_big_gets_too_big(bool isBase11)
    {
        await using var session = isBase11
            ? await TestSession.Begin11Async(new() { MaxMessageSize = 10_000, HelloTimeout = Timeout.InfiniteTimeSpan })
            : await TestSession.Begin10Async();
        var sending = session.SendAsync(Rpc.Of($"<ok><!--{new string('x', isBase11 ? 1_000_000 : 70_000_000)}--></ok>", 3));
        var reply = (await session.ReceiveAsync()).ShouldNotBeNull();
        await sending;
        reply.ShouldContain("<error-tag>too-big</error-tag>");
        reply.ShouldContain("message-id=\"3\"");
        (await session.AskAsync(Rpc.Of("<ok/>"))).ShouldBe(Rpc.Ok());
        session.Operations.Done.ShouldBe(["ok"]);
    }

    [Fact]
    public async Task A_message_that_is_too_deep_gets_too_big()
    {
        await using var session = await TestSession.Begin11Async();
        var reply = await session.AskAsync(Rpc.Of("<ok>" + string.Concat(Enumerable.Repeat("<a>", 1000)) + string.Concat(Enumerable.Repeat("</a>", 1000)) + "</ok>"));
        reply.ShouldContain("<error-tag>too-big</error-tag>");
    }
}

using Taiji.Netconf.Serving;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Serving;

public sealed class HelloTests
{
    [Fact]
    public async Task The_server_greets_without_waiting_for_the_client()
    {
        await using var session = new TestSession();
        var hello = (await session.ReceiveAsync()).ShouldNotBeNull();
        hello.ShouldContain("<session-id>7</session-id>");
        hello.ShouldContain("urn:ietf:params:netconf:base:1.1");
    }

    [Theory]
    [InlineData("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>3</session-id></hello>]]>]]>")]
    [InlineData("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:x</capability></capabilities></hello>]]>]]>")]
    [InlineData("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'/>]]>]]>")]
    [InlineData("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><ok/></rpc>]]>]]>")]
    [InlineData("SSH-2.0-what\r\n]]>]]>")]
    [InlineData("<hello]]>]]>")]
    [InlineData("]]>]]>")]
    public async Task A_hello_that_can_not_be_answered_ends_the_session(string bytes)
    {
        await using var session = new TestSession();
        await session.ReceiveAsync();
        await session.SendRawAsync(bytes);
        (await session.ReceiveAsync()).ShouldBeNull();
        await session.Running;
        session.Operations.Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hello_that_does_not_come_ends_the_session()
    {
        var time = new ManualTime();
        await using var session = new TestSession(new NetconfSessionOptions { HelloTimeout = TimeSpan.FromSeconds(1) }, time);
        await time.ElapseAsync();
        await session.Running;
    }

    [Fact]
    public async Task A_hello_that_is_too_long_ends_the_session()
    {
        await using var session = new TestSession(new NetconfSessionOptions { MaxHelloSize = 1000, HelloTimeout = Timeout.InfiniteTimeSpan });
        await session.SendRawAsync(new string('x', 5000) + "]]>]]>");
        await session.Running;
    }

    [Fact]
    public async Task Hello_and_rpc_may_come_in_one_piece()
    {
        await using var session = new TestSession();
        var rpc = Rpc.Of("<ok/>");
        await session.SendRawAsync($"{TestSession.Hello11}]]>]]>\n#{rpc.Length}\n{rpc}\n##\n");
        var client = session.ReceiveAsync();
        (await client).ShouldNotBeNull();
        await session.CloseInputAsync();
        await session.Running;
        session.Operations.Done.ShouldBe(["ok"]);
    }

    [Fact]
    public async Task A_session_of_base_1_0_keeps_the_old_framing()
    {
        await using var session = await TestSession.Begin10Async();
        (await session.AskAsync(Rpc.Of("<ok/>"))).ShouldBe(Rpc.Ok());
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("1.0 1.1", true)]
    [InlineData("1.1 1.0", true)]
    [InlineData("9.9 1.1 urn:x", true)]
    [InlineData("1.0", false)]
    [InlineData("1.0 9.9", false)]
    [InlineData("urn:x 1.0", false)]
    public async Task The_highest_version_in_common_decides_the_framing_whoever_speaks_first(string versions, bool isChunked)
    {
        var capabilities = string.Concat(versions.Split(' ').Select(v => $"\n  <capability> {(v[0] == 'u' ? v : "urn:ietf:params:netconf:base:" + v)}\n </capability>"));
        var hello = $"<?xml version='1.0'?>\n<!-- c --><nc:hello xmlns:nc='{Rpc.Base}'><nc:capabilities>{capabilities.Replace("capability", "nc:capability", StringComparison.Ordinal)}</nc:capabilities></nc:hello>]]>]]>";
        var rpc = Rpc.Of("<ok/>");
        var request = isChunked ? $"\n#{rpc.Length}\n{rpc}\n##\n" : rpc + "]]>]]>";
        foreach (var clientIsFirst in new[] { true, false })
        {
            await using var session = new TestSession();
            if (clientIsFirst) await session.SendRawAsync(hello + request);
            (await session.ReceiveAsync()).ShouldNotBeNull().ShouldContain("<session-id>7</session-id>");
            if (!clientIsFirst) await session.SendRawAsync(hello + request);
            session.Expect(isChunked);
            (await session.ReceiveAsync()).ShouldBe(Rpc.Ok());
        }
    }

    [Fact]
    public async Task A_second_hello_is_no_rpc_and_the_session_goes_on()
    {
        await using var session = await TestSession.Begin11Async();
        (await session.AskAsync(TestSession.Hello11)).ShouldContain("<error-tag>malformed-message</error-tag>");
        (await session.AskAsync(Rpc.Of("<ok/>", 2))).ShouldBe(Rpc.Ok(2));
    }
}

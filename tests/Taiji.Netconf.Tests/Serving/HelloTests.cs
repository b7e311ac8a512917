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
}

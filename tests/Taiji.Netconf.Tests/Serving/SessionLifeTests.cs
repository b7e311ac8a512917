using Taiji.Netconf.Serving;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Serving;

public sealed class SessionLifeTests
{
    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var session = await TestSession.Begin11Async();
        var sending = SendAllAsync();
        for (var i = 1; i <= 1000; i++) (await session.ReceiveAsync()).ShouldBe(Rpc.Ok(i));
        await sending;

        async Task SendAllAsync()
        {
            for (var i = 1; i <= 1000; i++) await session.SendAsync(Rpc.Of("<ok/>", i));
        }
    }

    [Fact]
    public async Task Replies_do_not_wait_for_a_later_request_that_takes_its_time()
    {
        await using var session = await TestSession.Begin11Async();
        var first = Rpc.Of("<ok/>", 1);
        var second = Rpc.Of("<wait/>", 2);
        await session.SendRawAsync($"\n#{first.Length}\n{first}\n##\n\n#{second.Length}\n{second}\n##\n");
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok(1));
        await session.Operations.Reached;
        session.Operations.Release();
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok(2));
    }

    [Fact]
    public async Task A_slow_reader_holds_up_the_server_instead_of_filling_its_memory()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendAsync(Rpc.Of("<data size='1000000'/>"));
        var reply = (await session.ReceiveAsync()).ShouldNotBeNull();
        reply.Length.ShouldBeGreaterThan(30_000_000);
        reply.ShouldEndWith("</data></rpc-reply>");
    }

    [Fact]
    public async Task Close_session_is_answered_and_then_the_transport_closes()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendAsync(Rpc.Of("<close-session/>"));
        await session.SendAsync(Rpc.Of("<ok/>", 2));
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok());
        (await session.ReceiveAsync()).ShouldBeNull();
        await session.Running;
        session.Operations.Done.ShouldBe(["close-session"]);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_session()
    {
        await using var session = await TestSession.Begin11Async();
        await session.CloseInputAsync();
        await session.Running;
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a frame")]
    public async Task Requests_that_came_before_the_end_are_answered(string end)
    {
        await using var session = await TestSession.Begin11Async();
        var rpc = Rpc.Of("<ok/>");
        await session.SendRawAsync($"\n#{rpc.Length}\n{rpc}\n##\n{end}");
        await session.CloseInputAsync();
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok());
    }

    [Fact]
    public async Task A_client_that_goes_away_inside_a_message_ends_the_session_and_nothing_is_done()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendRawAsync("\n#500\n<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><ok/>");
        await session.CloseInputAsync();
        await session.Running;
        session.Operations.Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_is_killed_ends_at_once_even_in_an_operation()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendAsync(Rpc.Of("<wait/>"));
        await session.Operations.Reached;
        session.Kill();
        await session.Running;
        (await session.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_that_is_killed_ends_even_when_its_client_does_not_read()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendAsync(Rpc.Of("<data size='1000000'/>"));
        session.Kill();
        await session.Running;
    }

    [Fact]
    public async Task Malformed_framing_ends_the_session()
    {
        await using var session = await TestSession.Begin11Async();
        await session.SendRawAsync("\n#04\nabcd\n##\n");
        await session.Running;
        (await session.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_idle_session_ends()
    {
        var time = new ManualTime();
        await using var session = await TestSession.Begin11Async(
            new NetconfSessionOptions { IdleTimeout = TimeSpan.FromMinutes(1), HelloTimeout = Timeout.InfiniteTimeSpan }, time);
        (await session.AskAsync(Rpc.Of("<ok/>"))).ShouldBe(Rpc.Ok());
        await time.ElapseAsync();
        await session.Running;
    }

    [Fact]
    public async Task A_session_with_a_subscription_is_never_idle()
    {
        var time = new ManualTime();
        await using var session = await TestSession.Begin11Async(
            new NetconfSessionOptions { IdleTimeout = TimeSpan.FromMinutes(1), HelloTimeout = Timeout.InfiniteTimeSpan }, time);
        (await session.AskAsync(Rpc.Of("<notify/>"))).ShouldBe(Rpc.Ok());
        for (var i = 0; i < 3; i++) await session.ReceiveAsync();
        await time.ElapseAsync();
        (await session.AskAsync(Rpc.Of("<ok/>", 2))).ShouldBe(Rpc.Ok(2));
    }

    [Fact]
    public async Task Notifications_come_after_the_reply_with_their_time()
    {
        await using var session = await TestSession.Begin11Async();
        (await session.AskAsync(Rpc.Of("<notify/>"))).ShouldBe(Rpc.Ok());
        (await session.ReceiveAsync()).ShouldBe(
            "<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>1970-01-01T00:00:00Z</eventTime><happened xmlns=\"urn:n\">0</happened></notification>");
        (await session.ReceiveAsync()).ShouldNotBeNull().ShouldContain(">1</happened>");
        (await session.ReceiveAsync()).ShouldNotBeNull().ShouldContain(">2</happened>");
    }

    [Fact]
    public async Task Everything_is_counted()
    {
        var counters = new Counters();
        await using var session = await TestSession.Begin11Async(counters: counters);
        await session.AskAsync(Rpc.Of("<ok/>"));
        await session.AskAsync(Rpc.Of("<refuse/>"));
        await session.AskAsync("<rpc");
        await session.AskAsync(Rpc.Of("<notify/>"));
        for (var i = 0; i < 3; i++) await session.ReceiveAsync();
        await session.AskAsync(Rpc.Of("<ok/>"));
        counters.ToString().ShouldBe("4 1 2 3");
    }

    private sealed class Counters : INetconfCounters
    {
        private int _in, _bad, _errors, _notifications;

        public void CountInRpc() => _in++;

        public void CountInBadRpc() => _bad++;

        public void CountOutRpcError() => _errors++;

        public void CountOutNotification() => Interlocked.Increment(ref _notifications);

        public override string ToString() => $"{_in} {_bad} {_errors} {_notifications}";
    }
}

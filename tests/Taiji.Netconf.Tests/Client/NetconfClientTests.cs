using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

public sealed class NetconfClientTests
{
    [Fact]
    public async Task A_client_learns_the_session_id_and_the_capabilities()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        client.SessionId.ShouldBe(7u);
        client.ServerCapabilities.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Requests_sent_at_once_find_their_own_replies()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        var replies = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => client.RpcAsync($"<data size='{i}'/>")));
        for (var i = 0; i < replies.Length; i++) replies[i].ToData().Elements().Count().ShouldBe(i + 1);
    }

    [Fact]
    public async Task Errors_of_a_reply_are_thrown_all_of_them()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        (await Should.ThrowAsync<RpcErrorException>(() => client.RpcAsync("<refuse/>"))).Errors.Select(e => e.Message).ShouldBe(["one", "two"]);
        (await client.SendAsync("<refuse/>")).IsFailure.ShouldBeTrue();
        (await client.RpcAsync("<ok/>")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_disturb_the_others()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = client.RpcAsync("<wait/>", cancel.Token);
        var next = client.RpcAsync("<ok/>");
        await server.Operations.Reached;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        server.Operations.Release();
        (await next).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_ends_fails_everyone_who_waits_at_once()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => client.RpcAsync("<wait/>")).ToList();
        await server.Operations.Reached;
        server.Kill();
        foreach (var call in waiting) await Should.ThrowAsync<NetconfSessionClosedException>(() => call);
        await client.Completion;
        await Should.ThrowAsync<NetconfSessionClosedException>(() => client.RpcAsync("<ok/>"));
    }

    [Fact]
    public async Task Closing_ends_both_ends()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        await client.CloseSessionAsync();
        await server.Running;
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_ends_the_servers_session()
    {
        await using var server = new TestSession();
        await using (await server.ConnectAsync())
        {
        }

        await server.Running;
    }

    [Fact]
    public async Task Notifications_come_in_order_beside_replies()
    {
        await using var server = new TestSession();
        await using var client = await server.ConnectAsync();
        await client.RpcAsync("<notify/>");
        var values = new List<string>();
        await foreach (var notification in client.ReadNotificationsAsync())
        {
            notification.EventTime.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(values.Count));
            values.Add(notification.Content.Value);
            if (values.Count == 3) break;
        }

        values.ShouldBe(["0", "1", "2"]);
    }

    [Theory]
    [InlineData("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>]]>]]>")]
    [InlineData("<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:x</capability></capabilities><session-id>1</session-id></hello>]]>]]>")]
    [InlineData("<html>]]>]]>")]
    [InlineData("")]
    public async Task A_server_whose_hello_is_wrong_is_refused(string hello)
    {
        var pipes = new PipePair();
        await pipes.Server.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(hello));
        await pipes.Server.Output.CompleteAsync();
        await Should.ThrowAsync<NetconfException>(() => NetconfClient.ConnectAsync(pipes.Client));
    }

    [Theory]
    [InlineData("\n#5\n<rpc>\n##\n")]
    [InlineData("\n#3\n<a/\n##\n")]
    [InlineData("\n#04\n")]
    [InlineData("\n#5\n<a>")]
    public async Task A_malformed_answer_fails_who_waits_instead_of_letting_it_wait(string bytes)
    {
        var pipes = new PipePair();
        await pipes.Server.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>1</session-id></hello>]]>]]>"));
        await using var client = await NetconfClient.ConnectAsync(pipes.Client);
        var call = client.RpcAsync("<ok/>");
        await pipes.Server.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(bytes));
        await pipes.Server.Output.CompleteAsync();
        await Should.ThrowAsync<NetconfSessionClosedException>(() => call);
    }
}

using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Client;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_silent_server_is_asked_and_its_answer_keeps_the_session()
    {
        var asked = new TaskCompletionSource();
        var times = 0;
        await using var server = new ScriptedServer(_ =>
        {
            if (Interlocked.Increment(ref times) == 3) asked.TrySetResult();
            return "<data/>";
        });
        await using var client = await server.ConnectAsync(new NetconfClientOptions { KeepAlive = Interval });
        await Task.WhenAny(asked.Task, client.Completion);
        // On a machine that is too busy the server may seem dead; then that is what the client must say.
        if (client.CloseReason is { } reason) reason.Message.ShouldContain("silent");
        else server.Asked[0].ToString().ShouldContain("type=\"subtree\"");
    }

    [Fact]
    public async Task A_server_that_says_nothing_more_ends_the_session()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { KeepAlive = Interval });
        var call = client.RpcAsync("<a/>");
        (await Should.ThrowAsync<NetconfSessionClosedException>(() => call)).Message.ShouldContain("the server has been silent for");
    }
}

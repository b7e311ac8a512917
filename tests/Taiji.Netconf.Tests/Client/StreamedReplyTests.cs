using System.Text;
using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

public sealed class StreamedReplyTests
{
    private const int Entries = 40_000;

    [Fact]
    public async Task A_long_reply_is_read_entry_by_entry_while_it_comes()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        // Asked first: a reply to nothing is nobody's.
        var streaming = client.StreamAsync("<get/>");
        var sending = Task.Run(() => SendLongReplyAsync(peer, 1, Entries));
        await using (var reply = await streaming)
        {
            reply.MessageId.ShouldBe("1");
            var next = 0;
            await foreach (var entry in reply.ReadElementsAsync(XName.Get("entry", "urn:e"))) entry.Value.ShouldBe($"{next++}");
            next.ShouldBe(Entries);
        }

        await sending;
        await AssertGoesOnAsync(peer, client);
    }

    [Fact]
    public async Task A_server_waits_for_a_slow_reader()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var streaming = client.StreamAsync("<get/>");
        var sending = Task.Run(() => SendLongReplyAsync(peer, 1, 10 * Entries));
        await using var reply = await streaming;
        // More than all buffers hold is still to come, so that it can't end before it is read.
        sending.IsCompleted.ShouldBeFalse();
        var progress = new List<long>();
        var bytes = await reply.CopyToAsync(Stream.Null, new Sink(progress));
        await sending;
        bytes.ShouldBe(progress[^1]);
        progress.ShouldBeInOrder();
        progress.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_nobody_reads_passes_by()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var streaming = client.StreamAsync("<get/>");
        var sending = Task.Run(() => SendLongReplyAsync(peer, 1, 10 * Entries));
        await using (await streaming)
        {
        }

        await sending;
        await AssertGoesOnAsync(peer, client);
    }

    [Fact]
    public async Task The_long_reply_to_a_request_that_was_given_up_passes_by()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { MaxMessageSize = 100_000 });
        using var cancel = new CancellationTokenSource();
        var call = client.RpcAsync("<get/>", cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await SendLongReplyAsync(peer, 1, Entries);
        await AssertGoesOnAsync(peer, client);
    }

    [Fact]
    public async Task A_reply_that_breaks_off_is_an_error_to_its_reader()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var reading = client.StreamAsync("<get/>");
        await peer.SendAsync(RawPeer.Chunk($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data><a>"));
        await peer.SendAsync(RawPeer.Chunk("text"));
        await using var reply = await reading;
        await peer.CloseAsync();
        await Should.ThrowAsync<NetconfSessionClosedException>(() => reply.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Errors_are_thrown_all_of_them_however_long()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var call = client.StreamAsync("<get/>");
        var error = $"<rpc-error><error-tag>operation-failed</error-tag><error-severity>error</error-severity><error-message>{new string('m', 1000)}</error-message></rpc-error>";
        await peer.SendAsync(RawPeer.Chunk($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\">{error}"));
        for (var i = 1; i < 200; i++) await peer.SendAsync(RawPeer.Chunk(error));
        await peer.SendAsync(RawPeer.Chunk("</rpc-reply>") + "\n##\n");
        (await Should.ThrowAsync<RpcErrorException>(() => call)).Errors.Count.ShouldBe(200);
    }

    [Fact]
    public async Task A_short_reply_is_read_the_same_way()
    {
        await using var server = new ScriptedServer(_ => "<data><entry xmlns='urn:e'>1</entry><entry xmlns='urn:other'/></data>");
        await using var client = await server.ConnectAsync();
        await using var reply = await client.StreamAsync("<get/>");
        var entries = new List<string>();
        await foreach (var entry in reply.ReadElementsAsync(XName.Get("entry", "urn:e"))) entries.Add(entry.Value);
        entries.ShouldBe(["1"]);
    }

    [Fact]
    public async Task Entries_nested_deeper_than_allowed_are_refused()
    {
        await using var server = new ScriptedServer(_ => "<data><a><a><a><a/></a></a></a></data>");
        await using var client = await server.ConnectAsync(new NetconfClientOptions { MaxDepth = 4 });
        await using var reply = await client.StreamAsync("<get/>");
        await Should.ThrowAsync<RpcErrorException>(async () =>
        {
            await foreach (var _ in reply.ReadElementsAsync("never"))
            {
            }
        });
    }

    [Fact]
    public async Task A_long_reply_kept_whole_is_in_memory_once()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var asking = client.RpcAsync("<get/>");
        var sending = Task.Run(() => SendLongReplyAsync(peer, 1, Entries));
        var reply = await asking;
        await sending;
        reply.Bytes.IsSingleSegment.ShouldBeFalse();
        reply.Content.Length.ShouldBe((int)reply.Bytes.Length);
        reply.ToData().Elements().Count().ShouldBe(Entries);
    }

    private static async Task SendLongReplyAsync(RawPeer peer, int id, int entries)
    {
        await peer.SendAsync(RawPeer.Chunk($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"{id}\"><data xmlns=\"urn:e\">"));
        for (var i = 0; i < entries; i += 1000)
            await peer.SendAsync(RawPeer.Chunk(string.Concat(Enumerable.Range(i, 1000).Select(n => $"<entry>{n}</entry>"))));
        await peer.SendAsync(RawPeer.Chunk("</data></rpc-reply>") + "\n##\n");
    }

    private static async Task AssertGoesOnAsync(RawPeer peer, NetconfClient client)
    {
        var call = client.RpcAsync("<next/>");
        await peer.SendAsync(RawPeer.Message(Rpc.Ok(2)));
        (await call).IsOk.ShouldBeTrue();
    }

    private sealed class Sink(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }
}

using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

/// <summary>Servers that do what they shouldn't; among them what other clients are known to stumble over.</summary>
public sealed class BadPeerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Bytes_may_come_in_any_pieces(int size)
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var call = client.RpcAsync("<get/>");
        var text = $"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data>]]>]]&gt; é</data></rpc-reply>".Replace("]]>]]", "]] >]]", StringComparison.Ordinal);
        await peer.SendSlowlyAsync(RawPeer.Chunk(text[..50]) + RawPeer.Chunk(text[50..]) + "\n##\n", size);
        (await call).ToData().Value.ShouldEndWith("é");
    }

    [Fact]
    public async Task A_delimiter_may_be_split_anywhere()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(hello: RawPeer.Hello(RawPeer.Capability10));
        for (var at = 1; at < 6; at++)
        {
            var call = client.RpcAsync("<get/>");
            await peer.SendAsync(Rpc.Ok(at) + "]]>]]>"[..at]);
            await peer.SendAsync("]]>]]>"[at..]);
            (await call).IsOk.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Replies_out_of_order_find_their_requests()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var first = client.RpcAsync("<a/>");
        var second = client.RpcAsync("<b/>");
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"2\"><data>two</data></rpc-reply>"));
        (await second).ToData().Value.ShouldBe("two");
        first.IsCompleted.ShouldBeFalse();
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data>one</data></rpc-reply>"));
        (await first).ToData().Value.ShouldBe("one");
    }

    [Theory]
    [InlineData("99")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task A_reply_with_an_unknown_message_id_is_nobodys(string id)
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"{id}\"><ok/></rpc-reply>"));
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data>mine</data></rpc-reply>"));
        (await call).ToData().Value.ShouldBe("mine");
    }

    [Fact]
    public async Task A_reply_without_message_id_answers_the_oldest_request()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var first = client.RpcAsync("<a/>");
        var second = client.RpcAsync("<b/>");
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\"><rpc-error><error-tag>missing-attribute</error-tag></rpc-error></rpc-reply>"));
        (await Should.ThrowAsync<RpcErrorException>(() => first)).Errors.ShouldHaveSingleItem().Tag.ShouldBe("missing-attribute");
        second.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_peer_that_closes_amid_a_reply_fails_everybody_at_once()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { RequestTimeout = TimeSpan.FromHours(1) });
        var calls = Enumerable.Range(0, 3).Select(_ => client.RpcAsync("<a/>")).ToArray();
        await peer.SendAsync(RawPeer.Chunk("<rpc-reply xmlns=\"" + Rpc.Base + "\" message-id=\"1\"><da"));
        await peer.CloseAsync();
        foreach (var call in calls) await Should.ThrowAsync<NetconfSessionClosedException>(() => call);
        await client.Completion;
        client.CloseReason.ShouldNotBeNull().Message.ShouldContain("ended inside a message");
        await Should.ThrowAsync<NetconfSessionClosedException>(() => client.RpcAsync("<b/>"));
    }

    [Fact]
    public async Task Half_a_reply_and_then_silence_is_a_timeout_and_a_growing_reply_is_none()
    {
        var time = new ManualTime();
        // What is sent has been taken in when sending returns.
        var peer = new RawPeer(threshold: 2);
        var hello = peer.SendAsync(RawPeer.Hello(RawPeer.Capability11));
        await using var client = await NetconfClient.ConnectAsync(peer.ClientEnd, new NetconfClientOptions { RequestTimeout = TimeSpan.FromSeconds(5), Time = time });
        await hello;
        var call = client.RpcAsync("<a/>");
        await time.SetAsync();
        await peer.SendAsync(RawPeer.Chunk($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data>"));
        await peer.SendAsync(RawPeer.Chunk("something"));
        await time.ElapseAsync();
        await time.SetAsync();
        call.IsCompleted.ShouldBeFalse();
        await time.ElapseAsync();
        var e = await Should.ThrowAsync<TimeoutException>(() => call);
        e.Message.ShouldBe("No reply to a came in 5 s.");
        await peer.SendAsync(RawPeer.Chunk("</data></rpc-reply>") + "\n##\n");
        var next = client.RpcAsync("<b/>");
        await time.SetAsync();
        await peer.SendAsync(RawPeer.Message(Rpc.Ok(2)));
        (await next).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Malformed_XML_in_a_reply_is_the_callers_fault_to_see_not_a_wait()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync(RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><data><x></data></rpc-reply>"));
        Should.Throw<System.Xml.XmlException>((await call).ToData);
    }

    [Fact]
    public async Task A_reply_of_warnings_is_a_success_with_its_warnings()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync(RawPeer.Message(
            $"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><rpc-error><error-severity>warning</error-severity><error-message>careful</error-message></rpc-error><ok/></rpc-reply>"));
        var reply = await call;
        reply.IsOk.ShouldBeTrue();
        reply.Errors.ShouldHaveSingleItem().Message.ShouldBe("careful");
    }

    [Fact]
    public async Task A_hello_of_ten_megabytes_is_read()
    {
        var peer = new RawPeer();
        var capabilities = Enumerable.Range(0, 100_000).Select(i => $"urn:example:module-{i}?module=example-module-with-a-long-name-{i}&amp;revision=2026-01-01&amp;features=a").Append(RawPeer.Capability11);
        var hello = RawPeer.Hello([.. capabilities]);
        hello.Length.ShouldBeGreaterThan(10_000_000);
        var connecting = NetconfClient.ConnectAsync(peer.ClientEnd);
        await peer.SendAsync(hello);
        await using var client = await connecting;
        client.ServerCapabilities.Count.ShouldBe(100_001);
    }

    [Fact]
    public async Task A_message_longer_than_allowed_ends_the_session()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { MaxMessageSize = 1000 });
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync(RawPeer.Chunk(new string(' ', 1001)));
        (await Should.ThrowAsync<NetconfSessionClosedException>(() => call)).Message.ShouldContain("longer than 1000 bytes");
    }

    [Fact]
    public async Task A_server_that_never_says_hello_is_given_up()
    {
        var peer = new RawPeer();
        await Should.ThrowAsync<NetconfException>(() => NetconfClient.ConnectAsync(peer.ClientEnd, new NetconfClientOptions { HelloTimeout = TimeSpan.FromMilliseconds(50) }));
    }

    [Fact]
    public async Task A_handler_of_the_sessions_end_hears_why()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var heard = new TaskCompletionSource<NetconfSessionClosedException>();
        client.Closed += (_, reason) => heard.TrySetResult(reason);
        await peer.CloseAsync();
        (await heard.Task).Message.ShouldBe("The session ended: the server closed it");
    }
}

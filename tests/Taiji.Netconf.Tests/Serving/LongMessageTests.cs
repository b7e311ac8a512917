using System.Xml;
using System.Xml.Linq;
using Taiji.Netconf.Serving;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Serving;

/// <summary>Messages that are read while they come, because they are too long to be kept.</summary>
public sealed class LongMessageTests
{
    private const string Element = "<e>0123456789</e>";
    private static readonly string Piece = string.Concat(Enumerable.Repeat(Element, 1000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_of_a_long_message_is_in_memory_than_a_small_part(bool isBase11)
    {
        const int Pieces = 6000;
        await using var session = await BeginAsync(isBase11, new NetconfSessionOptions { MaxMessageSize = long.MaxValue });
        long sent = 0, read = 0, most = 0;
        session.Operations.Reading = reader =>
        {
            while (reader.Read() && reader.LocalName != "read")
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                read += Element.Length;
                most = Math.Max(most, Volatile.Read(ref sent) - read);
            }
        };
        await SendPieceAsync(session, isBase11, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"1\"><read>");
        for (var i = 0; i < Pieces; i++)
        {
            // Counted before it is sent: what is being written counts as memory too.
            Volatile.Write(ref sent, sent + Piece.Length);
            await SendPieceAsync(session, isBase11, Piece);
        }

        await SendPieceAsync(session, isBase11, "</read></rpc>");
        await session.SendRawAsync(isBase11 ? "\n##\n" : "]]>]]>");
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok());
        read.ShouldBe((long)Pieces * Piece.Length);
        read.ShouldBeGreaterThan(100_000_000);
        most.ShouldBeInRange(0, 512 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_longer_than_allowed_is_refused_before_it_has_come_and_the_session_goes_on(bool isBase11)
    {
        await using var session = await BeginAsync(isBase11, new NetconfSessionOptions { MaxMessageSize = 1_000_000 });
        session.Operations.Reading = reader => reader.Skip();
        await SendPieceAsync(session, isBase11, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"3\"><read>");
        for (var i = 0; i < 70; i++) await SendPieceAsync(session, isBase11, Piece);
        var reply = XElement.Parse((await session.ReceiveAsync()).ShouldNotBeNull());
        reply.Attribute("message-id")!.Value.ShouldBe("3");
        reply.Descendants(XName.Get("error-tag", Rpc.Base)).ShouldHaveSingleItem().Value.ShouldBe("too-big");
        reply.Descendants(XName.Get("error-message", Rpc.Base)).ShouldHaveSingleItem().Value.ShouldContain("1000000 bytes");
        for (var i = 0; i < 1000; i++) await SendPieceAsync(session, isBase11, Piece);
        await SendPieceAsync(session, isBase11, "</read></rpc>");
        await session.SendRawAsync(isBase11 ? "\n##\n" : "]]>]]>");
        (await session.AskAsync(Rpc.Of("<ok/>", 4))).ShouldBe(Rpc.Ok(4));
        session.Operations.Done.ShouldBe(["ok"]);
    }

    [Fact]
    public async Task An_error_is_told_before_the_message_has_come_and_the_rest_passes_by()
    {
        await using var session = await BeginAsync(true, new NetconfSessionOptions());
        await SendPieceAsync(session, true, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"3\"><ok>");
        for (var i = 0; i < 20; i++) await SendPieceAsync(session, true, Piece);
        await SendPieceAsync(session, true, "</e>" + Piece);
        var reply = (await session.ReceiveAsync()).ShouldNotBeNull();
        reply.ShouldContain("<error-tag>malformed-message</error-tag>");
        reply.ShouldContain("message-id=\"3\"");
        for (var i = 0; i < 20; i++) await SendPieceAsync(session, true, Piece);
        await session.SendRawAsync("\n##\n");
        (await session.AskAsync(Rpc.Of("<ok/>", 4))).ShouldBe(Rpc.Ok(4));
        session.Operations.Done.ShouldBe(["ok"]);
    }

    [Fact]
    public async Task Replies_do_not_wait_for_a_long_message_behind_them()
    {
        await using var session = await BeginAsync(true, new NetconfSessionOptions { MaxKeptSize = 10 });
        await session.SendRawAsync(Frame(Rpc.Of("<ok/>", 1)) + Chunk($"<rpc xmlns=\"{Rpc.Base}\" message-id=\"2\"><ok>"));
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok(1));
        await session.SendRawAsync(Chunk("</ok></rpc>") + "\n##\n");
        (await session.ReceiveAsync()).ShouldBe(Rpc.Ok(2));
    }

    [Theory]
    [InlineData("not a frame")]
    [InlineData("")]
    public async Task A_long_message_that_breaks_off_ends_the_session_and_nothing_is_done(string end)
    {
        await using var session = await BeginAsync(true, new NetconfSessionOptions { MaxKeptSize = 10 });
        await SendPieceAsync(session, true, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"3\"><ok>{Piece}");
        await session.SendRawAsync(end);
        await session.CloseInputAsync();
        await session.Running;
        session.Operations.Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_is_killed_in_a_long_message_ends()
    {
        await using var session = await BeginAsync(true, new NetconfSessionOptions { MaxKeptSize = 10 });
        await SendPieceAsync(session, true, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"3\"><ok>{Piece}");
        session.Kill();
        await session.Running;
        session.Operations.Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_stops_inside_a_long_message_is_given_up_whatever_it_has_subscribed_to()
    {
        var time = new ManualTime();
        await using var session = await BeginAsync(true, new NetconfSessionOptions { MaxKeptSize = 10, StallTimeout = TimeSpan.FromMinutes(1) }, time);
        session.Serving.HasSubscription = true;
        var begun = new TaskCompletionSource();
        session.Operations.Reading = reader =>
        {
            begun.SetResult();
            reader.Skip();
        };
        await SendPieceAsync(session, true, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"3\"><read><e/>");
        await begun.Task;
        await time.ElapseAsync();
        await session.Running;
        session.Operations.Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parameters_in_another_order_than_the_models_need_a_message_that_is_kept()
    {
        await using var session = await BeginAsync(true, new NetconfSessionOptions { MaxKeptSize = 1000 });
        (await session.AskAsync(Rpc.Of("<again/>", 1))).ShouldBe(Rpc.Ok(1));
        await SendPieceAsync(session, true, $"<rpc xmlns=\"{Rpc.Base}\" message-id=\"2\"><again>{Piece}");
        (await session.ReceiveAsync()).ShouldNotBeNull().ShouldContain("RFC 7950 §7.14.4");
        await SendPieceAsync(session, true, "</again></rpc>");
        await session.SendRawAsync("\n##\n");
        (await session.AskAsync(Rpc.Of("<ok/>", 3))).ShouldBe(Rpc.Ok(3));
    }

    private static Task<TestSession> BeginAsync(bool isBase11, NetconfSessionOptions options, TimeProvider? time = null)
    {
        options = options with { HelloTimeout = Timeout.InfiniteTimeSpan };
        return isBase11 ? TestSession.Begin11Async(options, time) : TestSession.Begin10Async(options);
    }

    private static Task SendPieceAsync(TestSession session, bool isBase11, string text) => session.SendRawAsync(isBase11 ? Chunk(text) : text);

    private static string Chunk(string text) => $"\n#{text.Length}\n{text}";

    private static string Frame(string text) => Chunk(text) + "\n##\n";
}

using System.Text;

namespace Taiji.Conformance.BadInput;

/// <summary>Bytes that no NETCONF client should send: the standard's error on that session alone.</summary>
[Collection(HostileCollection.Name)]
public sealed class NetconfBadInputTests(HostileFixture server)
{
    private const long Megabyte = 1024 * 1024;

    // 64 MiB is the largest message; twice that and the runtime's own is what a hostile client may cost.
    private const long MemoryBound = 600 * Megabyte;

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<hello>")]
    [InlineData("<goodbye xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>")]
    [InlineData("<hello xmlns=\"urn:wrong\"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>")]
    [InlineData("<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities/></hello>")]
    [InlineData("<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>urn:ietf:params:netconf:base:9.9</capability></capabilities></hello>")]
    [InlineData("<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities><session-id>7</session-id></hello>")]
    [InlineData("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><get/></rpc>")]
    [InlineData("<!DOCTYPE hello [<!ENTITY a \"b\">]><hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>")]
    public async Task A_wrong_hello_ends_the_session(string hello)
    {
        await using var connection = await RawConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(hello + RawNetconf.End);
        (await connection.ReadToEndAsync()).ShouldContain("<session-id>");
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("no xml at all")]
    [InlineData("<rpc")]
    [InlineData("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><get></rpc>")]
    [InlineData("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><get/></rpc><rpc/>")]
    [InlineData("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><get>&undefined;</get></rpc>")]
    [InlineData("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\" message-id=\"2\"><get/></rpc>")]
    [InlineData("<x:rpc message-id=\"1\"><get/></x:rpc>")]
    [InlineData("<query xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>")]
    public async Task A_malformed_message_is_answered_as_such_and_the_session_goes_on(string message)
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        await connection.SendAsync(RawNetconf.Chunked(message));
        var reply = await connection.ReadChunksAsync();
        reply.ShouldContain("<error-type>rpc</error-type>");
        reply.ShouldContain("<error-tag>malformed-message</error-tag>");
        await ShouldAnswerAsync(connection);
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("\n#0\n")]
    [InlineData("\n#-4\nabcd")]
    [InlineData("\n#4294967296\n")]
    [InlineData("\n#99999999999999999999\n")]
    [InlineData("\n#04\nabcd\n##\n")]
    [InlineData("\n#4\nabcde\n##\n")]
    [InlineData("#4\nabcd\n##\n")]
    [InlineData("\n#x\n")]
    [InlineData("\n##\n")]
    [InlineData("<rpc/>]]>]]>")]
    public async Task A_broken_chunk_ends_the_session(string bytes)
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        await connection.SendAsync(bytes);
        await connection.ReadToEndAsync();
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("1.0", "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><edit-config><target><running/></target><config>")]
    [InlineData("1.1", "\n#5000\n<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><edit-config>")]
    public async Task A_client_that_vanishes_in_the_middle_of_a_message_leaves_nothing(string version, string half)
    {
        for (var i = 0; i < 20; i++)
        {
            var connection = await RawConnection.OpenSessionAsync(server.Taiji, version);
            await connection.SendAsync(half);
            connection.Drop();
            await connection.DisposeAsync();
        }

        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_vanishes_without_reading_its_reply_leaves_its_lock_free()
    {
        var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.0");
        await connection.SendAsync(RawNetconf.Rpc("<lock><target><running/></target></lock>") + RawNetconf.End);
        (await connection.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
        await connection.SendAsync(RawNetconf.Rpc("<get/>") + RawNetconf.End);
        connection.Drop();
        await using var next = await RawConnection.OpenSessionAsync(server.Taiji, "1.0");
        string reply;
        do
        {
            // The server hears of the other's end in its own time.
            await next.SendAsync(RawNetconf.Rpc("<lock><target><running/></target></lock>") + RawNetconf.End);
            reply = await next.ReadToAsync(RawNetconf.End);
        }
        while (reply.Contains("lock-denied", StringComparison.Ordinal) && !TestContext.Current.CancellationToken.IsCancellationRequested);
        reply.ShouldContain("<ok/>");
        await next.SendAsync(RawNetconf.Rpc("<unlock><target><running/></target></unlock>") + RawNetconf.End);
        await next.ReadToAsync(RawNetconf.End);
        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_line_of_100_MB_before_any_hello_costs_no_memory_and_ends_the_session()
    {
        var before = server.Taiji.Memory("VmHWM");
        await using var connection = await RawConnection.OpenAsync(server.Taiji);
        if (await connection.TrySendManyAsync(Letters(), 100 * Megabyte)) await connection.SendAsync(RawNetconf.End);
        (await connection.ReadToEndAsync()).ShouldNotContain("rpc-reply");
        // Less than the line: it is dropped as it comes. What the collector keeps at hand varies by tens of megabytes.
        (server.Taiji.Memory("VmHWM") - before).ShouldBeLessThan(100 * Megabyte);
        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_chunk_of_100_MB_is_answered_too_big_and_the_session_goes_on()
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        var start = "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"big\"><get><!--";
        await connection.SendAsync($"\n#{start.Length}\n{start}\n#{100 * Megabyte}\n");
        (await connection.TrySendManyAsync(Letters(), 100 * Megabyte)).ShouldBeTrue();
        await connection.SendAsync("\n##\n");
        var reply = await connection.ReadChunksAsync();
        reply.ShouldContain("<error-tag>too-big</error-tag>");
        reply.ShouldContain("message-id=\"big\"");
        await ShouldAnswerAsync(connection);
        server.Taiji.Memory("VmHWM").ShouldBeLessThan(MemoryBound);
        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_long_message_is_answered_as_soon_as_an_error_is_found_and_the_session_goes_on()
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        var start = "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"big\"><get>";
        await connection.SendAsync($"\n#{start.Length}\n{start}\n#{2 * Megabyte}\n");
        (await connection.TrySendManyAsync(Letters(), Megabyte)).ShouldBeTrue();
        (await connection.ReadChunksAsync()).ShouldContain("<error-tag>bad-element</error-tag>");
        (await connection.TrySendManyAsync(Letters(), Megabyte)).ShouldBeTrue();
        await connection.SendAsync("\n##\n");
        await ShouldAnswerAsync(connection);
        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_message_without_end_in_base_1_0_is_answered_too_big()
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.0");
        await connection.SendAsync("<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"big\"><get><!--");
        (await connection.TrySendManyAsync(Letters(), 100 * Megabyte)).ShouldBeTrue();
        await connection.SendAsync(RawNetconf.End);
        (await connection.ReadToAsync(RawNetconf.End)).ShouldContain("<error-tag>too-big</error-tag>");
        await connection.SendAsync(RawNetconf.Rpc("<close-session/>") + RawNetconf.End);
        (await connection.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
        server.Taiji.Memory("VmHWM").ShouldBeLessThan(MemoryBound);
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task An_entity_bomb_is_refused_unexpanded()
    {
        var bomb = new StringBuilder("<!DOCTYPE rpc [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (var i = 1; i < 12; i++) bomb.Append($"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        bomb.Append("]>").Append(RawNetconf.Rpc("<get>&a11;</get>"));
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        await connection.SendAsync(RawNetconf.Chunked(bomb.ToString()));
        (await connection.ReadChunksAsync()).ShouldContain("<error-tag>malformed-message</error-tag>");
        await ShouldAnswerAsync(connection);
        server.Taiji.Memory("VmHWM").ShouldBeLessThan(MemoryBound);
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Ten_thousand_levels_of_elements_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000));
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.1");
        await connection.SendAsync(RawNetconf.Chunked(RawNetconf.Rpc($"<edit-config><target><running/></target><config>{deep}</config></edit-config>", "deep")));
        var reply = await connection.ReadChunksAsync();
        reply.ShouldContain("<error-tag>too-big</error-tag>");
        await ShouldAnswerAsync(connection);
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Hundreds_of_clients_that_stop_in_the_middle_of_a_long_message_hold_up_nobody_else()
    {
        const int clients = 200;
        var half = "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\"><edit-config><target><candidate/></target><config><interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">"
            + new string(' ', 300_000);
        var stalled = new List<RawConnection>();
        try
        {
            for (var i = 0; i < clients; i++)
            {
                stalled.Add(await RawConnection.OpenSessionAsync(server.Taiji, "1.0"));
                await stalled[^1].SendAsync(half);
            }

            await server.ShouldBeWellAsync();
            // One that goes on is served to its end, among all that don't.
            await stalled[0].SendAsync("</interfaces></config></edit-config></rpc>" + RawNetconf.End);
            (await stalled[0].ReadToAsync(RawNetconf.End)).ShouldContain("message-id=\"1\"");
        }
        finally
        {
            foreach (var client in stalled)
            {
                client.Drop();
                await client.DisposeAsync();
            }
        }

        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task A_client_that_never_reads_holds_up_nobody_else()
    {
        await using var deaf = await RawConnection.OpenSessionAsync(server.Taiji, "1.0");
        var request = Encoding.UTF8.GetBytes(RawNetconf.Rpc("<get/>") + RawNetconf.End);
        var flood = deaf.TrySendManyAsync([.. Enumerable.Repeat(request, 200).SelectMany(r => r)], 2 * Megabyte);
        await server.ShouldBeWellAsync();
        server.Taiji.Memory("VmHWM").ShouldBeLessThan(MemoryBound);
        deaf.Drop();
        await flood.ContinueWith(_ => { }, TaskScheduler.Default);
        await server.ShouldBeWellAsync();
    }

    private static byte[] Letters()
    {
        var letters = new byte[Megabyte];
        Array.Fill(letters, (byte)'a');
        return letters;
    }

    private static async Task ShouldAnswerAsync(RawConnection connection)
    {
        await connection.SendAsync(RawNetconf.Chunked(RawNetconf.Rpc("<get-config><source><running/></source></get-config>", "after")));
        var reply = await connection.ReadChunksAsync();
        reply.ShouldContain("message-id=\"after\"");
        reply.ShouldContain("<name>stays</name>");
    }
}

using System.Net;
using Taiji.Clients.Restconf;
using Taiji.Clients.Tests.Support;

namespace Taiji.Clients.Tests.Restconf;

public sealed class EventStreamTests
{
    private static readonly RestconfClientOptions Options = new() { Server = new Uri("http://device.example"), Root = "/api" };
    private static readonly RestconfEventOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };
    private static readonly Uri Location = new("http://device.example/streams/NETCONF/json");

    [Fact]
    public async Task A_stream_is_found_by_its_name()
    {
        var server = new StubServer((_, _) => StubServer.Json(
            """{"ietf-restconf-monitoring:stream":[{"name":"NETCONF","access":[{"encoding":"xml","location":"/s/xml"},{"encoding":"json","location":"http://other.example/s/json"}]}]}"""));
        using var client = await RestconfClient.ConnectAsync(Options, server);
        (await client.FindStreamAsync("NETCONF")).ToString().ShouldBe("http://other.example/s/json");
        using var xml = await RestconfClient.ConnectAsync(Options with { Encoding = RestconfEncoding.Xml }, server);
        (await xml.FindStreamAsync("NETCONF")).ToString().ShouldBe("http://device.example/s/xml");
    }

    [Fact]
    public async Task Events_come_in_both_encodings()
    {
        const string Xml = "<notification xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><eventTime>2026-01-01T00:00:02Z</eventTime><up xmlns='urn:m'/></notification>";
        var server = new StubServer((_, _) => Stream($": comment\n\n{Event(1, "first")}data: {Xml}\nid: 9\n\n"));
        using var client = await RestconfClient.ConnectAsync(Options, server);
        var events = await client.ReadEventsAsync(Location, Quick with { Resumes = false }).ToListAsync();
        events.Select(e => (e.Name, e.EventTime.Second, e.EventId)).ShouldBe([("m:event", 1, null), ("up", 2, "9")]);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_taken_up_where_it_was_and_nothing_told_twice()
    {
        var turns = new Queue<string>([Event(1, "a") + Event(2, "b"), Event(2, "b") + Event(2, "c"), Event(2, "b") + Event(2, "c") + Event(3, "d")]);
        var server = new StubServer((_, _) => turns.TryDequeue(out var turn) ? Stream(turn) : new HttpResponseMessage(HttpStatusCode.NotFound));
        using var client = await RestconfClient.ConnectAsync(Options, server);
        var texts = new List<string>();
        await Should.ThrowAsync<RestconfErrorException>(async () =>
        {
            await foreach (var e in client.ReadEventsAsync(Location, Quick with { Filter = "/m:event" }))
                texts.Add(e.Content.ToJson().GetProperty("ietf-restconf:notification").GetProperty("m:event").GetProperty("text").GetString()!);
        });
        texts.ShouldBe(["a", "b", "c", "d"]);
        server.Asked.Select(a => a.Path).ShouldBe(
        [
            "/streams/NETCONF/json?filter=%2Fm%3Aevent",
            "/streams/NETCONF/json?filter=%2Fm%3Aevent&start-time=2026-01-01T00%3A00%3A02Z",
            "/streams/NETCONF/json?filter=%2Fm%3Aevent&start-time=2026-01-01T00%3A00%3A02Z",
            "/streams/NETCONF/json?filter=%2Fm%3Aevent&start-time=2026-01-01T00%3A00%3A03Z",
        ]);
    }

    [Fact]
    public async Task The_last_events_mark_is_told_to_the_server()
    {
        var marks = new List<string>();
        var server = new StubServer((request, _) =>
        {
            marks.Add(request.Headers.TryGetValues("Last-Event-ID", out var values) ? values.Single() : "none");
            return marks.Count < 3 ? Stream($"id: m{marks.Count}\n" + Event(marks.Count, "x")) : new HttpResponseMessage(HttpStatusCode.NotFound);
        });
        using var client = await RestconfClient.ConnectAsync(Options, server);
        await Should.ThrowAsync<RestconfErrorException>(() => client.ReadEventsAsync(Location, Quick).ToListAsync().AsTask());
        marks.ShouldBe(["none", "m1", "m2"]);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_given_up_after_some_attempts()
    {
        var attempts = 0;
        var server = new StubServer((_, _) =>
        {
            attempts++;
            throw new HttpRequestException("gone");
        });
        using var client = await RestconfClient.ConnectAsync(Options, server);
        await Should.ThrowAsync<IOException>(() => client.ReadEventsAsync(Location, Quick with { MaxAttempts = 2 }).ToListAsync().AsTask());
        attempts.ShouldBe(3);
    }

    [Fact]
    public async Task A_stream_with_an_end_ends()
    {
        var server = new StubServer((_, _) => Stream(Event(1, "a")));
        using var client = await RestconfClient.ConnectAsync(Options, server);
        var options = Quick with { StartTime = DateTimeOffset.UnixEpoch, StopTime = DateTimeOffset.UnixEpoch.AddDays(1) };
        (await client.ReadEventsAsync(Location, options).ToListAsync()).Count.ShouldBe(1);
        server.Asked.ShouldHaveSingleItem().Path.ShouldEndWith("?start-time=1970-01-01T00%3A00%3A00Z&stop-time=1970-01-02T00%3A00%3A00Z");
    }

    private static HttpResponseMessage Stream(string text) => StubServer.Text(text, "text/event-stream");

    private static string Event(int second, string text) =>
        """data: {"ietf-restconf:notification":{"eventTime":"2026-01-01T00:00:SSZ","m:event":{"text":"TEXT"}}}"""
            .Replace("SS", $"{second:00}", StringComparison.Ordinal).Replace("TEXT", text, StringComparison.Ordinal) + "\n\n";
}

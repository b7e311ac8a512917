using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Plugins;
using Taiji.Datastores.Events;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Testing;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Event streams (RFC 8040 §6).</summary>
public sealed class StreamTests : RestconfTest
{
    private const string Json = "/restconf/streams/NETCONF/json";

    [Fact]
    public async Task The_streams_are_told_with_a_place_for_each_encoding_that_leads_to_them()
    {
        var streams = await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/streams");
        streams.ShouldBe(200);
        var stream = streams.JsonBody["ietf-restconf-monitoring:streams"]!["stream"]![0]!;
        stream["name"]!.GetValue<string>().ShouldBe("NETCONF");
        stream["replay-support"]!.GetValue<bool>().ShouldBeTrue();
        stream["replay-log-creation-time"].ShouldNotBeNull();
        (await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/streams/stream=NETCONF/access=xml/location", RestconfHost.Xml))
            .ShouldHoldXml($"""<location xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf-monitoring">{Host.Client.BaseAddress}restconf/streams/NETCONF</location>""");
        (await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/streams/stream=NETCONF/access=json/location")).Body.ShouldContain(Json);
    }

    [Fact]
    public async Task A_place_is_where_the_client_sent_its_request_unless_the_server_knows_better()
    {
        (await LocationAsync(Host, "router.example:8443")).ShouldBe("http://router.example:8443/restconf/streams/NETCONF/json");
        await using var host = await RestconfHost.StartAsync(o => o.PublicOrigin = "https://public.example");
        (await LocationAsync(host, "router.example:8443")).ShouldBe("https://public.example/restconf/streams/NETCONF/json");

        static async Task<string> LocationAsync(RestconfHost host, string name) =>
            (await host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/streams/stream=NETCONF/access=json/location", null, ("Host", name)))
                .JsonBody["ietf-restconf-monitoring:location"]!.GetValue<string>();
    }

    [Fact]
    public async Task An_event_arrives_in_the_encoding_of_the_stream()
    {
        using var xml = await EventReader.OpenAsync(Host, "/restconf/streams/NETCONF");
        using var json = await EventReader.OpenAsync(Host, Json);
        Host.Sell("two\nlines", 3);
        (await json.DataAsync()).ShouldBe("""{"ietf-restconf:notification":{"eventTime":"2026-11-21T12:00:00.5Z","shop:sold":{"what":"two\nlines","count":3}}}""");
        var text = await xml.DataAsync();
        text.ShouldStartWith("<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>2026-11-21T12:00:00.5Z</eventTime><sold xmlns=\"urn:test:shop\">");
        var sold = XElement.Parse(text).Elements().Last();
        sold.Elements().Select(e => (e.Name.LocalName, e.Name.NamespaceName, e.Value)).ShouldBe([("what", "urn:test:shop", "two\nlines"), ("count", "urn:test:shop", "3")]);
        xml.Retry.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_notification_of_a_data_node_stands_in_the_nodes_that_lead_to_it()
    {
        await SeedAsync();
        using var json = await EventReader.OpenAsync(Host, Json);
        using var xml = await EventReader.OpenAsync(Host, "/restconf/streams/NETCONF");
        Host.Empty("a");
        var shop = XElement.Parse(await xml.DataAsync()).Elements().Last();
        shop.Descendants().Select(e => e.Name.LocalName).ShouldBe(["item", "id", "emptied", "by"]);
        shop.Descendants().ShouldAllBe(e => e.Name.NamespaceName == "urn:test:shop");
        (await json.DataAsync()).ShouldEndWith("""
            ,"shop:shop":{"item":[{"id":"a","emptied":{"by":"everybody"}}]}}}
            """.Trim());
    }

    [Fact]
    public async Task What_was_before_is_replayed_from_the_start_time_and_the_stop_time_ends_the_stream()
    {
        Host.Sell("early");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Host.Sell("middle");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Host.Sell("late");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        using var some = await EventReader.OpenAsync(Host, $"{Json}?start-time=2026-11-21T12%3A00%3A30Z&stop-time=2026-11-21T12%3A01%3A30Z");
        (await some.DataAsync()).ShouldContain("middle");
        (await some.NextAsync()).ShouldBeNull();

        using var all = await EventReader.OpenAsync(Host, $"{Json}?start-time=2026-11-21T11:00:00Z");
        foreach (var what in new[] { "early", "middle", "late" }) (await all.DataAsync()).ShouldContain(what);
        Host.Sell("now");
        (await all.DataAsync()).ShouldContain("now");
    }

    [Fact]
    public async Task A_client_that_comes_back_with_the_last_id_gets_what_it_missed_and_nothing_twice()
    {
        using (var first = await EventReader.OpenAsync(Host, Json))
        {
            Host.Sell("one");
            Host.Sell("two");
            Host.Sell("three");
            (await first.DataAsync()).ShouldContain("one");
            var (id, data) = (await first.NextAsync())!.Value;
            data.ShouldContain("two");
            using var again = await EventReader.OpenAsync(Host, $"{Json}?start-time=2026-11-21T11:00:00Z", ("Last-Event-ID", id));
            (await again.DataAsync()).ShouldContain("three");
            Host.Time.Advance(TimeSpan.FromSeconds(1));
            Host.Sell("four");
            (await again.DataAsync()).ShouldContain("four");
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("7fffffffffffffff-1")]
    [InlineData("2bca2875f4373fff-x")]
    [InlineData("ffffffffffffffff-1")]
    [InlineData("2bca2875f4373000-1")]
    public async Task An_id_that_leads_nowhere_begins_with_what_happens_now(string id)
    {
        Host.Sell("before");
        using var events = await EventReader.OpenAsync(Host, Json, ("Last-Event-ID", id));
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        Host.Sell("now");
        (await events.DataAsync()).ShouldContain("now");
    }

    [Fact]
    public async Task A_stream_without_replay_refuses_a_start_time_and_goes_on_for_who_comes_back()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors().Configure(o => o.Streams.Add(new EventStream("NETCONF", "") { KeepCount = 0 })));
        using var refused = await server.Http.GetAsync($"{Json}?start-time=2020-01-01T00:00:00Z");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var events = await EventReader.OpenAsync(server.Http, Json, ("Last-Event-ID", "8df4e2b021f0943-1"));
        server.Services.GetRequiredService<Doors>().Force("front");
        (await events.DataAsync()).ShouldContain("front");
    }

    [Theory]
    [InlineData("/restconf/streams/NETCONF/json")]
    [InlineData("/restconf/streams/NETCONF")]
    public async Task A_filtered_replay_over_HTTP_2_goes_on_where_the_client_left_off(string stream)
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        using var client = new HttpClient(new OverHttp2()) { BaseAddress = server.Http.BaseAddress };
        client.DefaultRequestHeaders.Authorization = server.Http.DefaultRequestHeaders.Authorization;
        foreach (var door in new[] { "front", "back", "side" }) server.Services.GetRequiredService<Doors>().Force(door);
        var target = $"{stream}?start-time=2020-01-01T00:00:00Z&filter={Uri.EscapeDataString("/acme-door:forced/acme-door:door != 'back'")}";
        string id;
        using (var first = await EventReader.OpenAsync(client, target))
        {
            (id, var data) = (await first.NextAsync())!.Value;
            data.ShouldContain("front");
        }

        using var again = await EventReader.OpenAsync(client, target, ("Last-Event-ID", id));
        (await again.DataAsync()).ShouldContain("side");
    }

    [Theory]
    [InlineData("/shop:sold/shop:what='pear'")]
    [InlineData("/shop:sold[shop:count > 4]")]
    [InlineData("contains(/shop:sold/shop:what, 'ear')")]
    public async Task A_filter_chooses_events_with_module_names_as_prefixes(string filter)
    {
        using var events = await EventReader.OpenAsync(Host, $"{Json}?filter={Uri.EscapeDataString(filter)}");
        Host.Sell("apple", 1);
        Host.Sell("pear", 5);
        (await events.DataAsync()).ShouldContain("pear");
    }

    [Fact]
    public async Task While_nothing_happens_a_comment_tells_that_the_stream_lives()
    {
        await using var host = await RestconfHost.StartAsync(o => o.Heartbeat = TimeSpan.FromMilliseconds(20));
        using var events = await EventReader.OpenAsync(host, Json);
        string? line;
        do line = await events.LineAsync();
        while (line is not (null or ":"));
        line.ShouldBe(":");
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        var host = await RestconfHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, Json);
        var end = events.NextAsync();
        await host.StopAsync();
        (await end).ShouldBeNull();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("?stop-time=2026-11-21T12:00:00Z", 400)]
    [InlineData("?start-time=2026-11-21T12:00:00Z&stop-time=2026-11-21T11:00:00Z", 400)]
    [InlineData("?start-time=2036-11-21T12:00:00Z", 400)]
    [InlineData("?start-time=yesterday", 400)]
    [InlineData("?start-time=2026-11-21", 400)]
    [InlineData("?filter=%2F%2F%2F", 400)]
    [InlineData("?filter=nothing%3Ax", 400)]
    [InlineData("?depth=1", 400)]
    [InlineData("/cbor", 404)]
    [InlineData("x", 404)]
    public async Task What_a_stream_cannot_do_is_refused_before_it_begins(string rest, int status) =>
        (await Host.GetAsync("/restconf/streams/NETCONF" + rest, "text/event-stream")).ShouldBe(status);

    [Fact]
    public async Task A_stream_is_for_GET_and_HEAD_as_text_event_stream()
    {
        (await Host.GetAsync(Json, "application/yang-data+json")).ShouldBe(406);
        var head = await Host.SendAsync("HEAD", Json, accept: "text/event-stream");
        head.ShouldBe(200).ContentType.ShouldBe("text/event-stream");
        (await Host.SendAsync("OPTIONS", Json))["Allow"].ShouldBe("GET, HEAD, OPTIONS");
        (await Host.PostAsync(Json, "{}")).ShouldBe(405);
    }

    private sealed class OverHttp2() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>The message examples of RFC 8040 Appendix B, as they are sent there.</summary>
public sealed class MessageExampleTests : RestconfTest
{
    private const string Jukebox = "/restconf/data/example-jukebox:jukebox";
    private const string Rope = "/example-jukebox:jukebox/library/artist[name='Foo Fighters']/album[name='Wasting Light']/song[name='Rope']";
    private const string Bridge = "/example-jukebox:jukebox/library/artist[name='Foo Fighters']/album[name='Wasting Light']/song[name='Bridge Burning']";

    [Fact]
    public async Task B_1_1_The_root_is_discovered_and_the_API_resource_retrieved()
    {
        var meta = await Host.GetAsync("/.well-known/host-meta", "application/xrd+xml", ("Authorization", ""));
        meta.ShouldBe(200).Body.ShouldContain("<Link rel=\"restconf\" href=\"/restconf\" />");
        (await Host.GetAsync("/restconf", RestconfHost.Json)).ShouldHoldJson("""{"ietf-restconf:restconf":{"data":{},"operations":{},"yang-library-version":"2019-01-04"}}""");
        var xml = await Host.GetAsync("/restconf", RestconfHost.Xml);
        xml.ShouldHoldXml("""<restconf xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><data/><operations/><yang-library-version>2019-01-04</yang-library-version></restconf>""");
        xml["Cache-Control"].ShouldBe("no-cache");
    }

    [Fact]
    public async Task B_1_2_and_3_The_modules_and_capabilities_are_retrieved()
    {
        (await Host.GetAsync("/restconf/data/ietf-yang-library:modules-state", RestconfHost.Json)).ShouldBe(200).Body.ShouldContain("\"example-jukebox\"");
        var reply = (await Host.GetAsync("/restconf/data/ietf-restconf-monitoring:restconf-state/capabilities", RestconfHost.Xml)).ShouldBe(200);
        foreach (var capability in new[] { "defaults:1.0?basic-mode=explicit", "with-defaults:1.0", "depth:1.0", "fields:1.0" })
        {
            reply.Body.ShouldContain($"<capability>urn:ietf:params:restconf:capability:{capability}</capability>");
        }
    }

    [Fact]
    public async Task B_2_1_and_2_Resources_are_created_and_a_stale_edit_is_refused()
    {
        (await Host.PutAsync(Jukebox, """{"example-jukebox:jukebox":{}}""")).ShouldBe(201);
        var artist = (await Host.PostAsync($"{Jukebox}/library", """{"example-jukebox:artist":[{"name":"Foo Fighters"}]}""")).ShouldBe(201);
        artist["Location"]!.ShouldEndWith("/restconf/data/example-jukebox:jukebox/library/artist=Foo%20Fighters");
        artist["Location"]!.ShouldStartWith("http://");
        artist["Last-Modified"].ShouldNotBeNull();
        artist.ETag.ShouldNotBeNull();

        var album = (await Host.PostAsync($"{Jukebox}/library/artist=Foo%20Fighters", """
            <album xmlns="http://example.com/ns/example-jukebox">
              <name>Wasting Light</name>
              <year>2011</year>
            </album>
            """)).ShouldBe(201);
        album["Location"]!.ShouldEndWith("/artist=Foo%20Fighters/album=Wasting%20Light");

        // PATCH needs the leaf to be there (§4.6); conditions count only where the request would succeed (RFC 9110 §13.2.1).
        (await Host.PutAsync($"{Jukebox}/library/artist=Foo%20Fighters/album=Wasting%20Light/genre", """{ "example-jukebox:genre" : "rock" }""")).ShouldBe(201);
        var genre = await Host.PatchAsync(
            $"{Jukebox}/library/artist=Foo%20Fighters/album=Wasting%20Light/genre", """{ "example-jukebox:genre" : "example-jukebox:alternative" }""",
            ("If-Unmodified-Since", "Thu, 26 Jan 2017 20:56:30 GMT"));
        genre.ShouldBe(412)["Last-Modified"].ShouldNotBeNull();
        genre.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task B_2_3_4_and_5_The_datastore_is_patched_and_replaced_and_a_resource_in_it_patched()
    {
        const string library = """
            <jukebox xmlns="http://example.com/ns/example-jukebox">
              <library>
                <artist><name>Foo Fighters</name><album><name>One by One</name><year>2012</year></album></artist>
                <artist><name>Nick Cave and the Bad Seeds</name><album><name>Tender Prey</name><year>1988</year></album></artist>
              </library>
            </jukebox>
            """;
        (await Host.PatchAsync(Data, $"""
            <data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf">
              <system xmlns="http://example.com/ns/example-system"><enable-jukebox-streaming>true</enable-jukebox-streaming></system>
              {library}
            </data>
            """)).ShouldBe(204);
        (await Host.GetAsync($"{Data}/example-system:system")).ShouldHoldJson("""{"example-system:system":{"enable-jukebox-streaming":true}}""");

        (await Host.PutAsync(Data, $"""<data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf">{library}</data>""")).ShouldBe(204);
        (await Host.GetAsync($"{Data}/example-system:system")).ShouldBe(404);

        (await Host.PatchAsync($"{Jukebox}/library/artist=Nick%20Cave%20and%20the%20Bad%20Seeds", """
            <artist xmlns="http://example.com/ns/example-jukebox">
              <name>Nick Cave and the Bad Seeds</name>
              <album><name>The Good Son</name><year>1990</year></album>
            </artist>
            """)).ShouldBe(204);
        (await Host.GetAsync($"{Jukebox}/library?fields=artist(name;album/name)")).ShouldHoldJson("""
            {"example-jukebox:library":{"artist":[{"name":"Foo Fighters","album":[{"name":"One by One"}]},
              {"name":"Nick Cave and the Bad Seeds","album":[{"name":"Tender Prey"},{"name":"The Good Son"}]}]}}
            """);
    }

    [Fact]
    public async Task B_3_1_Content_chooses_configuration_or_state()
    {
        (await Host.PutAsync($"{Data}/example-events:events", """
            {"example-events:events":{"event":[{"name":"interface-up","description":"Interface up notification count"},{"name":"interface-down","description":"Interface down notification count"}]}}
            """)).ShouldBe(201);
        const string config = """
            {"example-events:events":{"event":[{"name":"interface-down","description":"Interface down notification count"},{"name":"interface-up","description":"Interface up notification count"}]}}
            """;
        const string all = """
            {"example-events:events":{"event":[{"name":"interface-down","description":"Interface down notification count","event-count":4},
              {"name":"interface-up","description":"Interface up notification count","event-count":42}]}}
            """;
        (await Host.GetAsync($"{Data}/example-events:events?content=all")).ShouldHoldJson(all);
        (await Host.GetAsync($"{Data}/example-events:events")).ShouldHoldJson(all);
        var reply = await Host.GetAsync($"{Data}/example-events:events?content=config");
        reply.ShouldHoldJson(config);
        reply.ETag.ShouldNotBeNull();
        reply["Last-Modified"].ShouldNotBeNull();
        var state = await Host.GetAsync($"{Data}/example-events:events?content=nonconfig");
        state.ShouldHoldJson("""{"example-events:events":{"event":[{"name":"interface-down","event-count":4},{"name":"interface-up","event-count":42}]}}""");
        state["ETag"].ShouldBeNull();
    }

    [Fact]
    public async Task B_3_2_Depth_cuts_off_levels()
    {
        await PlayAsync();
        (await Host.GetAsync($"{Jukebox}?depth=1")).ShouldHoldJson("""{"example-jukebox:jukebox":{}}""");
        // Lists at the last level are arrays of entries with their keys: what the RFC shows there, an object, is no list in RFC 7951. Its gap of 0.5 is a string there, too (§6.1).
        (await Host.GetAsync($"{Jukebox}?depth=2")).ShouldHoldJson("""{"example-jukebox:jukebox":{"library":{},"playlist":[{"name":"Foo-One"}],"player":{}}}""");
        (await Host.GetAsync($"{Jukebox}?depth=3")).ShouldHoldJson("""
            {"example-jukebox:jukebox":{"library":{"artist":[{"name":"Foo Fighters"}]},
              "playlist":[{"name":"Foo-One","description":"example playlist 1","song":[{"index":1},{"index":2}]}],"player":{"gap":"0.5"}}}
            """);
        (await Host.GetAsync($"{Jukebox}?depth=unbounded")).Body.ShouldBe((await Host.GetAsync(Jukebox)).Body);
    }

    [Fact]
    public async Task B_3_3_Fields_choose_below_the_datastore() =>
        (await Host.GetAsync($"{Data}?fields=ietf-yang-library:modules-state/module(name;revision)", RestconfHost.Json)).ShouldBe(200)
            .JsonBody["ietf-restconf:data"]!["ietf-yang-library:modules-state"]!["module"]!.AsArray()
            .Select(m => m!.ToJsonString()).ShouldContain("""{"name":"example-jukebox","revision":"2016-08-15"}""");

    [Fact]
    public async Task B_3_4_and_5_Songs_are_inserted_first_and_after_another()
    {
        await PlayAsync();
        (await Host.DeleteAsync($"{Jukebox}/playlist=Foo-One/song=2")).ShouldBe(204);
        var first = await Host.PostAsync($"{Jukebox}/playlist=Foo-One?insert=first", $$$"""{ "example-jukebox:song" : [ { "index" : 3, "id" : "{{{Rope}}}" } ] }""");
        first.ShouldBe(201)["Location"]!.ShouldEndWith("/restconf/data/example-jukebox:jukebox/playlist=Foo-One/song=3");
        var after = await Host.PostAsync(
            $"{Jukebox}/playlist=Foo-One?insert=after&point=%2Fexample-jukebox%3Ajukebox%2Fplaylist%3DFoo-One%2Fsong%3D3", $$$"""{ "example-jukebox:song" : [ { "index" : 2, "id" : "{{{Bridge}}}" } ] }""");
        after.ShouldBe(201)["Location"]!.ShouldEndWith("/playlist=Foo-One/song=2");
        (await Host.GetAsync($"{Jukebox}/playlist=Foo-One/song?fields=index")).ShouldHoldJson("""{"example-jukebox:song":[{"index":3},{"index":2},{"index":1}]}""");
    }

    [Theory]
    [InlineData("/streams/NETCONF?filter=%2Fevent%2Fevent-class%3D'fault'", "fault", "other")]
    [InlineData("/streams/NETCONF?filter=%2Fevent%2Fseverity%3C%3D4", "severe", "mild")]
    [InlineData("/streams/SNMP?filter=%2FlinkUp%7C%2FlinkDown", "up", "fault")]
    [InlineData("/streams/NETCONF?filter=%2F*%2Freporting-entity%2Fcard%21%3D'Ethernet0'", "card1", "card0")]
    [InlineData("/streams/critical-syslog?filter=%2F*%2Femail-addr[contains(.%2C'company.com')]", "mail", "fault")]
    [InlineData("/streams/NETCONF?filter=(%2Fexample-mod%3Aevent1%2Fname%3D'joe'%20and%20%2Fexample-mod%3Aevent1%2Fstatus%3D'online')", "joe", "jim")]
    [InlineData("/streams/NETCONF?filter=(%2Fm1%3A*%20or%20%2Fm2%3A*)", "m2", "joe")]
    public async Task B_3_6_A_filter_chooses_events(string target, string wanted, string unwanted)
    {
        var stream = target.Split('/', '?')[2];
        // A stream is there from its first event on.
        Notify("other", stream);
        using var events = await EventReader.OpenAsync(Host, "/restconf" + target.Replace("?", "/json?", StringComparison.Ordinal));
        Notify(unwanted, stream);
        Notify(wanted, stream);
        (await events.DataAsync()).ShouldContain($"\"{Events[wanted].Leaves[^1].Value}\"");
    }

    [Theory]
    [InlineData("/streams/NETCONF?start-time=2014-10-25T10%3A02%3A00Z", "before", "now")]
    [InlineData("/streams/NETCONF?start-time=2014-10-25T10%3A02%3A00Z&stop-time=2014-10-25T12%3A31%3A00Z")]
    public async Task B_3_7_and_8_Start_and_stop_times_replay_what_was(string target, params string[] expected)
    {
        Host.Sell("before");
        using var events = await EventReader.OpenAsync(Host, "/restconf" + target);
        Host.Sell("now");
        foreach (var what in expected)
        {
            string text;
            // The server has events of its own.
            do text = await events.DataAsync();
            while (!text.Contains("<sold", StringComparison.Ordinal));
            text.ShouldContain($">{what}</what>");
        }

        // Over since 2014.
        if (expected.Length == 0) (await events.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task B_3_9_With_defaults_asks_for_more_than_the_basic_mode()
    {
        await using var host = await RestconfHost.StartAsync(o => o.BasicMode = Taiji.Yang.Encodings.WithDefaults.Trim);
        (await host.PutAsync($"{Data}/example:interfaces", """{"example:interfaces":{"interface":[{"name":"eth0","mtu":8192},{"name":"eth1"},{"name":"eth2","mtu":9000},{"name":"eth3","mtu":1500}]}}""")).ShouldBe(201);
        (await host.GetAsync("/restconf/data/example:interfaces/interface=eth1", RestconfHost.Json)).ShouldHoldJson("""{"example:interface":[{"name":"eth1","status":"up"}]}""");
        (await host.GetAsync("/restconf/data/example:interfaces/interface=eth1?with-defaults=report-all", RestconfHost.Json))
            .ShouldHoldJson("""{"example:interface":[{"name":"eth1","mtu":1500,"status":"up"}]}""");
        (await host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/capabilities")).Body.ShouldContain("defaults:1.0?basic-mode=trim");
    }

    private static readonly Dictionary<string, (string Name, (string Path, string Value)[] Leaves)> Events = new()
    {
        ["fault"] = ("example-mod:event", [("event-class", "fault")]),
        ["other"] = ("example-mod:event", [("event-class", "other")]),
        ["severe"] = ("example-mod:event", [("severity", "4"), ("email-addr", "severe")]),
        ["mild"] = ("example-mod:event", [("severity", "5")]),
        ["up"] = ("example-mod:linkUp", [("interface", "eth0")]),
        ["card0"] = ("example-mod:event", [("reporting-entity/card", "Ethernet0")]),
        ["card1"] = ("example-mod:event", [("reporting-entity/card", "Ethernet1")]),
        ["mail"] = ("example-mod:event", [("email-addr", "joe@company.com")]),
        ["joe"] = ("example-mod:event1", [("name", "joe"), ("status", "online")]),
        ["jim"] = ("example-mod:event1", [("name", "jim"), ("status", "online")]),
        ["m2"] = ("m2:happened", [("what", "it")]),
    };

    private void Notify(string what, string stream) => Host.Publish(Events[what].Name, Events[what].Leaves, stream);

    private async Task PlayAsync() => (await Host.PutAsync(Jukebox, $$$"""
        {"example-jukebox:jukebox":{"library":{"artist":[{"name":"Foo Fighters","album":[{"name":"Wasting Light","genre":"example-jukebox:alternative","year":2011,
          "song":[{"name":"Bridge Burning","location":"/media/foo/a7/bridge-burning.mp3"},{"name":"Rope","location":"/media/foo/a7/rope.mp3","format":"MP3","length":259} ] } ] } ] },
          "playlist":[{"name":"Foo-One","description":"example playlist 1","song":[{"index":1,"id":"{{{Rope}}}"},{"index":2,"id":"{{{Bridge}}}"} ] } ],
          "player":{"gap":"0.5"} } }
        """)).ShouldBe(201);
}

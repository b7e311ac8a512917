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
        (await Host.GetAsync($"{Data}/example-events:events?content=all")).ShouldBe(200);
        var reply = await Host.GetAsync($"{Data}/example-events:events?content=config");
        reply.ShouldHoldJson(config);
        reply.ETag.ShouldNotBeNull();
        reply["Last-Modified"].ShouldNotBeNull();
        var state = await Host.GetAsync($"{Data}/example-events:events?content=nonconfig");
        state["ETag"].ShouldBeNull();
    }

    [Fact]
    public async Task B_3_2_Depth_cuts_off_levels()
    {
        await PlayAsync();
        (await Host.GetAsync($"{Jukebox}?depth=1")).ShouldHoldJson("""{"example-jukebox:jukebox":{}}""");
        // The lists at the last level are arrays of empty entries: RFC 7951 knows no list that is an object.
        (await Host.GetAsync($"{Jukebox}?depth=2")).ShouldHoldJson("""{"example-jukebox:jukebox":{"library":{},"playlist":[{"name":"Foo-One"}],"player":{}}}""");
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

    private async Task PlayAsync() => (await Host.PutAsync(Jukebox, $$$"""
        {"example-jukebox:jukebox":{"library":{"artist":[{"name":"Foo Fighters","album":[{"name":"Wasting Light","genre":"example-jukebox:alternative","year":2011,
          "song":[{"name":"Bridge Burning","location":"/media/foo/a7/bridge-burning.mp3"},{"name":"Rope","location":"/media/foo/a7/rope.mp3","format":"MP3","length":259} ] } ] } ] },
          "playlist":[{"name":"Foo-One","description":"example playlist 1","song":[{"index":1,"id":"{{{Rope}}}"},{"index":2,"id":"{{{Bridge}}}"} ] } ],
          "player":{"gap":"0.5"} } }
        """)).ShouldBe(201);
}

using System.Text.Json.Nodes;
using System.Xml.Linq;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>YANG Patch (RFC 8072), its Appendix A first.</summary>
public sealed class YangPatchTests : RestconfTest
{
    private const string Json = "application/yang-patch+json";
    private const string Xml = "application/yang-patch+xml";
    private const string Jukebox = $"{Data}/example-jukebox:jukebox";
    private const string Album = $"{Jukebox}/library/artist=Foo%20Fighters/album=Wasting%20Light";
    private const string Playlist = $"{Jukebox}/playlist=Foo-One";
    private const string Bridge = "/example-jukebox:jukebox/library/artist[name='Foo Fighters']/album[name='Wasting Light']/song[name='Bridge Burning']";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SeedAsync();
        var songs = string.Join(',', new[] { 1, 2, 3, 5 }.Select(i => $$$"""{"index":{{{i}}},"id":"{{{Bridge}}}"}"""));
        (await Host.PutAsync(Jukebox, $$$"""
            {"example-jukebox:jukebox":{"library":{"artist":[{"name":"Foo Fighters","album":[{"name":"Wasting Light","song":[
              {"name":"Bridge Burning","location":"/media/bridge_burning.mp3","format":"MP3","length":288}]}]}]},
              "playlist":[{"name":"Foo-One","song":[{{{songs}}}]}]}}
            """)).ShouldBe(201);
    }

    [Fact]
    public async Task Appendix_A_1_1_The_edit_that_creates_what_exists_is_named_and_nothing_is_done()
    {
        const string patch = """
            <yang-patch xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch">
              <patch-id>add-songs-patch</patch-id>
              <edit>
                <edit-id>edit1</edit-id>
                <operation>create</operation>
                <target>/song=Bridge%20Burning</target>
                <value>
                  <song xmlns="http://example.com/ns/example-jukebox">
                    <name>Bridge Burning</name>
                    <location>/media/bridge_burning.mp3</location>
                    <format>MP3</format>
                    <length>288</length>
                  </song>
                </value>
              </edit>
              <edit>
                <edit-id>edit2</edit-id>
                <operation>create</operation>
                <target>/song=Rope</target>
                <value>
                  <song xmlns="http://example.com/ns/example-jukebox">
                    <name>Rope</name>
                    <location>/media/rope.mp3</location>
                    <format>MP3</format>
                    <length>259</length>
                  </song>
                </value>
              </edit>
            </yang-patch>
            """;
        var reply = (await Host.SendAsync("PATCH", Album, patch, Xml, RestconfHost.Xml)).ShouldBe(409);
        reply.ContentType.ShouldBe(RestconfHost.Xml);
        XNamespace ns = "urn:ietf:params:xml:ns:yang:ietf-yang-patch";
        var status = XElement.Parse(reply.Body);
        status.Name.ShouldBe(ns + "yang-patch-status");
        status.Element(ns + "patch-id")!.Value.ShouldBe("add-songs-patch");
        var edit = status.Element(ns + "edit-status")!.Elements(ns + "edit").ShouldHaveSingleItem();
        edit.Element(ns + "edit-id")!.Value.ShouldBe("edit1");
        var error = edit.Element(ns + "errors")!.Elements(ns + "error").ShouldHaveSingleItem();
        error.Element(ns + "error-type")!.Value.ShouldBe("application");
        error.Element(ns + "error-tag")!.Value.ShouldBe("data-exists");
        var path = error.Element(ns + "error-path")!;
        path.Value.ShouldBe("/example-jukebox:jukebox/example-jukebox:library/example-jukebox:artist[example-jukebox:name='Foo Fighters']"
            + "/example-jukebox:album[example-jukebox:name='Wasting Light']/example-jukebox:song[example-jukebox:name='Bridge Burning']");
        path.GetNamespaceOfPrefix("example-jukebox")!.NamespaceName.ShouldBe("http://example.com/ns/example-jukebox");
        (await Host.GetAsync($"{Album}/song=Rope")).ShouldBe(404);

        var json = (await Host.SendAsync("PATCH", Album, patch, Xml, RestconfHost.Json)).ShouldBe(409);
        var failed = json.JsonBody["ietf-yang-patch:yang-patch-status"]!["edit-status"]!["edit"]![0]!;
        failed["edit-id"]!.GetValue<string>().ShouldBe("edit1");
        failed["errors"]!["error"]![0]!["error-path"]!.GetValue<string>().ShouldBe(Bridge);
    }

    [Fact]
    public async Task Appendix_A_1_2_Two_songs_are_added()
    {
        var reply = await PatchAsync(Album, """
            {"ietf-yang-patch:yang-patch":{"patch-id":"add-songs-patch-2","edit":[
              {"edit-id":"edit1","operation":"create","target":"/song=Rope","value":{"song":[{"name":"Rope","location":"/media/rope.mp3","format":"MP3","length":259}]}},
              {"edit-id":"edit2","operation":"create","target":"/song=Dear%20Rosemary",
               "value":{"song":[{"name":"Dear Rosemary","location":"/media/dear_rosemary.mp3","format":"MP3","length":269}]}}]}}
            """);
        reply.ShouldHoldJson("""{"ietf-yang-patch:yang-patch-status":{"patch-id":"add-songs-patch-2","ok":[null]}}""");
        reply.ETag.ShouldBe((await Host.GetAsync(Album)).ETag);
        reply["Last-Modified"].ShouldNotBeNull();
        (await Host.GetAsync($"{Album}/song=Dear%20Rosemary/length")).ShouldHoldJson("""{"example-jukebox:length":269}""");
    }

    [Fact]
    public async Task Appendix_A_1_3_and_4_A_song_is_inserted_and_another_moved()
    {
        (await PatchAsync(Playlist, $$$"""
            {"ietf-yang-patch:yang-patch":{"patch-id":"insert-song-patch","comment":"Insert song 6 after song 5","edit":[
              {"edit-id":"edit1","operation":"insert","target":"/song=6","point":"/song=5","where":"after",
               "value":{"example-jukebox:song":[{"index":6,"id":"{{{Bridge}}}"}]}}]}}
            """)).ShouldHoldJson("""{"ietf-yang-patch:yang-patch-status":{"patch-id":"insert-song-patch","ok":[null]}}""");
        (await Host.SendAsync("PATCH", Playlist, """
            <yang-patch xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch"><patch-id>move-song-patch</patch-id>
              <edit><edit-id>edit1</edit-id><operation>move</operation><target>/song=1</target><point>/song=3</point><where>after</where></edit></yang-patch>
            """, Xml)).ShouldHoldXml("""<yang-patch-status xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch"><patch-id>move-song-patch</patch-id><ok/></yang-patch-status>""");
        (await OrderAsync()).ShouldBe("2 3 1 5 6");
    }

    [Theory]
    [InlineData("first", null, "9 1 2 3 5")]
    [InlineData("last", null, "1 2 3 5 9")]
    [InlineData(null, null, "1 2 3 5 9")]
    [InlineData("before", "/song=2", "1 9 2 3 5")]
    [InlineData("after", "/example-jukebox:jukebox/playlist=Foo-One/song=2", "1 2 9 3 5")]
    [InlineData("after", "/restconf/data/example-jukebox:jukebox/playlist=Foo-One/song=2", "1 2 9 3 5")]
    public async Task An_entry_is_inserted_where_it_is_asked_for(string? where, string? point, string order)
    {
        var place = (where is null ? "" : $",\"where\":\"{where}\"") + (point is null ? "" : $",\"point\":\"{point}\"");
        (await PatchAsync(Playlist, Patch($$$"""{"edit-id":"1","operation":"insert","target":"/song=9"{{{place}}},"value":{"example-jukebox:song":[{"index":9,"id":"{{{Bridge}}}"}]}}"""))).ShouldBe(200);
        (await OrderAsync()).ShouldBe(order);
    }

    [Fact]
    public async Task Appendix_A_1_5_Resources_of_several_modules_are_edited_at_once()
    {
        (await PatchAsync(Data, Patch(
            """{"edit-id":"1","operation":"create","target":"/example-system:system","value":{"example-system:system":{"enable-jukebox-streaming":true}}}""",
            """{"edit-id":"2","operation":"merge","target":"/shop:shop","value":{"shop:shop":{"name":"Merged"}}}""",
            """{"edit-id":"3","operation":"replace","target":"/shop:shop/item=a","value":{"shop:item":[{"id":"a","value":7}]}}""",
            """{"edit-id":"4","operation":"delete","target":"/shop:shop/item=b"}""",
            """{"edit-id":"5","operation":"remove","target":"/shop:shop/item=nothing"}"""))).ShouldBe(200);
        (await Host.GetAsync($"{Data}/example-system:system/enable-jukebox-streaming")).ShouldHoldJson("""{"example-system:enable-jukebox-streaming":true}""");
        (await Host.GetAsync($"{Shop}/name")).ShouldHoldJson("""{"shop:name":"Merged"}""");
        (await Host.GetAsync($"{Shop}/item?content=config")).ShouldHoldJson("""{"shop:item":[{"id":"a","value":7}]}""");
    }

    [Fact]
    public async Task An_edit_sees_what_those_before_it_made()
    {
        (await PatchAsync(Shop, Patch(
            """{"edit-id":"1","operation":"create","target":"/item=c","value":{"shop:item":[{"id":"c"}]}}""",
            """{"edit-id":"2","operation":"create","target":"/item=c/value","value":{"shop:value":5}}""",
            """{"edit-id":"3","operation":"delete","target":"/item=c/value"}""",
            """{"edit-id":"4","operation":"merge","target":"/item=c/value","value":{"shop:value":6}}"""))).ShouldBe(200);
        (await Host.GetAsync($"{Shop}/item=c/value")).ShouldHoldJson("""{"shop:value":6}""");
    }

    [Theory]
    [InlineData("""{"edit-id":"e","operation":"delete","target":"/item=none"}""", 409, "data-missing")]
    [InlineData("""{"edit-id":"e","operation":"move","target":"/rule=none"}""", 409, "data-missing")]
    [InlineData("""{"edit-id":"e","operation":"create","target":"/name","value":{"shop:name":"x"}}""", 409, "data-exists")]
    [InlineData("""{"edit-id":"e","operation":"insert","target":"/rule=r1","value":{"shop:rule":[{"name":"r1"}]}}""", 409, "data-exists")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/item=none/value","value":{"shop:value":1}}""", 409, "data-missing")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/nothing","value":{"shop:name":"x"}}""", 404, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/item","value":{"shop:item":[{"id":"x"}]}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"delete","target":"/item"}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"delete","target":"/item=a/hits"}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/item=a/reset","value":{"shop:reset":{}}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/item=a","value":{"shop:item":[{"id":"b"}]}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/name","value":{"shop:low":1}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"merge","target":"/low","value":{"shop:low":"one"}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"insert","target":"/item=z","value":{"shop:item":[{"id":"z"}]}}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"move","target":"/rule=r1","where":"before","point":"/item=a"}""", 400, "invalid-value")]
    [InlineData("""{"edit-id":"e","operation":"move","target":"/rule=r1","where":"before","point":"/rule=none"}""", 400, "bad-attribute")]
    public async Task A_bad_edit_is_named_with_its_error_and_the_others_are_not_done(string edit, int status, string tag)
    {
        var reply = (await PatchAsync(Shop, Patch("""{"edit-id":"first","operation":"merge","target":"/extra","value":{"shop-more:extra":"changed"}}"""
            .Replace("/extra", "/shop-more:extra", StringComparison.Ordinal), edit))).ShouldBe(status);
        var failed = reply.JsonBody["ietf-yang-patch:yang-patch-status"]!["edit-status"]!["edit"]!.AsArray().ShouldHaveSingleItem()!;
        failed["edit-id"]!.GetValue<string>().ShouldBe("e");
        failed["errors"]!["error"]![0]!["error-tag"]!.GetValue<string>().ShouldBe(tag, reply.Body);
        (await Host.GetAsync($"{Shop}/shop-more:extra")).ShouldHoldJson("""{"shop-more:extra":"e"}""");
    }

    [Fact]
    public async Task All_edits_with_impossible_targets_are_named()
    {
        var reply = (await PatchAsync(Shop, Patch(
            """{"edit-id":"1","operation":"delete","target":"/nothing"}""",
            """{"edit-id":"2","operation":"delete","target":"/name"}""",
            """{"edit-id":"3","operation":"delete","target":"/item"}"""))).ShouldBe(404);
        reply.JsonBody["ietf-yang-patch:yang-patch-status"]!["edit-status"]!["edit"]!.AsArray().Select(e => e!["edit-id"]!.GetValue<string>()).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task A_constraint_that_the_result_breaks_is_a_global_error()
    {
        var reply = (await PatchAsync(Shop, Patch(
            """{"edit-id":"1","operation":"merge","target":"/low","value":{"shop:low":9}}""",
            """{"edit-id":"2","operation":"merge","target":"/high","value":{"shop:high":1}}"""))).ShouldBe(412);
        var status = reply.JsonBody["ietf-yang-patch:yang-patch-status"]!;
        status["errors"]!["error"]![0]!["error-app-tag"]!.GetValue<string>().ShouldBe("range-empty");
        status["edit-status"].ShouldBeNull();
        (await Host.GetAsync($"{Shop}/low")).ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"edit":[]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"operation":"delete","target":"/name"}]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","target":"/name"}]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"delete"}]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"merge","target":"/name"}]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"move","target":"/rule=r1","where":"after"}]}}""", "missing-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"melt","target":"/name"}]}}""", "invalid-value")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"delete","target":"/name","value":{}}]}}""", "unknown-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"delete","target":"/name","where":"first"}]}}""", "unknown-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","more":"x"}}""", "unknown-element")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":7}}""", "invalid-value")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","patch-id":"q"}}""", "malformed-message")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"delete","target":"/a"},{"edit-id":"1","operation":"delete","target":"/b"}]}}""", "invalid-value")]
    [InlineData("""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":{}}}""", "malformed-message")]
    [InlineData("""{"shop:name":"x"}""", "malformed-message")]
    [InlineData("""{""", "malformed-message")]
    [InlineData("", "invalid-value")]
    public async Task A_patch_that_is_none_is_400_with_plain_errors(string body, string tag) => (await PatchAsync(Shop, body)).ShouldBeError(400, tag);

    [Theory]
    [InlineData("<a/>")]
    [InlineData("""<yang-patch xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch">text</yang-patch>""")]
    [InlineData("""<yang-patch xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch"><patch-id>p</patch-id></yang-patch><more/>""")]
    [InlineData("""<!DOCTYPE a [<!ENTITY e "x">]><yang-patch xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-patch"><patch-id>&e;</patch-id></yang-patch>""")]
    public async Task A_malformed_patch_in_XML_is_400(string body) => (await Host.SendAsync("PATCH", Shop, body, Xml)).ShouldBeError(400, "malformed-message");

    [Fact]
    public async Task In_XML_the_value_may_come_before_its_target_and_prefixes_from_around_count()
    {
        (await Host.SendAsync("PATCH", Shop, """
            <p:yang-patch xmlns:p="urn:ietf:params:xml:ns:yang:ietf-yang-patch" xmlns:x="urn:test:shop"><p:patch-id>p</p:patch-id><p:edit><p:edit-id>1</p:edit-id>
              <p:value><x:shaped><x:kind>x:round</x:kind><x:v>new</x:v></x:shaped></p:value><p:operation>create</p:operation><p:target>/shaped=shop:round</p:target></p:edit></p:yang-patch>
            """, Xml)).ShouldBe(200);
        (await Host.GetAsync($"{Shop}/shaped=shop%3Around/v")).ShouldHoldJson("""{"shop:v":"new"}""");
    }

    [Fact]
    public async Task A_target_resource_that_is_not_there_is_404_and_the_datastore_itself_no_target()
    {
        var patch = Patch("""{"edit-id":"1","operation":"merge","target":"/","value":{"shop:shop":{"name":"x"}}}""");
        (await PatchAsync($"{Shop}/item=none", Patch("""{"edit-id":"1","operation":"remove","target":"/value"}"""))).ShouldBeError(404, "invalid-value");
        (await PatchAsync(Data, patch)).ShouldBe(400);
        (await PatchAsync(Shop, patch)).ShouldBe(200);
        (await Host.GetAsync($"{Shop}/name")).ShouldHoldJson("""{"shop:name":"x"}""");
    }

    [Fact]
    public async Task Conditions_guard_a_patch_and_an_empty_one_changes_nothing()
    {
        var before = (await Host.GetAsync(Shop)).ETag;
        (await PatchAsync(Shop, Patch(), ("If-Match", before))).ShouldBe(200).ETag.ShouldBe(before);
        (await PatchAsync(Shop, Patch("""{"edit-id":"1","operation":"delete","target":"/name"}"""), ("If-Match", "\"old\""))).ShouldBeError(412, "operation-failed");
    }

    [Fact]
    public async Task OPTIONS_offers_it_the_capability_says_so_and_other_methods_refuse_it()
    {
        (await Host.SendAsync("OPTIONS", Shop))["Accept-Patch"]!.ShouldContain(Xml);
        (await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/capabilities")).Body.ShouldContain("urn:ietf:params:restconf:capability:yang-patch:1.0");
        (await Host.SendAsync("PUT", Shop, Patch(), Json)).ShouldBe(415);
        (await Host.SendAsync("PATCH", Shop, "{}", "application/json")).ShouldBe(415)["Accept-Patch"]!.ShouldContain(Json);
    }

    private static string Patch(params string[] edits) => $$$"""{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{{{string.Join(',', edits)}}}]}}""";

    private Task<Reply> PatchAsync(string target, string body, params (string, string)[] headers) => Host.SendAsync("PATCH", target, body, Json, RestconfHost.Json, headers);

    private async Task<string> OrderAsync() => string.Join(' ', (await Host.GetAsync($"{Playlist}/song")).JsonBody["example-jukebox:song"]!.AsArray().Select(s => s!["index"]!.ToString()));
}

using System.Text.Json.Nodes;
using System.Xml.Linq;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Pages of lists (draft-ietf-netconf-list-pagination, draft-ietf-netconf-list-pagination-rc).</summary>
public sealed class ListPaginationTests : RestconfTest
{
    private const string Items = $"{Shop}/item";
    private const string XmlList = "application/yang-data+xml-list";
    private const string Pagination = "ietf-list-pagination:";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Ten items a to j; values fall as names rise, and c has none.
        var items = "abcdefghij".Select((c, i) => c == 'c' ? """{"id":"c"}""" : $$$"""{"id":"{{{c}}}","value":{{{100 - i}}},"inner":{"a":"{{{(char)('z' - i)}}}"}}""");
        (await Host.PutAsync(Shop, $$$"""
            {"shop:shop":{"item":[{{{string.Join(',', items)}}}],"tag":["t1","t2","t3","t4"],"step":["s3","s1","s2"],
              "rule":[{"name":"r3","n":1},{"name":"r1","n":3},{"name":"r2","n":2}]}}
            """)).ShouldBe(201);
    }

    [Theory]
    [InlineData("limit=3", "abc", 7)]
    [InlineData("limit=unbounded", "abcdefghij", 0)]
    [InlineData("offset=8", "ij", 0)]
    [InlineData("offset=10", "", 0)]
    [InlineData("offset=2&limit=3", "cde", 5)]
    [InlineData("direction=backwards&limit=2", "ji", 8)]
    [InlineData("direction=backwards&offset=8", "ba", 0)]
    [InlineData("direction=forwards&limit=4294967295", "abcdefghij", 0)]
    [InlineData("where=value>95", "abde", 0)]
    [InlineData("where=unfiltered&limit=1", "a", 9)]
    [InlineData("where=shop:inner/shop:a='y'", "b", 0)]
    [InlineData("where=value>91&offset=1&limit=2&direction=backwards", "hg", 5)]
    [InlineData("sort-by=value", "jihgfedbac", 0)]
    [InlineData("sort-by=shop:inner/a&limit=2", "ji", 8)]
    [InlineData("sort-by=value&direction=backwards&limit=2", "ca", 8)]
    [InlineData("sort-by=none&limit=2", "ab", 8)]
    [InlineData("sort-by=size&limit=2", "ab", 8)]
    [InlineData("where=value&sort-by=value&offset=1&limit=2", "ih", 6)]
    public async Task A_page_has_what_was_asked_for(string query, string expected, int remaining)
    {
        var reply = await PageAsync($"{Items}?content=config&{query}");
        Ids(reply).ShouldBe(expected);
        (Annotation(reply, "remaining")?.GetValue<int>() ?? 0).ShouldBe(remaining);
    }

    [Fact]
    public async Task Cursors_lead_through_all_pages_and_back()
    {
        var seen = "";
        string? next = null, last = null;
        do
        {
            last = next;
            var page = await PageAsync($"{Items}?limit=4" + (next is null ? "" : $"&cursor={next}"));
            seen += Ids(page);
            next = Annotation(page, "next")?.GetValue<string>();
        }
        while (next is not null);

        seen.ShouldBe("abcdefghij");
        var back = Annotation(await PageAsync($"{Items}?limit=4&cursor={last}"), "previous")!.GetValue<string>();
        var middle = await PageAsync($"{Items}?limit=4&cursor={back}");
        Ids(middle).ShouldBe("efgh");
        var first = Annotation(middle, "previous")!.GetValue<string>();
        var begin = await PageAsync($"{Items}?limit=4&cursor={first}");
        Ids(begin).ShouldBe("abcd");
        Annotation(begin, "previous").ShouldBeNull();
    }

    [Theory]
    [InlineData("where=value")]
    [InlineData("sort-by=value")]
    [InlineData("direction=backwards")]
    [InlineData("sort-by=value&where=value>92&direction=backwards")]
    public async Task Cursors_go_with_filters_orders_and_directions(string query)
    {
        var whole = Ids(await PageAsync($"{Items}?{query}"));
        var (seen, next) = ("", (string?)null);
        var pages = new List<string>();
        do
        {
            var page = await PageAsync($"{Items}?{query}&limit=3" + (next is null ? "" : $"&cursor={next}"));
            pages.Add(Ids(page));
            if (pages.Count == 2) Ids(await PageAsync($"{Items}?{query}&limit=3&cursor={Annotation(page, "previous")!.GetValue<string>()}")).ShouldBe(pages[0]);
            seen += pages[^1];
            next = Annotation(page, "next")?.GetValue<string>();
        }
        while (next is not null);

        seen.ShouldBe(whole);
    }

    [Fact]
    public async Task A_cursor_stays_good_while_others_come_and_go_and_ends_with_its_entry()
    {
        var next = Annotation(await PageAsync($"{Items}?limit=4"), "next")!.GetValue<string>();
        (await Host.DeleteAsync($"{Items}=b")).ShouldBe(204);
        Ids(await PageAsync($"{Items}?limit=2&cursor={next}")).ShouldBe("ef");
        (await Host.DeleteAsync($"{Items}=e")).ShouldBe(204);
        ShouldBeError(await Host.GetAsync($"{Items}?limit=2&cursor={next}"), 404, "invalid-value", Pagination + "cursor-not-found");
        ShouldBeError(await Host.GetAsync($"{Items}?cursor=!!"), 404, "invalid-value", Pagination + "cursor-not-found");
    }

    [Fact]
    public async Task A_list_that_users_order_keeps_its_order_and_has_cursors()
    {
        var page = await PageAsync($"{Shop}/rule?limit=1&offset=1");
        page["shop:rule"]![0]!["name"]!.GetValue<string>().ShouldBe("r1");
        var next = page["shop:rule"]![0]!["@"]![Pagination + "next"]!.GetValue<string>();
        (await PageAsync($"{Shop}/rule?cursor={next}"))["shop:rule"]!.AsArray().Select(r => r!["name"]!.GetValue<string>()).ShouldBe(["r2"]);
    }

    [Fact]
    public async Task Leaf_lists_have_pages_without_cursors()
    {
        (await Host.GetAsync($"{Shop}/step?limit=2")).ShouldHoldJson("""{"shop:step":["s3","s1"],"@shop:step":[{"ietf-list-pagination:remaining":1}]}""");
        (await Host.GetAsync($"{Shop}/step?sort-by=step&direction=backwards&limit=1")).ShouldHoldJson(
            """{"shop:step":["s3"],"@shop:step":[{"ietf-list-pagination:remaining":2,"ietf-list-pagination:locale":"C"}]}""");
        (await Host.GetAsync($"{Shop}/tag?where=.='t2'%20or%20.='t1'")).ShouldBe(200);
        (await Host.GetAsync($"{Shop}/tag?where=.='t3'")).ShouldHoldJson("""{"shop:tag":["t3"]}""");
        ShouldBeError(await Host.GetAsync($"{Shop}/tag?cursor=dDE"), 501, "operation-not-supported", null);
    }

    [Fact]
    public async Task A_leaf_list_in_default_has_pages_of_its_defaults()
    {
        (await Host.GetAsync($"{Shop}/color?offset=1")).ShouldHoldJson("""{"shop:color":["red"]}""");
        (await Host.GetAsync($"{Shop}/color?offset=1&with-defaults=report-all-tagged")).ShouldHoldJson("""{"shop:color":["red"],"@shop:color":[{"ietf-netconf-with-defaults:default":true}]}""");
        (await Host.GetAsync($"{Shop}/color?direction=backwards")).ShouldHoldJson("""{"shop:color":["red","blue"]}""");
        (await Host.GetAsync($"{Shop}/closing?limit=5")).ShouldHoldJson("""{"shop:closing":[]}""");
        // In a datastore by name defaults are there only where they are reported (RFC 8527 §3.2).
        const string Running = "/restconf/ds/ietf-datastores:running/shop:shop";
        (await Host.GetAsync($"{Running}/color?offset=1")).ShouldBeError(416, "invalid-value");
        (await Host.GetAsync($"{Running}/color?limit=1")).ShouldHoldJson("""{"shop:color":[]}""");
        (await Host.GetAsync($"{Running}/color?offset=1&with-defaults=report-all")).ShouldHoldJson("""{"shop:color":["red"]}""");
    }

    [Fact]
    public async Task Sublist_limit_cuts_lists_further_down_and_says_how_much()
    {
        var shop = (await PageAsync($"{Shop}?content=config&sublist-limit=2"))["shop:shop"]!;
        shop["item"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()).ShouldBe(["a", "b"]);
        shop["item"]![0]!["@"]![Pagination + "remaining"]!.GetValue<int>().ShouldBe(8);
        shop["item"]![1]!["@"].ShouldBeNull();
        shop["tag"]!.AsArray().Count.ShouldBe(2);
        shop["@tag"]!.ToJsonString().ShouldBe("""[{"ietf-list-pagination:remaining":2}]""");
        shop["rule"]![0]!["@"]![Pagination + "remaining"]!.GetValue<int>().ShouldBe(1);
        (await PageAsync($"{Data}?content=config&sublist-limit=100"))["ietf-restconf:data"]!["shop:shop"]!["item"]!.AsArray().Count.ShouldBe(10);
        // The list asked for is none further down.
        Ids(await PageAsync($"{Items}?sublist-limit=1")).ShouldBe("abcdefghij");
        (await PageAsync($"{Shop}?with-defaults=report-all&sublist-limit=1"))["shop:shop"]!["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_XML_a_list_has_an_element_around_it_and_annotations_are_attributes()
    {
        var reply = (await Host.GetAsync($"{Items}?content=config&offset=1&limit=2", XmlList)).ShouldBe(200);
        reply.ContentType.ShouldBe(XmlList);
        XNamespace page = "urn:ietf:params:xml:ns:yang:ietf-list-pagination", shop = "urn:test:shop";
        var root = XElement.Parse(reply.Body);
        root.Name.ShouldBe(XName.Get("xml-list", "urn:ietf:params:xml:ns:yang:ietf-restconf-list-pagination"));
        root.Elements(shop + "item").Select(i => i.Element(shop + "id")!.Value).ShouldBe(["b", "c"]);
        root.Elements().First().Attribute(page + "remaining")!.Value.ShouldBe("7");
        root.Elements().First().Attribute(page + "previous")!.Value.ShouldNotBeEmpty();
        root.Elements().Last().Attributes().Where(a => a.Name.Namespace == page).ShouldBeEmpty();
        var tags = XElement.Parse((await Host.GetAsync($"{Shop}/tag", XmlList)).ShouldBe(200).Body);
        tags.Elements().Select(e => e.Value).ShouldBe(["t1", "t2", "t3", "t4"]);
        XElement.Parse((await Host.GetAsync($"{Shop}/tag?limit=1", XmlList)).Body).Elements().Single().Attribute(page + "remaining")!.Value.ShouldBe("3");
        XElement.Parse((await Host.GetAsync($"{Items}?offset=10", XmlList)).Body).Elements().ShouldBeEmpty();
        var shopXml = XElement.Parse((await Host.GetAsync($"{Shop}?sublist-limit=3&content=config", RestconfHost.Xml)).Body);
        shopXml.Elements(shop + "item").First().Attribute(page + "remaining")!.Value.ShouldBe("7");
    }

    [Fact]
    public async Task Plain_XML_holds_one_entry_exactly()
    {
        (await Host.GetAsync($"{Items}?limit=1&content=config", RestconfHost.Xml)).ShouldBe(200).Body.ShouldContain("<id>a</id>");
        (await Host.GetAsync($"{Items}?limit=2", RestconfHost.Xml)).ShouldBeError(400, "invalid-value");
        (await Host.GetAsync(Items, RestconfHost.Xml + ", " + XmlList)).ShouldBe(200).ContentType.ShouldBe(XmlList);
        (await Host.GetAsync($"{Shop}/name", XmlList)).ShouldBeError(406, "invalid-value");
    }

    [Theory]
    [InlineData("limit=0", 400, "invalid-value")]
    [InlineData("limit=-1", 400, "invalid-value")]
    [InlineData("limit=4294967296", 400, "invalid-value")]
    [InlineData("limit=", 400, "invalid-value")]
    [InlineData("limit=%202", 400, "invalid-value")]
    [InlineData("offset=x", 400, "invalid-value")]
    [InlineData("direction=up", 400, "invalid-value")]
    [InlineData("sort-by=nothing", 400, "invalid-value")]
    [InlineData("sort-by=inner", 400, "invalid-value")]
    [InlineData("sort-by=../name", 400, "invalid-value")]
    [InlineData("sort-by=no-module:value", 400, "invalid-value")]
    [InlineData("where=value>>1", 400, "invalid-value")]
    [InlineData("where=nothing='1'", 400, "invalid-value")]
    [InlineData("where=no-module:value", 400, "invalid-value")]
    [InlineData("sublist-limit=0", 400, "invalid-value")]
    [InlineData("locale=sv_SE", 400, "invalid-value")]
    [InlineData("offset=1&cursor=YQ", 400, "invalid-value")]
    [InlineData("limit=1&limit=2", 400, "invalid-value")]
    public async Task What_means_nothing_is_refused(string query, int status, string tag) => (await Host.GetAsync($"{Items}?{query}")).ShouldBeError(status, tag);

    [Fact]
    public async Task Errors_have_the_status_and_the_identity_that_the_draft_gives_them()
    {
        ShouldBeError(await Host.GetAsync($"{Items}?offset=11"), 416, "invalid-value", Pagination + "offset-out-of-range");
        ShouldBeError(await Host.GetAsync($"{Items}?where=value&offset=10"), 416, "invalid-value", Pagination + "offset-out-of-range");
        ShouldBeError(await Host.GetAsync($"{Items}?sort-by=value&locale=xx_XX"), 501, "invalid-value", Pagination + "locale-unavailable");
        ShouldBeError(await Host.GetAsync($"{Items}?sort-by=value&locale=../../etc/passwd"), 501, "invalid-value", Pagination + "locale-unavailable");
        ShouldBeError(await Host.GetAsync($"{Shop}?limit=2"), 400, "operation-not-supported", null);
        ShouldBeError(await Host.GetAsync($"{Items}=a?limit=2"), 400, "operation-not-supported", null);
        ShouldBeError(await Host.DeleteAsync($"{Items}=a?limit=2"), 400, "operation-not-supported", null);
        ShouldBeError(await Host.GetAsync("/restconf?sublist-limit=2"), 400, "operation-not-supported", null);
        (await Host.GetAsync($"{Shop}/triple?limit=2")).ShouldHoldJson("""{"shop:triple":[]}""");
        (await Host.GetAsync($"{Data}/shop:status/log?limit=2")).ShouldHoldJson("""{"shop:log":[]}""");
    }

    [Theory]
    [InlineData("C")]
    [InlineData("POSIX")]
    [InlineData("C.UTF-8")]
    public async Task The_order_of_code_points_is_there_by_each_of_its_names(string locale) =>
        Annotation(await PageAsync($"{Items}?sort-by=id&locale={locale}"), "locale")!.GetValue<string>().ShouldBe("C");

    [Fact]
    public async Task The_media_type_of_the_draft_before_is_refused_with_the_reason()
    {
        foreach (var type in new[] { "application/yang-collection+json", "application/yang-collection+xml" })
        {
            var reply = (await Host.GetAsync(Items, type)).ShouldBeError(406, "invalid-value");
            reply.ErrorMessage!.ShouldContain("expired");
        }

        (await Host.GetAsync(Items, "application/yang-collection+json, application/yang-data+json;q=0.1")).ShouldBe(200);
    }

    [Fact]
    public async Task A_page_goes_with_fields_depth_and_conditions()
    {
        (await Host.GetAsync($"{Items}?limit=1&offset=9&fields=value")).ShouldHoldJson($$$"""{"shop:item":[{"@":{"{{{Pagination}}}previous":"aQ"},"id":"j","value":91}]}""");
        (await Host.GetAsync($"{Items}?limit=1&offset=9&depth=1")).ShouldHoldJson($$$"""{"shop:item":[{"@":{"{{{Pagination}}}previous":"aQ"},"id":"j"}]}""");
        var page = (await Host.GetAsync($"{Items}?content=config&limit=2")).ShouldBe(200);
        (await Host.GetAsync($"{Items}?content=config&limit=2", null, ("If-None-Match", page.ETag))).ShouldBe(304);
        (await Host.PatchAsync($"{Items}=j", """{"shop:item":[{"id":"j","value":1}]}""")).ShouldBe(204);
        (await Host.GetAsync($"{Items}?content=config&limit=2", null, ("If-None-Match", page.ETag))).ShouldBe(200);
        (await Host.SendAsync("HEAD", $"{Items}?limit=2")).ShouldBe(200).Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("exclude=inner;value;hits", """{"shop:item":[{"id":"a"}]}""")]
    [InlineData("exclude=inner/deep;hits", """{"shop:item":[{"id":"a","value":100,"inner":{"a":"z"}}]}""")]
    [InlineData("exclude=inner(a);hits", """{"shop:item":[{"id":"a","value":100}]}""")]
    public async Task Exclude_leaves_out_what_it_names(string query, string expected) => (await Host.GetAsync($"{Items}=a?{query}")).ShouldHoldJson(expected);

    [Theory]
    [InlineData("exclude=id")]
    [InlineData("exclude=nothing")]
    [InlineData("exclude=value&fields=id")]
    [InlineData("exclude=")]
    public async Task An_exclude_that_can_not_be_is_refused(string query) => (await Host.GetAsync($"{Items}=a?{query}")).ShouldBeError(400, "invalid-value");

    [Fact]
    public async Task The_capabilities_name_every_parameter()
    {
        var all = (await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/capabilities/capability")).Body;
        foreach (var name in new[] { "limit", "offset", "cursor", "direction", "sort-by", "locale", "where", "sublist-limit" }) all.ShouldContain($"\"urn:ietf:params:restconf:capability:{name}:1.0\"");
    }

    private async Task<JsonObject> PageAsync(string target) => (await Host.GetAsync(target)).ShouldBe(200).JsonBody;

    private static string Ids(JsonObject page) => string.Concat(page["shop:item"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()));

    private static JsonNode? Annotation(JsonObject page, string name) => page["shop:item"]!.AsArray().FirstOrDefault()?["@"]?[Pagination + name];

    private static void ShouldBeError(Reply reply, int status, string tag, string? appTag)
    {
        reply.ShouldBeError(status, tag);
        var error = reply.JsonBody["ietf-restconf:errors"]!["error"]![0]!;
        error["error-type"]!.GetValue<string>().ShouldBe("application");
        (error["error-app-tag"]?.GetValue<string>()).ShouldBe(appTag);
    }
}

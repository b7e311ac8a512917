using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class QueryTests : RestconfTest
{
    [Theory]
    [InlineData("content=config", """{"shop:item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{"c":"z"}}}]}""")]
    [InlineData("content=nonconfig", """{"shop:item":[{"id":"a","hits":42}]}""")]
    [InlineData("content=all", """{"shop:item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{"c":"z"}},"hits":42}]}""")]
    [InlineData("depth=unbounded", """{"shop:item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{"c":"z"}},"hits":42}]}""")]
    [InlineData("depth=3&content=config", """{"shop:item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{}}}]}""")]
    [InlineData("depth=2&content=config", """{"shop:item":[{"id":"a","value":1,"inner":{}}]}""")]
    [InlineData("fields=value", """{"shop:item":[{"id":"a","value":1}]}""")]
    [InlineData("fields=inner/deep", """{"shop:item":[{"id":"a","inner":{"deep":{"c":"z"}}}]}""")]
    [InlineData("fields=inner(a;deep/c);hits", """{"shop:item":[{"id":"a","inner":{"a":"x","deep":{"c":"z"}},"hits":42}]}""")]
    [InlineData("fields=inner%28b%29%3Bvalue", """{"shop:item":[{"id":"a","value":1,"inner":{"b":"y"}}]}""")]
    [InlineData("fields=inner&depth=1", """{"shop:item":[{"id":"a"}]}""")]
    [InlineData("fields=inner/a&depth=1", """{"shop:item":[{"id":"a","inner":{"a":"x"}}]}""")]
    [InlineData("fields=inner&depth=2", """{"shop:item":[{"id":"a","inner":{"a":"x","b":"y"}}]}""")]
    [InlineData("fields=shop:value", """{"shop:item":[{"id":"a","value":1}]}""")]
    [InlineData("with-defaults=report-all&fields=value;size", """{"shop:item":[{"id":"a","value":1,"size":3}]}""")]
    [InlineData("with-defaults=report-all-tagged&fields=value;size", """{"shop:item":[{"id":"a","value":1,"size":3,"@size":{"ietf-netconf-with-defaults:default":true}}]}""")]
    [InlineData("with-defaults=explicit&fields=size", """{"shop:item":[{"id":"a"}]}""")]
    public async Task A_retrieval_is_shaped_by_its_query(string query, string json)
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/item=a?{query}")).ShouldHoldJson(json);
    }

    [Fact]
    public async Task Trim_leaves_out_what_equals_its_default_but_never_the_leaf_asked_for()
    {
        await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a","size":3}]}""");
        (await Host.GetAsync($"{Shop}/item=a?with-defaults=trim&content=config")).ShouldHoldJson("""{"shop:item":[{"id":"a"}]}""");
        (await Host.GetAsync($"{Shop}/item=a/size?with-defaults=trim")).ShouldHoldJson("""{"shop:size":3}""");
        (await Host.GetAsync($"{Shop}/item=a?with-defaults=explicit&content=config")).ShouldHoldJson("""{"shop:item":[{"id":"a","size":3}]}""");
    }

    [Theory]
    [InlineData("rule=r1", """{"shop:rule":[{"name":"r1"}]}""", "<rule xmlns='urn:test:shop'><name>r1</name></rule>")]
    [InlineData("options", """{"shop:options":{}}""", "<options xmlns='urn:test:shop'></options>")]
    [InlineData("item=a/inner", """{"shop:inner":{}}""", "<inner xmlns='urn:test:shop'></inner>")]
    [InlineData("rule", """{"shop:rule":[{"name":"r1"},{"name":"r2"}]}""", null)]
    [InlineData("rule?limit=1", """{"shop:rule":[{"@":{"ietf-list-pagination:remaining":1,"ietf-list-pagination:next":"cjI"},"name":"r1"}]}""", null)]
    public async Task What_is_asked_for_is_sent_without_its_configuration_where_its_schema_has_no_state(string node, string json, string? xml)
    {
        await SeedAsync();
        var query = node.Contains('?', StringComparison.Ordinal) ? "&content=nonconfig" : "?content=nonconfig";
        (await Host.GetAsync($"{Shop}/{node}{query}")).ShouldHoldJson(json);
        if (xml is not null) (await Host.GetAsync($"{Shop}/{node}{query}", RestconfHost.Xml)).ShouldHoldXml(xml);
    }

    [Fact]
    public async Task A_container_with_nothing_but_defaults_is_there_when_they_are_reported()
    {
        (await Host.GetAsync($"{Shop}/limits")).ShouldBe(404);
        (await Host.GetAsync($"{Shop}/limits?with-defaults=report-all")).ShouldHoldJson("""{"shop:limits":{"most":9}}""");
    }

    [Fact]
    public async Task A_leaf_list_in_default_that_fields_do_not_choose_or_that_is_excluded_is_left_out()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}?with-defaults=report-all&fields=name;limits")).ShouldHoldJson("""{"shop:shop":{"name":"Corner","limits":{"most":9}}}""");
        (await Host.GetAsync($"{Shop}?with-defaults=report-all&fields=name;closing")).ShouldHoldJson("""{"shop:shop":{"name":"Corner","closing":["18:00"]}}""");
        (await Host.GetAsync($"{Shop}?with-defaults=report-all&exclude=color")).ShouldBe(200).Body.ShouldSatisfyAllConditions(b => b.ShouldNotContain("\"color\""), b => b.ShouldContain("\"closing\""));
    }

    [Fact]
    public async Task Fields_of_the_datastore_choose_among_modules()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Data}?fields=shop:shop(name;shop-more:extra);shop:status/phase"))
            .ShouldHoldJson("""{"ietf-restconf:data":{"shop:shop":{"name":"Corner","shop-more:extra":"e"},"shop:status":{"phase":"open"}}}""");
    }

    [Fact]
    public async Task Fields_of_a_whole_list_apply_to_every_entry()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/item?fields=value")).ShouldHoldJson("""{"shop:item":[{"id":"a","value":1},{"id":"b","value":2}]}""");
    }

    [Theory]
    [InlineData("/shop:shop/rule=r1", "data")]
    [InlineData("shop:shop/rule=r1", "data")]
    [InlineData("/restconf/data/shop:shop/rule=r1", "data")]
    [InlineData("http://localhost/restconf/data/shop:shop/rule=r1", "data")]
    [InlineData("/restconf/data/shop:shop/rule=r1", "ds/ietf-datastores:running")]
    [InlineData("/restconf/ds/ietf-datastores:running/shop:shop/rule=r1", "ds/ietf-datastores:running")]
    [InlineData("https://localhost/restconf/ds/ietf-datastores:running/shop:shop/rule=r1", "ds/ietf-datastores:running")]
    public async Task A_point_is_written_as_targets_and_Locations_are(string point, string datastore)
    {
        await SeedAsync();
        (await Host.PutAsync($"/restconf/{datastore}/shop:shop/rule=r2?insert=before&point={Uri.EscapeDataString(point)}", """{"shop:rule":[{"name":"r2"}]}""")).ShouldBe(204);
        (await Host.GetAsync($"{Shop}/rule")).ShouldHoldJson("""{"shop:rule":[{"name":"r2"},{"name":"r1"}]}""");
    }

    [Theory]
    [InlineData("GET", Shop, "nothing=1")]
    [InlineData("GET", Shop, "Content=config")]
    [InlineData("GET", Shop, "content=Config")]
    [InlineData("GET", Shop, "content")]
    [InlineData("GET", Shop, "content=")]
    [InlineData("GET", Shop, "content=config&content=config")]
    [InlineData("GET", Shop, "depth=0")]
    [InlineData("GET", Shop, "depth=65536")]
    [InlineData("GET", Shop, "depth=-1")]
    [InlineData("GET", Shop, "depth=%2B1")]
    [InlineData("GET", Shop, "depth=1e3")]
    [InlineData("GET", Shop, "depth=")]
    [InlineData("GET", Shop, "fields=")]
    [InlineData("GET", Shop, "fields=nothing")]
    [InlineData("GET", Shop, "fields=item(")]
    [InlineData("GET", Shop, "fields=item()")]
    [InlineData("GET", Shop, "fields=item)")]
    [InlineData("GET", Shop, "fields=item/")]
    [InlineData("GET", Shop, "fields=;item")]
    [InlineData("GET", Shop, "fields=name/deeper")]
    [InlineData("GET", Shop, "fields=name(deeper)")]
    [InlineData("GET", Shop, "fields=item/reset")]
    [InlineData("GET", $"{Shop}/name", "fields=x")]
    [InlineData("GET", Data, "fields=shop")]
    [InlineData("GET", Shop, "with-defaults=all")]
    [InlineData("GET", Shop, "with-origin")]
    [InlineData("GET", Shop, "filter=true()")]
    [InlineData("GET", Shop, "start-time=2026-11-21T00:00:00Z")]
    [InlineData("GET", Shop, "insert=first")]
    [InlineData("GET", Shop, "depth=%zz")]
    [InlineData("GET", "/restconf", "content=config")]
    [InlineData("GET", "/restconf/operations", "depth=1")]
    [InlineData("GET", "/restconf/yang-library-version", "depth=1")]
    [InlineData("GET", "/restconf", "fields=nothing")]
    [InlineData("POST", Shop, "depth=1")]
    [InlineData("POST", "/restconf/operations/shop:ping", "insert=first")]
    [InlineData("PUT", $"{Shop}/name", "content=config")]
    [InlineData("PUT", $"{Shop}/name", "insert=first")]
    [InlineData("PUT", $"{Shop}/tag=x", "insert=first")]
    [InlineData("PUT", Data, "insert=first")]
    [InlineData("PATCH", $"{Shop}/step=one", "insert=first")]
    [InlineData("DELETE", $"{Shop}/name", "depth=1")]
    [InlineData("POST", Shop, "insert=middle")]
    [InlineData("POST", Shop, "insert=before")]
    [InlineData("POST", Shop, "point=%2Fshop%3Ashop%2Fstep%3Done")]
    [InlineData("POST", Shop, "insert=first&point=%2Fshop%3Ashop%2Fstep%3Done")]
    public async Task A_query_parameter_that_is_unknown_doubled_malformed_or_misplaced_is_400_invalid_value(string method, string target, string query)
    {
        await SeedAsync();
        var body = (method, target) switch
        {
            ("GET" or "DELETE", _) => null,
            ("PUT", Data) => """{"ietf-restconf:data":{}}""",
            (_, $"{Shop}/name") => """{"shop:name":"x"}""",
            (_, $"{Shop}/tag=x") => """{"shop:tag":["x"]}""",
            (_, $"{Shop}/step=one") => """{"shop:step":["one"]}""",
            (_, Shop) => """{"shop:step":["new"]}""",
            _ => null,
        };
        (await Host.SendAsync(method, $"{target}?{query}", body)).ShouldBeError(400, "invalid-value");
    }

    [Theory]
    [InlineData("insert=first", "new,one,two")]
    [InlineData("insert=last", "one,two,new")]
    [InlineData("", "one,two,new")]
    [InlineData("insert=before&point=%2Fshop%3Ashop%2Fstep%3Dtwo", "one,new,two")]
    [InlineData("insert=after&point=/shop:shop/step=one", "one,new,two")]
    [InlineData("point=%2Frestconf%2Fdata%2Fshop%3Ashop%2Fstep%3Dtwo&insert=after", "one,two,new")]
    public async Task An_entry_is_inserted_where_the_query_says(string query, string expected)
    {
        await SeedAsync();
        (await Host.PostAsync($"{Shop}?{query}", """{"shop:step":["new"]}""")).ShouldBe(201);
        (await StepsAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task PUT_with_insert_moves_an_entry_and_PUT_without_leaves_it_where_it_is()
    {
        await SeedAsync();
        (await Host.PutAsync($"{Shop}/step=two?insert=first", """{"shop:step":["two"]}""")).ShouldBe(204);
        (await StepsAsync()).ShouldBe("two,one");
        (await Host.PutAsync($"{Shop}/step=two", """{"shop:step":["two"]}""")).ShouldBe(204);
        (await StepsAsync()).ShouldBe("two,one");
        (await Host.PutAsync($"{Shop}/rule=r2?insert=before&point=%2Fshop%3Ashop%2Frule%3Dr1", """{"shop:rule":[{"name":"r2","n":1}]}""")).ShouldBe(204);
        (await Host.GetAsync($"{Shop}/rule")).ShouldHoldJson("""{"shop:rule":[{"name":"r2","n":1},{"name":"r1"}]}""");
    }

    [Theory]
    [InlineData("%2Fshop%3Ashop%2Fstep%3Dnone")]
    [InlineData("%2Fshop%3Ashop%2Ftag%3Dnew")]
    [InlineData("%2Fshop%3Ashop%2Fstep")]
    [InlineData("%2Fshop%3Ashop")]
    [InlineData("one")]
    public async Task A_point_that_is_no_entry_of_the_same_list_is_400(string point)
    {
        await SeedAsync();
        (await Host.PostAsync($"{Shop}?insert=before&point={point}", """{"shop:step":["new"]}""")).ShouldBe(400).ErrorTags.ShouldNotBeEmpty();
        (await StepsAsync()).ShouldBe("one,two");
    }

    [Fact]
    public async Task A_plus_sign_in_a_query_is_no_space()
    {
        await Host.PutAsync($"{Shop}/step=a+b", """{"shop:step":["a+b"]}""");
        (await Host.PostAsync($"{Shop}?insert=before&point=/shop:shop/step=a+b", """{"shop:step":["new"]}""")).ShouldBe(201);
        (await StepsAsync()).ShouldBe("new,a+b");
    }

    private async Task<string> StepsAsync() =>
        string.Join(',', (await Host.GetAsync($"{Shop}/step")).JsonBody["shop:step"]!.AsArray().Select(n => n!.GetValue<string>()));
}

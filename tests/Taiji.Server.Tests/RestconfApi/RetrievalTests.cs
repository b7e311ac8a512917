using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class RetrievalTests : RestconfTest
{
    [Fact]
    public async Task A_container_is_returned_with_all_below_it_state_included()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/item=a")).ShouldHoldJson("""{"shop:item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{"c":"z"}},"hits":42}]}""");
    }

    [Fact]
    public async Task The_same_resource_in_XML()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/item=b", RestconfHost.Xml)).ShouldHoldXml(
            """<item xmlns="urn:test:shop"><id>b</id><value>2</value><hits>42</hits><weight xmlns="urn:test:shop-more">5</weight></item>""");
    }

    [Fact]
    public async Task A_leaf_is_one_member_with_its_module() => await Check($"{Shop}/name", """{"shop:name":"Corner"}""");

    [Fact]
    public async Task A_node_of_another_module_is_named_with_it() => await Check($"{Shop}/shop-more:extra", """{"shop-more:extra":"e"}""");

    [Fact]
    public async Task A_leaf_list_entry_is_an_array_of_one() => await Check($"{Shop}/tag=new", """{"shop:tag":["new"]}""");

    [Fact]
    public async Task A_whole_list_is_an_array_of_all_entries() => await Check($"{Shop}/rule", """{"shop:rule":[{"name":"r1"},{"name":"r2"}]}""");

    [Fact]
    public async Task A_whole_leaf_list_is_an_array_of_all_entries() => await Check($"{Shop}/step", """{"shop:step":["one","two"]}""");

    [Fact]
    public async Task A_list_with_several_entries_is_refused_in_XML()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/rule", RestconfHost.Xml)).ShouldBeError(400, "invalid-value");
    }

    [Fact]
    public async Task A_list_with_one_entry_is_returned_in_XML()
    {
        await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a"}]}""");
        (await Host.GetAsync($"{Shop}/item?content=config", RestconfHost.Xml)).ShouldHoldXml("""<item xmlns="urn:test:shop"><id>a</id></item>""");
    }

    [Fact]
    public async Task An_empty_list_is_404() => (await Host.GetAsync($"{Shop}/item")).ShouldBeError(404, "invalid-value");

    [Fact]
    public async Task The_datastore_is_named_data_in_ietf_restconf()
    {
        await Host.PutAsync($"{Data}/shop:account=joe", """{"shop:account":[{"user":"joe","credit":5}]}""");
        (await Host.GetAsync($"{Data}?content=config")).ShouldHoldJson("""{"ietf-restconf:data":{"shop:account":[{"user":"joe","credit":5}]}}""");
        (await Host.GetAsync($"{Data}?content=config", RestconfHost.Xml)).ShouldHoldXml(
            """<data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><account xmlns="urn:test:shop"><user>joe</user><credit>5</credit></account></data>""");
    }

    [Fact]
    public async Task An_empty_datastore_is_an_empty_data() => (await Host.GetAsync($"{Data}?content=config")).ShouldHoldJson("""{"ietf-restconf:data":{}}""");

    [Theory]
    [InlineData($"{Shop}/item=none")]
    [InlineData($"{Shop}/name")]
    [InlineData($"{Shop}/options")]
    [InlineData($"{Shop}/free")]
    [InlineData($"{Shop}/tag=old")]
    [InlineData(Shop)]
    public async Task What_does_not_exist_is_404_invalid_value(string target)
    {
        (await Host.GetAsync(target)).ShouldBeError(404, "invalid-value");
        (await Host.SendAsync("HEAD", target)).ShouldBe(404).Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/restconf/nothing")]
    [InlineData("/restconf/data/shop:nothing")]
    [InlineData("/restconf/data/nothing:shop")]
    [InlineData($"{Shop}/nothing")]
    [InlineData($"{Shop}/shop-more:name")]
    [InlineData($"{Shop}/name/deeper")]
    [InlineData("/restconf/data/shop:ping")]
    [InlineData("/restconf/ds/ietf-datastores:startup")]
    [InlineData("/restconf/ds/running")]
    [InlineData("/restconf/schemas/nothing")]
    public async Task What_the_schema_does_not_have_is_404_invalid_value(string target) => (await Host.GetAsync(target)).ShouldBeError(404, "invalid-value");

    [Theory]
    [InlineData("/restconf/data/shop")]
    [InlineData("/restconf/data//shop:shop")]
    [InlineData($"{Shop}/item/value")]
    [InlineData($"{Shop}/item=a,b")]
    [InlineData($"{Shop}/triple=a,b")]
    [InlineData($"{Shop}/triple=a,b,c,d")]
    [InlineData($"{Shop}/name=x")]
    [InlineData($"{Shop}/number=abc")]
    [InlineData($"{Shop}/item=%zz")]
    [InlineData($"{Shop}/item=%C3%28")]
    [InlineData($"{Shop}/item=a%")]
    [InlineData($"{Shop}/../shop:shop")]
    [InlineData("/restconf/data/shop:status/log=1")]
    [InlineData("/restconf/data/shop:status/log/line")]
    public async Task A_malformed_path_is_400_invalid_value(string target) => (await Host.GetAsync(target)).ShouldBeError(400, "invalid-value");

    [Fact]
    public async Task A_default_in_use_is_returned_for_its_leaf_whatever_the_basic_mode()
    {
        (await Host.GetAsync($"{Shop}/capacity")).ShouldHoldJson("""{"shop:capacity":1500}""");
        (await Host.GetAsync($"{Shop}/capacity", RestconfHost.Xml)).ShouldHoldXml("""<capacity xmlns="urn:test:shop">1500</capacity>""");
        (await Host.GetAsync($"{Shop}/limits/most")).ShouldHoldJson("""{"shop:most":9}""");
    }

    [Fact]
    public async Task A_default_whose_when_is_false_is_not_there()
    {
        (await Host.GetAsync($"{Shop}/opening")).ShouldBeError(404, "invalid-value");
        await Host.PutAsync($"{Shop}/name", """{"shop:name":"x"}""");
        (await Host.GetAsync($"{Shop}/opening")).ShouldHoldJson("""{"shop:opening":"9:00"}""");
    }

    [Fact]
    public async Task The_defaults_in_use_are_returned_for_their_leaf_list()
    {
        (await Host.GetAsync($"{Shop}/color")).ShouldHoldJson("""{"shop:color":["blue","red"]}""");
        (await Host.GetAsync($"{Shop}/color=blue")).ShouldHoldJson("""{"shop:color":["blue"]}""");
        (await Host.GetAsync($"{Shop}/color=green")).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task The_defaults_of_a_leaf_list_whose_when_is_false_or_whose_case_is_not_in_use_are_not_there()
    {
        (await Host.GetAsync($"{Shop}/closing")).ShouldBeError(404, "invalid-value");
        (await Host.GetAsync($"{Shop}/closing=18%3A00")).ShouldBeError(404, "invalid-value");
        (await Host.GetAsync($"{Shop}/card")).ShouldBeError(404, "invalid-value");
        await Host.PutAsync($"{Shop}/name", """{"shop:name":"x"}""");
        await Host.PutAsync($"{Shop}/reader", """{"shop:reader":"r"}""");
        (await Host.GetAsync($"{Shop}/closing")).ShouldHoldJson("""{"shop:closing":["18:00"]}""");
        (await Host.GetAsync($"{Shop}/closing=18%3A00")).ShouldHoldJson("""{"shop:closing":["18:00"]}""");
        (await Host.GetAsync($"{Shop}/card")).ShouldHoldJson("""{"shop:card":["debit"]}""");
        await Host.PutAsync($"{Shop}/cash", """{"shop:cash":[null]}""");
        (await Host.GetAsync($"{Shop}/card=debit")).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task A_set_leaf_list_hides_its_defaults()
    {
        await Host.PutAsync($"{Shop}/color=green", """{"shop:color":["green"]}""");
        (await Host.GetAsync($"{Shop}/color")).ShouldHoldJson("""{"shop:color":["green"]}""");
        (await Host.GetAsync($"{Shop}/color=red")).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task A_default_in_a_list_entry_that_does_not_exist_is_404() => (await Host.GetAsync($"{Shop}/item=zz/size")).ShouldBeError(404, "invalid-value");

    [Fact]
    public async Task State_has_no_ETag_since_it_changes_without_an_edit()
    {
        var reply = await Host.GetAsync($"{Data}/shop:status");
        reply.ShouldHoldJson("""{"shop:status":{"phase":"open"}}""");
        reply["ETag"].ShouldBeNull();
        reply["Last-Modified"].ShouldBeNull();
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        await SeedAsync();
        var get = await Host.GetAsync(Shop);
        var head = await Host.SendAsync("HEAD", Shop);
        head.ShouldBe(200).Body.ShouldBeEmpty();
        head.ETag.ShouldBe(get.ETag);
        head["Last-Modified"].ShouldBe(get["Last-Modified"]);
        head["Cache-Control"].ShouldBe("no-cache");
        head.ContentType.ShouldBe(get.ContentType);
    }

    [Theory]
    [InlineData("/restconf")]
    [InlineData("/restconf/data")]
    [InlineData("/restconf/operations")]
    [InlineData("/restconf/yang-library-version")]
    [InlineData("/restconf/nothing")]
    [InlineData("/.well-known/host-meta")]
    public async Task Every_response_says_whether_it_may_be_cached(string target) => (await Host.GetAsync(target))["Cache-Control"].ShouldBe("no-cache");

    [Fact]
    public async Task A_slash_at_the_end_is_taken_for_none()
    {
        await SeedAsync();
        (await Host.GetAsync($"{Shop}/name/")).ShouldHoldJson("""{"shop:name":"Corner"}""");
        (await Host.GetAsync("/restconf/")).ShouldBe(200);
    }

    [Fact]
    public async Task The_operational_datastore_tells_the_defaults_in_use_and_the_state()
    {
        await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a"}]}""");
        (await Host.GetAsync("/restconf/ds/ietf-datastores:operational/shop:shop/item=a")).ShouldHoldJson("""{"shop:item":[{"id":"a","size":3,"hits":42}]}""");
    }

    [Theory]
    [InlineData("running/shop:shop/item=a/size", "", null)]
    [InlineData("running/shop:shop/item=a/size", "?with-defaults=trim", null)]
    [InlineData("running/shop:shop/item=a/size", "?with-defaults=report-all", """{"shop:size":3}""")]
    [InlineData("running/shop:shop/color", "", null)]
    [InlineData("running/shop:shop/color=red", "", null)]
    [InlineData("running/shop:shop/color=red", "?with-defaults=report-all", """{"shop:color":["red"]}""")]
    [InlineData("operational/shop:shop/item=a/size", "", """{"shop:size":3}""")]
    [InlineData("operational/shop:shop/item=a/size", "?with-defaults=explicit", """{"shop:size":3}""")]
    public async Task In_a_datastore_by_name_a_default_is_there_where_defaults_are_reported(string target, string query, string? json)
    {
        await SeedAsync();
        var reply = await Host.GetAsync($"/restconf/ds/ietf-datastores:{target}{query}");
        if (json is null) reply.ShouldBeError(404, "invalid-value");
        else reply.ShouldHoldJson(json);
    }

    [Fact]
    public async Task The_running_datastore_has_no_state()
    {
        await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a"}]}""");
        (await Host.GetAsync("/restconf/ds/ietf-datastores:running/shop:shop/item=a")).ShouldHoldJson("""{"shop:item":[{"id":"a"}]}""");
    }

    private async Task Check(string target, string json)
    {
        await SeedAsync();
        (await Host.GetAsync(target)).ShouldHoldJson(json);
    }
}

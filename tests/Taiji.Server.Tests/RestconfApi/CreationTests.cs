using Taiji.Datastores.Store;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class CreationTests : RestconfTest
{
    [Fact]
    public async Task POST_on_the_datastore_creates_a_top_level_resource_and_says_where_it_is()
    {
        var reply = await Host.PostAsync(Data, """{"shop:account":[{"user":"joe"}]}""");
        reply.ShouldBe(201).Body.ShouldBeEmpty();
        new Uri(reply["Location"]!).PathAndQuery.ShouldBe("/restconf/data/shop:account=joe");
        reply.ETag.ShouldNotBeEmpty();
        reply["Last-Modified"].ShouldNotBeNull();
        (await Host.GetAsync(new Uri(reply["Location"]!).PathAndQuery)).ShouldHoldJson("""{"shop:account":[{"user":"joe"}]}""");
    }

    [Fact]
    public async Task POST_on_a_container_creates_a_child_from_XML()
    {
        var reply = await Host.PostAsync(Shop, """<item xmlns="urn:test:shop"><id>a</id><value>7</value></item>""");
        reply.ShouldBe(201)["Location"]!.ShouldEndWith("/restconf/data/shop:shop/item=a");
        (await Host.GetAsync($"{Shop}/item=a/value")).ShouldHoldJson("""{"shop:value":7}""");
    }

    [Fact]
    public async Task POST_on_a_list_entry_creates_a_leaf_of_another_module()
    {
        await Host.PostAsync(Shop, """{"shop:item":[{"id":"a"}]}""");
        (await Host.PostAsync($"{Shop}/item=a", """{"shop-more:weight":5}""")).ShouldBe(201)["Location"]!.ShouldEndWith("/item=a/shop-more:weight");
    }

    [Theory]
    [InlineData("/,'\":? #[]@!$&()*+;=%", "%2F%2C%27%22%3A%3F%20%23%5B%5D%40%21%24%26%28%29%2A%2B%3B%3D%25")]
    [InlineData("", "")]
    [InlineData("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80")]
    [InlineData("..", "..")]
    [InlineData("%2F", "%252F")]
    [InlineData("a b\tc\nd", "a%20b%09c%0Ad")]
    public async Task The_Location_of_a_key_is_percent_encoded_and_leads_back_to_it(string id, string encoded)
    {
        var reply = await Host.PostAsync(Shop, $$"""{"shop:item":[{"id":{{System.Text.Json.JsonSerializer.Serialize(id)}},"value":1}]}""");
        reply.ShouldBe(201)["Location"]!.ShouldEndWith("/restconf/data/shop:shop/item=" + encoded);
        (await Host.GetAsync($"{Shop}/item={encoded}/value")).ShouldHoldJson("""{"shop:value":1}""");
        (await Host.DeleteAsync($"{Shop}/item={encoded}")).ShouldBe(204);
    }

    [Fact]
    public async Task Several_keys_stand_in_the_order_of_the_key_statement_empty_ones_included()
    {
        var reply = await Host.PostAsync(Shop, """{"shop:triple":[{"k3":"foo","k2":"","k1":",'\":\" /","x":"here"}]}""");
        reply.ShouldBe(201)["Location"]!.ShouldEndWith("/triple=%2C%27%22%3A%22%20%2F,,foo");
        // The RFC's own example leaves the quotation marks alone.
        (await Host.GetAsync($"{Shop}/triple=%2C%27%22%3A%22%20%2F,,foo/x")).ShouldHoldJson("""{"shop:x":"here"}""");
    }

    [Fact]
    public async Task An_identityref_key_is_named_with_its_module_or_without()
    {
        (await Host.PostAsync(Shop, """{"shop:shaped":[{"kind":"shop:round","v":"o"}]}""")).ShouldBe(201);
        (await Host.GetAsync($"{Shop}/shaped=shop%3Around/v")).ShouldHoldJson("""{"shop:v":"o"}""");
        (await Host.GetAsync($"{Shop}/shaped=round/v")).ShouldHoldJson("""{"shop:v":"o"}""");
    }

    [Theory]
    [InlineData("{\"shop:name\":\"x\"}", "{\"shop:name\":\"y\"}")]
    [InlineData("{\"shop:item\":[{\"id\":\"a\"}]}", "{\"shop:item\":[{\"id\":\"a\",\"value\":2}]}")]
    [InlineData("{\"shop:tag\":[\"t\"]}", "{\"shop:tag\":[\"t\"]}")]
    [InlineData("{\"shop:options\":{}}", "{\"shop:options\":{}}")]
    public async Task POST_of_what_exists_is_409_data_exists(string first, string second)
    {
        (await Host.PostAsync(Shop, first)).ShouldBe(201);
        (await Host.PostAsync(Shop, second)).ShouldBeError(409, "data-exists");
    }

    [Theory]
    [InlineData("""{"shop:id":"a"}""")]
    [InlineData("<id xmlns='urn:test:shop'>b</id>")]
    public async Task POST_of_a_key_is_409_since_it_exists_with_its_entry(string body)
    {
        await SeedAsync();
        (await Host.PostAsync($"{Shop}/item=a", body)).ShouldBeError(409, "data-exists").ErrorPath.ShouldEndWith("id");
    }

    [Fact]
    public async Task POST_in_what_does_not_exist_is_404()
    {
        (await Host.PostAsync($"{Shop}/item=none", """{"shop:value":1}""")).ShouldBeError(404, "invalid-value");
        (await Host.PostAsync($"{Shop}/options", """{"shop:a":"x"}""")).ShouldBeError(404, "invalid-value");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"shop:name\":\"x\",\"shop:low\":1}")]
    [InlineData("{\"shop:item\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")]
    [InlineData("{\"shop:item\":[]}")]
    [InlineData("{\"shop:item\":[{\"value\":1}]}")]
    [InlineData("{\"name\":\"x\"}")]
    [InlineData("{\"shop:name\":")]
    [InlineData("[]")]
    [InlineData("<name xmlns='urn:test:shop'>x</name><name xmlns='urn:test:shop'>y</name>")]
    [InlineData("<name>x</name>")]
    [InlineData("<!DOCTYPE name [<!ENTITY e 'x'>]><name xmlns='urn:test:shop'>&e;</name>")]
    [InlineData("<name xmlns='urn:test:shop'>x")]
    [InlineData("{\"shop:status\":{\"phase\":\"closed\"}}")]
    [InlineData("{\"shop:nothing\":1}")]
    [InlineData("{\"shop:capacity\":5}")]
    [InlineData("{\"shop:low\":\"one\"}")]
    public async Task A_body_that_is_not_one_child_resource_is_400_and_changes_nothing(string body)
    {
        await Host.PutAsync($"{Shop}/shop-more:extra", """{"shop-more:extra":"x"}""");
        var before = await Host.GetAsync($"{Data}?content=config");
        var reply = await Host.SendAsync("POST", Shop, body);
        reply.ShouldBe(400).ErrorTags.ShouldNotBeEmpty();
        (await Host.GetAsync($"{Data}?content=config")).ShouldBeEquivalentToReply(before);
    }

    [Fact]
    public async Task Every_error_of_a_body_is_reported_with_its_place()
    {
        var reply = await Host.PostAsync(Data, """{"shop:shop":{"low":"one","capacity":1,"nothing":2}}""");
        reply.ShouldBe(400).ErrorTags.Count.ShouldBe(3);
        reply.ErrorPath.ShouldBe("/shop:shop/low");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task An_edit_while_another_session_holds_the_lock_is_409_in_use(string method)
    {
        await Host.PutAsync($"{Shop}/name", """{"shop:name":"x"}""");
        using var netconf = Host.OpenNetconfSession();
        Host.Operations.Lock(netconf, Datastore.Running);
        var (target, body) = method == "POST" ? (Shop, """{"shop:low":1}""") : ($"{Shop}/name", """{"shop:name":"y"}""");
        (await Host.SendAsync(method, target, method == "DELETE" ? null : body)).ShouldBeError(409, "in-use");
        Host.Operations.Unlock(netconf, Datastore.Running);
        (await Host.SendAsync(method, target, method == "DELETE" ? null : body)).Status.ShouldBeOneOf(201, 204);
    }

    [Fact]
    public async Task The_candidate_can_be_edited_under_ds_without_touching_running()
    {
        const string candidate = "/restconf/ds/ietf-datastores:candidate";
        var reply = await Host.PostAsync($"{candidate}/shop:shop", """{"shop:name":"later"}""");
        reply.ShouldBe(201)["Location"]!.ShouldEndWith($"{candidate}/shop:shop/name");
        (await Host.GetAsync($"{candidate}/shop:shop/name")).ShouldHoldJson("""{"shop:name":"later"}""");
        (await Host.GetAsync($"{Shop}/name")).ShouldBe(404);
    }

    [Theory]
    [InlineData("intended")]
    [InlineData("operational")]
    public async Task A_datastore_that_is_read_only_by_nature_is_405(string datastore)
    {
        var reply = await Host.PutAsync($"/restconf/ds/ietf-datastores:{datastore}/shop:shop/name", """{"shop:name":"x"}""");
        reply.ShouldBeError(405, "operation-not-supported");
        reply["Allow"].ShouldBe("GET, HEAD, OPTIONS");
    }
}

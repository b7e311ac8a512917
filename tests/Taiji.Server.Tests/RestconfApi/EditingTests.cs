using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class EditingTests : RestconfTest
{
    [Fact]
    public async Task PUT_creates_with_201_and_replaces_with_204()
    {
        (await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a","value":1,"size":2}]}""")).ShouldBe(201)["Location"]!.ShouldEndWith("/item=a");
        (await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a","value":5}]}""")).ShouldBe(204).Body.ShouldBeEmpty();
        (await Host.GetAsync($"{Shop}/item=a?content=config")).ShouldHoldJson("""{"shop:item":[{"id":"a","value":5}]}""");
    }

    [Theory]
    [InlineData("name", "{\"shop:name\":\"x\"}", "{\"shop:name\":\"y\"}")]
    [InlineData("tag=t", "{\"shop:tag\":[\"t\"]}", "{\"shop:tag\":[\"t\"]}")]
    [InlineData("options", "{\"shop:options\":{\"a\":\"x\"}}", "{\"shop:options\":{}}")]
    [InlineData("free", "{\"shop:free\":{\"f\":\"x\"}}", "{\"shop:free\":{\"f\":\"y\"}}")]
    [InlineData("notes", "{\"shop:notes\":{\"any\":[1,{\"b\":null}]}}", "{\"shop:notes\":{\"other\":\"thing\"}}")]
    [InlineData("shop-more:more", "{\"shop-more:more\":{\"z\":\"1\"}}", "{\"shop-more:more\":{\"z\":\"2\"}}")]
    public async Task PUT_works_on_every_kind_of_data_resource(string node, string first, string second)
    {
        (await Host.PutAsync($"{Shop}/{node}", first)).ShouldBe(201);
        (await Host.GetAsync($"{Shop}/{node}")).ShouldHoldJson(first);
        (await Host.PutAsync($"{Shop}/{node}", second)).ShouldBe(204);
        (await Host.GetAsync($"{Shop}/{node}")).ShouldHoldJson(second);
        (await Host.DeleteAsync($"{Shop}/{node}")).ShouldBe(204);
        (await Host.GetAsync($"{Shop}/{node}")).ShouldBe(404);
    }

    [Fact]
    public async Task PUT_on_the_datastore_replaces_all_of_it()
    {
        await SeedAsync();
        (await Host.PutAsync(Data, """<data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><account xmlns="urn:test:shop"><user>joe</user></account></data>""")).ShouldBe(204);
        (await Host.GetAsync($"{Data}?content=config")).ShouldHoldJson("""{"ietf-restconf:data":{"shop:account":[{"user":"joe"}]}}""");
        (await Host.PutAsync(Data, """{"ietf-restconf:data":{}}""")).ShouldBe(204);
        (await Host.GetAsync($"{Data}?content=config")).ShouldHoldJson("""{"ietf-restconf:data":{}}""");
    }

    [Theory]
    [InlineData("item=a", "{\"shop:item\":[{\"id\":\"b\"}]}")]
    [InlineData("item=a", "{\"shop:tag\":[\"a\"]}")]
    [InlineData("item=a", "{\"shop:item\":[{\"value\":1}]}")]
    [InlineData("item=a", "{\"shop:item\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")]
    [InlineData("item=a", "{\"shop:item\":{\"id\":\"a\"}}")]
    [InlineData("tag=a", "{\"shop:tag\":[\"b\"]}")]
    [InlineData("name", "{\"shop:extra\":\"b\"}")]
    [InlineData("name", "{\"shop:name\":1}")]
    public async Task PUT_of_another_resource_than_the_path_names_is_400(string node, string body) => (await Host.PutAsync($"{Shop}/{node}", body)).ShouldBe(400).ErrorTags.ShouldNotBeEmpty();

    [Theory]
    [InlineData("item=a", "{\"shop:item\":[{\"id\":\"b\"}]}")]
    [InlineData("tag=a", "{\"shop:tag\":[\"b\"]}")]
    [InlineData("name", "{\"shop:low\":1}")]
    public async Task A_key_or_node_that_differs_between_path_and_body_is_invalid_value(string node, string body)
    {
        await Host.PutAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a"}]}""");
        await Host.PutAsync($"{Shop}/tag=a", """{"shop:tag":["a"]}""");
        await Host.PutAsync($"{Shop}/name", """{"shop:name":"a"}""");
        (await Host.PutAsync($"{Shop}/{node}", body)).ShouldBeError(400, "invalid-value");
        (await Host.PatchAsync($"{Shop}/{node}", body)).ShouldBeError(400, "invalid-value");
    }

    [Theory]
    [InlineData("POST", "/restconf/data")]
    [InlineData("PUT", "/restconf/data/shop:shop/name")]
    [InlineData("PATCH", "/restconf/data/shop:shop")]
    [InlineData("PUT", "/restconf/data")]
    public async Task An_edit_without_its_body_is_400_invalid_value(string method, string target) =>
        (await Host.SendAsync(method, target)).ShouldBeError(400, "invalid-value");

    [Fact]
    public async Task PUT_in_a_parent_that_does_not_exist_is_409_data_missing()
    {
        var reply = await Host.PutAsync($"{Shop}/item=none/value", """{"shop:value":1}""");
        reply.ShouldBeError(409, "data-missing");
        reply.ErrorPath.ShouldBe("/shop:shop/item[id='none']");
    }

    [Fact]
    public async Task A_plain_patch_merges_with_204()
    {
        await SeedAsync();
        (await Host.PatchAsync(Shop, """{"shop:shop":{"low":1,"item":[{"id":"a","size":9}]}}""")).ShouldBe(204).ETag.ShouldNotBeEmpty();
        (await Host.GetAsync($"{Shop}/item=a/value")).ShouldHoldJson("""{"shop:value":1}""");
        (await Host.GetAsync($"{Shop}/item=a/size")).ShouldHoldJson("""{"shop:size":9}""");
    }

    [Fact]
    public async Task A_plain_patch_of_a_list_entry_may_leave_out_its_key()
    {
        await SeedAsync();
        (await Host.PatchAsync($"{Shop}/item=a", """<item xmlns="urn:test:shop"><value>8</value></item>""")).ShouldBe(204);
        (await Host.PatchAsync($"{Shop}/item=a", """{"shop:item":[{"size":4}]}""")).ShouldBe(204);
        (await Host.GetAsync($"{Shop}/item=a?depth=2&content=config&fields=value;size")).ShouldHoldJson("""{"shop:item":[{"id":"a","value":8,"size":4}]}""");
    }

    [Fact]
    public async Task A_plain_patch_of_the_datastore_touches_several_resources()
    {
        (await Host.PatchAsync(Data, """{"ietf-restconf:data":{"shop:shop":{"name":"x"},"shop:account":[{"user":"joe"}]}}""")).ShouldBe(204);
        (await Host.GetAsync($"{Data}?content=config")).ShouldHoldJson("""{"ietf-restconf:data":{"shop:shop":{"name":"x"},"shop:account":[{"user":"joe"}]}}""");
    }

    [Theory]
    [InlineData("item=none", "{\"shop:item\":[{\"id\":\"none\"}]}")]
    [InlineData("name", "{\"shop:name\":\"x\"}")]
    [InlineData("options", "{\"shop:options\":{}}")]
    [InlineData("tag=t", "{\"shop:tag\":[\"t\"]}")]
    public async Task PATCH_does_not_create_its_target(string node, string body)
    {
        (await Host.PatchAsync($"{Shop}/{node}", body)).ShouldBeError(404, "invalid-value");
        (await Host.GetAsync($"{Shop}/{node}")).ShouldBe(404);
    }

    [Fact]
    public async Task DELETE_of_what_does_not_exist_is_404_invalid_value()
    {
        (await Host.DeleteAsync($"{Shop}/item=none")).ShouldBeError(404, "invalid-value");
        (await Host.DeleteAsync($"{Shop}/capacity")).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task DELETE_of_a_container_deletes_all_below_it()
    {
        await SeedAsync();
        (await Host.DeleteAsync(Shop)).ShouldBe(204);
        (await Host.GetAsync(Shop)).ShouldBe(404);
        (await Host.DeleteAsync(Shop)).ShouldBeError(404, "invalid-value");
    }

    [Theory]
    [InlineData("POST", "/restconf", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "/restconf/data", "GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    [InlineData("POST", "/restconf/data/shop:shop/name", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("DELETE", "/restconf/data/shop:shop/item", "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/restconf/data/shop:shop/tag", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "/restconf/data/shop:shop/item=a/id", "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/restconf/data/shop:status", "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/restconf/data/shop:shop/item=a/hits", "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/restconf/operations/shop:ping", "OPTIONS, POST")]
    [InlineData("HEAD", "/restconf/operations/shop:ping", "OPTIONS, POST")]
    [InlineData("GET", "/restconf/data/shop:shop/item=a/reset", "OPTIONS, POST")]
    [InlineData("DELETE", "/restconf/yang-library-version", "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/restconf/operations", "GET, HEAD, OPTIONS")]
    [InlineData("BREW", "/restconf/data", "GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    public async Task A_method_that_a_resource_does_not_have_is_405_with_Allow(string method, string target, string allow)
    {
        var reply = await Host.SendAsync(method, target, method is "PUT" or "POST" ? "{}" : null);
        reply.ShouldBe(405);
        reply["Allow"].ShouldBe(allow);
        if (method != "HEAD") reply.ErrorTag.ShouldBe("operation-not-supported");
    }

    [Theory]
    [InlineData("/restconf", "GET, HEAD, OPTIONS", null)]
    [InlineData("/restconf/data", "GET, HEAD, OPTIONS, PATCH, POST, PUT", "application/yang-data+xml, application/yang-data+json, application/yang-patch+xml, application/yang-patch+json")]
    [InlineData("/restconf/data/shop:shop", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", "application/yang-data+xml, application/yang-data+json, application/yang-patch+xml, application/yang-patch+json")]
    [InlineData("/restconf/data/shop:shop/name", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT", "application/yang-data+xml, application/yang-data+json, application/yang-patch+xml, application/yang-patch+json")]
    [InlineData("/restconf/data/shop:status/phase", "GET, HEAD, OPTIONS", null)]
    [InlineData("/restconf/operations/shop:ping", "OPTIONS, POST", null)]
    public async Task OPTIONS_tells_the_methods_and_patch_formats(string target, string allow, string? acceptPatch)
    {
        var reply = await Host.SendAsync("OPTIONS", target);
        reply.ShouldBe(200).Body.ShouldBeEmpty();
        reply["Allow"].ShouldBe(allow);
        reply["Accept-Patch"].ShouldBe(acceptPatch);
    }
}

using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Targets that no client should ask for: told what is wrong, in the encoding that it accepts.</summary>
public sealed class TargetTests : RestconfTest
{
    [Theory]
    [InlineData("/restconf/data/shop:shop/", 404)]
    [InlineData("/restconf/data//shop:shop", 400)]
    [InlineData("/restconf/data/shop:shop//name", 400)]
    [InlineData("/restconf/data/shop:shop/..", 400)]
    [InlineData("/restconf/data/../data/shop:shop", 400)]
    [InlineData("/restconf/data/%2e%2e/shop:shop", 400)]
    [InlineData("/restconf/data/.", 400)]
    [InlineData("/restconf/data/shop%253Ashop", 400)]
    [InlineData("/restconf/data/shop:shop/%256eame", 400)]
    [InlineData("/restconf/data/shop%3Ashop%2Fname", 400)]
    [InlineData("/restconf/data/shop", 400)]
    [InlineData("/restconf/data/:shop", 400)]
    [InlineData("/restconf/data/shop:", 400)]
    [InlineData("/restconf/data/shop:shop:name", 400)]
    [InlineData("/restconf/data/1shop:shop", 400)]
    [InlineData("/restconf/data/shop:shop/name/deeper", 404)]
    [InlineData("/restconf/data/shop:shop/other:name", 404)]
    [InlineData("/restconf/data/nothing:shop", 404)]
    [InlineData("/restconf/data/shop:shop=key", 400)]
    [InlineData("/restconf/data/shop:shop/name=key", 400)]
    [InlineData("/restconf/data/shop:shop/item=a,b", 400)]
    [InlineData("/restconf/data/shop:shop/triple=a,b", 400)]
    [InlineData("/restconf/data/shop:shop/item/value", 400)]
    [InlineData("/restconf/data/shop:shop/item=%", 400)]
    [InlineData("/restconf/data/shop:shop/item=%1", 400)]
    [InlineData("/restconf/data/shop:shop/item=%zz", 400)]
    [InlineData("/restconf/data/shop:shop/item=%%36%31", 400)]
    [InlineData("/restconf/data/shop:shop/item=%ff", 400)]
    [InlineData("/restconf/data/shop:status/log=1", 400)]
    [InlineData("/restconf/data/ietf-restconf:data", 404)]
    [InlineData("/restconf/nothing", 404)]
    [InlineData("/restconf/Data", 404)]
    [InlineData("/restconf/operations/", 200)]
    [InlineData("/%72estconf/%6f%70erations", 200)]
    [InlineData("/restconf/%64ata?content=config", 200)]
    [InlineData("/restconf/%64ata/shop%3Ash%6fp/%69tem=%", 400)]
    [InlineData("/restconf/operations/shop", 400)]
    [InlineData("/restconf/operations/shop:nothing", 404)]
    [InlineData("/restconf/operations/shop:ping/more", 404)]
    [InlineData("/restconf/schemas", 404)]
    [InlineData("/restconf/schemas/../data", 404)]
    [InlineData("/restconf/schemas/..%2F..%2Fetc%2Fpasswd", 404)]
    [InlineData("/restconf/streams", 404)]
    [InlineData("/restconf/yang-library-version/more", 404)]
    public async Task It_has_its_status_and_an_errors_body(string target, int status)
    {
        foreach (var accept in new[] { RestconfHost.Json, RestconfHost.Xml })
        {
            var reply = await Host.GetAsync(target, accept);
            reply.ShouldBe(status);
            if (status == 200) continue;
            reply.ContentType.ShouldBe(accept);
            reply.ErrorMessage.ShouldNotBeNullOrEmpty();
            reply["Cache-Control"].ShouldBe("no-cache");
        }
    }

    [Theory]
    [InlineData("GET", 4_200)]
    [InlineData("GET", 30_000)]
    [InlineData("PUT", 30_000)]
    [InlineData("PATCH", 4_200)]
    [InlineData("POST", 4_200)]
    [InlineData("DELETE", 4_200)]
    public async Task Thousands_of_segments_are_refused_by_their_length(string method, int segments) =>
        (await Host.SendAsync(method, "/restconf/data/shop:shop" + string.Concat(Enumerable.Repeat("/x", segments)), method is "GET" or "DELETE" ? null : "{}")).ShouldBe(414).ErrorTags.ShouldBe(["too-big"]);

    [Theory]
    [InlineData("PUT", "/name", "")]
    [InlineData("PUT", "/name", " ")]
    [InlineData("PUT", "/name", "null")]
    [InlineData("PUT", "/name", "[]")]
    [InlineData("PUT", "/name", "{}")]
    [InlineData("PUT", "/name", """{"shop:name":"x"}{"shop:name":"y"}""")]
    [InlineData("PUT", "/name", """{"shop:name":"x","shop:capacity":100}""")]
    [InlineData("PUT", "/name", """{"shop:name":"x","shop:name":"y"}""")]
    [InlineData("PUT", "/name", """{"shop:capacity":100}""")]
    [InlineData("PUT", "/name", """{"name":"x"}""")]
    [InlineData("PUT", "/name", """{"shop:name":["x"]}""")]
    [InlineData("PUT", "/name", """{"shop:name":{"x":1}}""")]
    [InlineData("PUT", "/name", """<name xmlns="urn:test:shop">x</name><name xmlns="urn:test:shop">y</name>""")]
    [InlineData("PUT", "/name", """<name>x</name>""")]
    [InlineData("PUT", "/name", """<name xmlns="urn:test:shop">x""")]
    [InlineData("PUT", "/name", """<capacity xmlns="urn:test:shop">100</capacity>""")]
    [InlineData("PUT", "/item=a", """{"shop:item":[{"id":"a"},{"id":"b"}]}""")]
    [InlineData("PUT", "/item=a", """{"shop:item":[]}""")]
    [InlineData("PUT", "/item=a", """{"shop:item":[{"id":"b"}]}""")]
    [InlineData("PUT", "/item=a", """{"shop:item":[{"value":1}]}""")]
    [InlineData("POST", "", """{"shop:item":[{"value":1}]}""")]
    [InlineData("POST", "", """{"shop:account":[{"user":"x"}]}""")]
    [InlineData("POST", "", """{"shop:shop":{"name":"x"}}""")]
    [InlineData("PATCH", "", """{"shop:account":[{"user":"x"}]}""")]
    public async Task A_body_that_is_not_the_resource_is_400_and_changes_nothing(string method, string node, string body)
    {
        await SeedAsync();
        var before = (await Host.GetAsync(Shop)).ETag;
        var type = body.StartsWith('<') ? RestconfHost.Xml : RestconfHost.Json;
        (await Host.SendAsync(method, Shop + node, body, type)).ShouldBe(400).ErrorMessage.ShouldNotBeNullOrEmpty();
        (await Host.GetAsync(Shop)).ETag.ShouldBe(before);
    }
}

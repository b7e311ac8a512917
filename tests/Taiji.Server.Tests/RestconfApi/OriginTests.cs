using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Origins and datastores over RESTCONF (RFC 8527).</summary>
public sealed class OriginTests : RestconfTest
{
    private const string Operational = "/restconf/ds/ietf-datastores:operational";
    private const string Running = "/restconf/ds/ietf-datastores:running";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SeedAsync();
    }

    [Fact]
    public async Task With_origin_tells_in_JSON_where_configuration_comes_from()
    {
        var reply = await Host.GetAsync($"{Operational}/shop:shop/item=a?with-origin");
        reply.ShouldHoldJson("""
            {"shop:item":[{"@":{"ietf-origin:origin":"ietf-origin:intended"},"id":"a","value":1,"size":3,"@size":{"ietf-origin:origin":"ietf-origin:default"},
              "inner":{"a":"x","b":"y","deep":{"c":"z"}},"hits":42}]}
            """);
        reply["ETag"].ShouldBeNull();
    }

    [Fact]
    public async Task With_origin_tells_it_in_XML()
    {
        (await Host.GetAsync($"{Operational}/shop:shop/item=a?with-origin&fields=value;size", RestconfHost.Xml)).ShouldHoldXml("""
            <item xmlns="urn:test:shop" xmlns:or="urn:ietf:params:xml:ns:yang:ietf-origin" or:origin="or:intended"><id>a</id><value>1</value><size or:origin="or:default">3</size></item>
            """);
    }

    [Fact]
    public async Task Without_it_there_are_none() => (await Host.GetAsync($"{Operational}/shop:shop/item=a")).ShouldBe(200).Body.ShouldNotContain("origin");

    [Theory]
    [InlineData($"{Operational}/shop:shop?with-origin=true")]
    [InlineData($"{Operational}/shop:shop?with-origin&with-origin")]
    [InlineData($"{Running}/shop:shop?with-origin")]
    [InlineData($"{Data}/shop:shop?with-origin")]
    public async Task It_has_no_value_and_belongs_to_operational(string target) => (await Host.GetAsync(target)).ShouldBeError(400, "invalid-value");

    [Theory]
    [InlineData("report-all", """{"shop:item":[{"id":"b","value":2,"size":3}]}""")]
    [InlineData("explicit", """{"shop:item":[{"id":"b","value":2,"size":3}]}""")]
    [InlineData("report-all-tagged", """{"shop:item":[{"id":"b","value":2,"size":3,"@size":{"ietf-netconf-with-defaults:default":true}}]}""")]
    [InlineData("trim", """{"shop:item":[{"id":"b","value":2}]}""")]
    public async Task With_defaults_shapes_operational_too(string mode, string json) =>
        (await Host.GetAsync($"{Operational}/shop:shop/item=b?fields=value;size&with-defaults={mode}")).ShouldHoldJson(json);

    [Fact]
    public async Task Both_are_capabilities()
    {
        var told = (await Host.GetAsync($"{Data}/ietf-restconf-monitoring:restconf-state/capabilities")).Body;
        told.ShouldContain("urn:ietf:params:restconf:capability:with-origin:1.0");
        told.ShouldContain("urn:ietf:params:restconf:capability:with-operational-defaults:1.0");
    }

    [Theory]
    [InlineData("/restconf/ds/ietf-datastores:startup", 404)]
    [InlineData("/restconf/ds/operational", 404)]
    [InlineData("/restconf/ds/", 404)]
    [InlineData("/restconf/ds", 404)]
    [InlineData("/restconf/ds/ietf-datastores:operational/shop:shop/item=a/nothing", 404)]
    public async Task A_datastore_that_is_not_there_is_refused(string target, int status) => (await Host.GetAsync(target)).ShouldBe(status).ErrorTags.ShouldNotBeEmpty();
}

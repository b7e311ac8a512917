using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Metadata of RFC 7952 in bodies and replies.</summary>
public sealed class AnnotationTests : RestconfTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SeedAsync();
    }

    [Fact]
    public async Task Tagged_defaults_are_annotations_in_both_encodings()
    {
        const string target = $"{Shop}/item=a?with-defaults=report-all-tagged&fields=size";
        (await Host.GetAsync(target)).ShouldHoldJson("""{"shop:item":[{"id":"a","size":3,"@size":{"ietf-netconf-with-defaults:default":true}}]}""");
        (await Host.GetAsync(target, RestconfHost.Xml)).ShouldHoldXml("""
            <item xmlns="urn:test:shop" xmlns:wd="urn:ietf:params:xml:ns:netconf:default:1.0"><id>a</id><size wd:default="true">3</size></item>
            """);
        (await Host.GetAsync($"{Shop}?with-defaults=report-all-tagged&fields=color")).ShouldHoldJson("""
            {"shop:shop":{"color":["blue","red"],"@color":[{"ietf-netconf-with-defaults:default":true},{"ietf-netconf-with-defaults:default":true}]}}
            """);
    }

    [Fact]
    public async Task A_leaf_list_in_default_is_tagged_when_it_is_read_by_its_own_path_too()
    {
        const string tag = """{"ietf-netconf-with-defaults:default":true}""";
        (await Host.GetAsync($"{Shop}/color?with-defaults=report-all-tagged")).ShouldHoldJson($$"""{"shop:color":["blue","red"],"@shop:color":[{{tag}},{{tag}}]}""");
        (await Host.GetAsync($"{Shop}/color=red?with-defaults=report-all-tagged")).ShouldHoldJson($$"""{"shop:color":["red"],"@shop:color":[{{tag}}]}""");
        (await Host.GetAsync($"{Shop}/color=red?with-defaults=report-all-tagged", RestconfHost.Xml)).ShouldHoldXml("""
            <color xmlns="urn:test:shop" xmlns:wd="urn:ietf:params:xml:ns:netconf:default:1.0" wd:default="true">red</color>
            """);
        (await Host.GetAsync($"{Shop}/color=red?with-defaults=report-all")).ShouldHoldJson("""{"shop:color":["red"]}""");
        (await Host.PutAsync($"{Shop}/color=red", """{"shop:color":["red"]}""")).ShouldBe(201);
        (await Host.GetAsync($"{Shop}/color?with-defaults=report-all-tagged")).ShouldHoldJson("""{"shop:color":["red"]}""");
    }

    [Theory]
    [InlineData("""{"shop:name":"x","@shop:name":{"nothing:here":1}}""")]
    [InlineData("""{"shop:name":"x","@shop:name":5}""")]
    [InlineData("""{"shop:name":"x","@shop:capacity":{"ietf-netconf-with-defaults:default":true}}""")]
    [InlineData("""{"@shop:name":{"ietf-netconf-with-defaults:default":true}}""")]
    public async Task One_that_is_unknown_malformed_or_of_nothing_is_400(string body)
    {
        (await Host.PutAsync($"{Shop}/name", body)).ShouldBe(400).ErrorTags.ShouldNotBeEmpty();
        (await Host.GetAsync($"{Shop}/name")).ShouldHoldJson("""{"shop:name":"Corner"}""");
    }
}

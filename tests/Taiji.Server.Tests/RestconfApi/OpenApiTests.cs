using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.OpenApi.Reader;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary><c>{+restconf}/openapi</c>.</summary>
public sealed class OpenApiTests : RestconfTest
{
    private const string OpenApi = "/restconf/openapi";

    [Fact]
    public async Task Every_module_listed_has_a_document_that_is_valid_OpenAPI_3_1()
    {
        var modules = (await Host.GetAsync(OpenApi)).ShouldBe(200).JsonBody["modules"]!.AsArray();
        modules.Select(m => m!["name"]!.GetValue<string>()).ShouldContain("shop-more");
        foreach (var module in modules)
        {
            var reply = (await Host.GetAsync(module!["openapi"]!.GetValue<string>())).ShouldBe(200);
            var read = Microsoft.OpenApi.OpenApiDocument.Parse(reply.Body, "json");
            read.Diagnostic!.Errors.ShouldBeEmpty(module["name"]!.GetValue<string>());
            read.Diagnostic.SpecificationVersion.ShouldBe(Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1);
            read.Document!.Info.Title.ShouldBe(module["name"]!.GetValue<string>());
            read.Document.Paths.Count.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Digits_in_patterns_are_written_as_every_tool_reads_them()
    {
        var text = (await Host.GetAsync($"{OpenApi}/ietf-yang-library.json")).ShouldBe(200).Body;
        text.ShouldContain("""
            "pattern":"^(?:[\\d]{4}-[\\d]{2}-[\\d]{2})$"
            """.Trim());
        text.ShouldNotContain("p{Nd}");
    }

    [Fact]
    public async Task A_key_of_no_value_is_an_empty_text_in_the_path()
    {
        var path = (await DocumentAsync("keys"))["paths"]!["/data/keys:keys/by-empty={k}"]!;
        path["parameters"]![0]!["schema"]!.ToJsonString().ShouldBe("""{"type":"string","maxLength":0}""");
    }

    [Fact]
    public async Task Every_reference_leads_to_a_component_and_every_operation_has_an_id_of_its_own()
    {
        var document = await DocumentAsync("shop");
        var ids = new List<string>();
        foreach (var node in Descendants(document))
        {
            if (node is not JsonObject member) continue;
            if (member["operationId"] is { } id) ids.Add(id.GetValue<string>());
            if (member["$ref"] is not JsonValue reference) continue;
            var path = reference.GetValue<string>().Split('/');
            path[..2].ShouldBe(["#", "components"]);
            document["components"]![path[2]]![path[3]].ShouldNotBeNull(reference.GetValue<string>());
        }

        ids.Count.ShouldBeGreaterThan(50);
        ids.ShouldBeUnique();
    }

    [Theory]
    [InlineData("/data/shop:shop", "get,post,put,patch,delete")]
    [InlineData("/data/shop:shop/item", "get")]
    [InlineData("/data/shop:shop/item={id}", "get,post,put,patch,delete")]
    [InlineData("/data/shop:shop/item={id}/id", "get")]
    [InlineData("/data/shop:shop/item={id}/hits", "get")]
    [InlineData("/data/shop:shop/triple={k1},{k2},{k3}/x", "get,put,patch,delete")]
    [InlineData("/data/shop:shop/tag={tag}", "get,put,patch,delete")]
    [InlineData("/data/shop:status/log", "get")]
    [InlineData("/data/shop:shop/item={id}/reset", "post")]
    [InlineData("/operations/shop:echo", "post")]
    public async Task A_resource_has_the_methods_that_the_server_answers_to(string path, string methods)
    {
        var item = (await DocumentAsync("shop"))["paths"]![path].ShouldNotBeNull().AsObject();
        string.Join(',', item.Select(m => m.Key).Where(k => k != "parameters")).ShouldBe(methods);
        var names = item["parameters"]?.AsArray().Select(p => p!["name"]!.GetValue<string>()) ?? [];
        string.Join(',', names).ShouldBe(string.Join(',', path.Split('{').Skip(1).Select(s => s[..s.IndexOf('}', StringComparison.Ordinal)])));
    }

    [Fact]
    public async Task What_a_module_adds_to_another_is_in_its_own_document()
    {
        var paths = (await DocumentAsync("shop-more"))["paths"]!.AsObject().Select(p => p.Key).ToList();
        paths.ShouldContain("/data/shop:shop/item={id}/shop-more:weight");
        paths.ShouldNotContain("/data/shop:shop");
        (await DocumentAsync("shop"))["components"]!["schemas"]!["shop.shop"]!["properties"]!.AsObject().ShouldContainKey("shop-more:extra");
    }

    [Fact]
    public async Task Keys_with_one_name_have_different_parameters()
    {
        var path = (await DocumentAsync("example-jukebox"))["paths"]!.AsObject().Select(p => p.Key).Single(p => p.EndsWith("/song={song-name}", StringComparison.Ordinal));
        path.ShouldBe("/data/example-jukebox:jukebox/library/artist={name}/album={album-name}/song={song-name}");
    }

    [Theory]
    [InlineData("/data/shop:shop", Shop)]
    [InlineData("/data/shop:shop/item", $"{Shop}/item")]
    [InlineData("/data/shop:shop/item={id}", $"{Shop}/item=a")]
    [InlineData("/data/shop:shop/tag={tag}", $"{Shop}/tag=new")]
    [InlineData("/data/shop:shop/name", $"{Shop}/name")]
    [InlineData("/data/shop:status", $"{Data}/shop:status")]
    public async Task What_the_server_sends_is_what_the_document_says(string path, string target)
    {
        await SeedAsync();
        var schema = await SchemaOfAsync(path, "get", "responses", "200", "content", RestconfHost.Json, "schema");
        Evaluate(schema, (await Host.GetAsync(target)).ShouldBe(200).Body).ShouldBeTrue();
        Evaluate(schema, """{"shop:other":1}""").ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_document_refuses_the_server_refuses_too()
    {
        await SeedAsync();
        var schema = await SchemaOfAsync("/data/shop:shop/item={id}", "put", "requestBody", "content", RestconfHost.Json, "schema");
        const string good = """{"shop:item":[{"id":"c","value":3}]}""";
        const string bad = """{"shop:item":[{"id":"c","value":"three"}]}""";
        Evaluate(schema, good).ShouldBeTrue();
        Evaluate(schema, bad).ShouldBeFalse();
        (await Host.PutAsync($"{Shop}/item=c", bad)).ShouldBe(400);
        (await Host.PutAsync($"{Shop}/item=c", good)).ShouldBe(201);
    }

    [Fact]
    public async Task A_browser_gets_a_page_without_scripts_that_its_policy_lets_it_show()
    {
        var list = (await Host.GetAsync(OpenApi, "text/html,application/xhtml+xml,*/*;q=0.8")).ShouldBe(200);
        list.ContentType.ShouldBe("text/html; charset=utf-8");
        list.Body.ShouldContain("<a href=\"/restconf/openapi/shop\">shop</a>");
        var page = (await Host.GetAsync($"{OpenApi}/shop", "text/html")).ShouldBe(200);
        page.Body.ShouldContain("/data/shop:shop/triple={k1},{k2},{k3}");
        page.Body.ShouldContain("<a href=\"/restconf/data/shop:status\">Read it</a>");
        page.Body.ShouldNotContain("<script");
        page["Content-Security-Policy"]!.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        page["Vary"].ShouldBe("Accept");
    }

    [Theory]
    [InlineData($"{OpenApi}/shop", null, "application/json")]
    [InlineData($"{OpenApi}/shop", "application/openapi+json", "application/openapi+json")]
    [InlineData($"{OpenApi}/shop.json", "text/html", "application/json")]
    [InlineData($"{OpenApi}/shop.json", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json")]
    public async Task The_media_type_is_negotiated(string target, string? accept, string expected)
    {
        (await Host.GetAsync(target, accept)).ShouldBe(200).ContentType.ShouldBe(expected);
        var head = (await Host.SendAsync("HEAD", target, accept: accept)).ShouldBe(200);
        head.ContentType.ShouldBe(expected);
        head.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_or_not_allowed_is_refused()
    {
        (await Host.GetAsync($"{OpenApi}/nothing")).ShouldBeError(404, "invalid-value");
        (await Host.GetAsync($"{OpenApi}/shop/x")).ShouldBeError(404, "invalid-value");
        (await Host.GetAsync($"{OpenApi}/shop", "image/png")).ShouldBeError(406, "invalid-value");
        (await Host.GetAsync($"{OpenApi}/shop?depth=1")).ShouldBeError(400, "invalid-value");
        (await Host.PostAsync($"{OpenApi}/shop", "{}")).ShouldBeError(405, "operation-not-supported");
        (await Host.GetAsync($"{OpenApi}/shop", null, ("Authorization", ""))).ShouldBeError(401, "access-denied");
    }

    private async Task<JsonObject> DocumentAsync(string module) => (await Host.GetAsync($"{OpenApi}/{module}.json")).ShouldBe(200).JsonBody;

    /// <summary>A schema of the document with all its components beside it, as a JSON Schema of its own.</summary>
    private async Task<JsonSchema> SchemaOfAsync(params string[] way)
    {
        var document = await DocumentAsync("shop");
        JsonNode node = document["paths"]!;
        foreach (var name in way) node = node[name]!;
        var schema = node.DeepClone().AsObject();
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["components"] = document["components"]!.DeepClone();
        return JsonSchema.FromText(schema.ToJsonString());
    }

    private static bool Evaluate(JsonSchema schema, string value)
    {
        using var document = JsonDocument.Parse(value);
        return schema.Evaluate(document.RootElement).IsValid;
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            foreach (var below in Descendants(child)) yield return below;
        }
    }
}

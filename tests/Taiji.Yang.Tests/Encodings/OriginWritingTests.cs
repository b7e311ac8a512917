using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>RFC 8342 §7 as RFC 7952 §5 encodes it: an origin where it is another than the parent's, and none for state.</summary>
public sealed class OriginWritingTests
{
    private const string Json = """
        {"o:c":{"a":"1","l":["x","y","z"],"e":[{"k":"1","v":"q"},{"k":"2"}],"s":{"n":1}}}
        """;

    private static readonly YangSchema Schema = Compile();

    [Fact]
    public void Json_has_them_beside_leaves_and_inside_objects()
    {
        Write(Tree(), new DataWriteOptions { Origins = Origins, WithDefaults = WithDefaults.ReportAll }).ShouldBe(Normal("""
            {"o:c":{"@":{"ietf-origin:origin":"ietf-origin:intended"},
              "a":"1",
              "b":5,"@b":{"ietf-origin:origin":"ietf-origin:default"},
              "l":["x","y","z"],"@l":[null,{"ietf-origin:origin":"ietf-origin:learned"}],
              "e":[{"k":"1","v":"q","@v":{"ietf-origin:origin":"ietf-origin:learned"}},
                   {"@":{"ietf-origin:origin":"ietf-origin:system"},"k":"2"}],
              "s":{"n":1}}}
            """));
    }

    [Fact]
    public void A_leaf_list_that_is_all_default_says_so_of_each_value()
    {
        var tree = Schema.ReadJson("""{"o:c":{"a":"1"}}""", new DataReadOptions { AllowState = true });
        var written = JsonNode.Parse(Write(tree, new DataWriteOptions { Origins = Origins, WithDefaults = WithDefaults.ReportAllTagged }))!["o:c"]!;
        written["d"]!.ToJsonString().ShouldBe("[7,8]");
        written["@d"]!.ToJsonString().ShouldBe(Normal("""
            [{"ietf-origin:origin":"ietf-origin:default","ietf-netconf-with-defaults:default":true},{"ietf-origin:origin":"ietf-origin:default","ietf-netconf-with-defaults:default":true}]
            """));
    }

    [Fact]
    public void Without_origins_nothing_is_annotated() => Write(Tree(), new DataWriteOptions()).ShouldNotContain("@");

    private static OriginAnnotation Origins { get; } = new(
        node => node.Path.ToString() switch
        {
            "/o:c/e[k='2']" or "/o:c/e[k='2']/k" => Identity("system"),
            "/o:c/e[k='1']/v" or "/o:c/l[.='y']" => Identity("learned"),
            _ => Identity("intended"),
        },
        Identity("default"));

    private static Identity Identity(string name) => Schema.FindIdentity("ietf-origin", name)!;

    private static DataTree Tree() => Schema.ReadJson(Json, new DataReadOptions { AllowState = true });

    private static string Normal(string json) => JsonNode.Parse(json)!.ToJsonString();

    private static string Write(DataTree tree, DataWriteOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, tree.Root, options);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        // The default leaf-list is the second test's.
        var node = JsonNode.Parse(text)!;
        if (options.WithDefaults == WithDefaults.ReportAll && node["o:c"] is JsonObject c)
        {
            c.Remove("d");
            c.Remove("@d");
        }

        return node.ToJsonString();
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText("""
            module o {
              yang-version 1.1; namespace "urn:o"; prefix o;
              container c {
                leaf a { type string; } leaf b { type uint8; default 5; } leaf-list l { ordered-by user; type string; } leaf-list d { type uint8; default 7; default 8; }
                list e { key k; leaf k { type string; } leaf v { type string; } }
                container s { config false; leaf n { type uint8; } }
              }
            }
            """);
        compiler.Implement("ietf-origin");
        return compiler.Compile().Schema!;
    }
}

using System.Text.Json.Nodes;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>The corpus of instance documents, as far as reading decides: what depends on other nodes is validation's.</summary>
public sealed class InstanceCorpusTests
{
    // What these are about shows in one node and its siblings.
    private static readonly HashSet<string> DecidedByReading =
    [
        "range", "pattern", "enum", "identityref", "decimal64", "length", "union", "json", "bits", "keys", "duplicate", "xml", "unknown", "binary", "boolean", "empty", "type",
        "config", "if-feature", "typedef", "leaf-list", "choice", "metadata", "anydata",
    ];

    private static readonly HashSet<string> LeftOut =
    [
        "gen-svc-016-xml", "gen-svc-016-json", // about a node that isn't there: validation's
        "gen-types-118-xml", "gen-types-118-json", "libyang-0052", "libyang-0053", "libyang-0438", "libyang-0544", // what a type takes: the types' tests decide
        "libyang-0025", // attributes of that tool's own diff format
        "libyang-0165", "libyang-0373", // a member name that begins with a colon: RFC 7951 §4 has no such name
    ];

    // Where that tool's output is not what the RFCs ask for, or a guess.
    private static readonly HashSet<string> OtherwiseRight =
    [
        "gen-c-016-xml", // an integer guessed in an anydata nobody has a schema for
        "trim gen-c-001-xml", // one of two leaf-list values left out because it is among the defaults: then the other alone would come back
        "trim gen-oc-001-xml", // an empty non-presence container
    ];

    // XML attributes, prefixes and layout in content without a schema, which JSON can't have.
    private static readonly HashSet<string> LossyInJson = ["libyang-0278", "libyang-0279", "libyang-0302"];

    private static IEnumerable<(InstanceCase Case, YangSchema Schema)> Cases()
    {
        foreach (var group in InstanceCase.All.Where(c => c.Content is "config" or "data").GroupBy(c => c.SchemaKey))
        {
            if (group.First().Compile() is not { } schema) continue;
            foreach (var item in group) yield return (item, schema);
        }
    }

    [Fact]
    public void Documents_are_accepted_and_refused_as_the_corpus_says()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (item, schema) in Cases())
        {
            var isInvalid = item.Expected == "invalid";
            if (LeftOut.Contains(item.Id) || (isInvalid && !DecidedByReading.Contains(item.Category))) continue;
            count++;
            var errors = Try(() => item.Read(schema));
            if (isInvalid == (errors is null)) wrong.Add($"{item.Id} ({item.Category}: {item.Why}) {item.Expected}, {errors ?? "accepted"}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(400);
    }

    [Fact]
    public void Valid_documents_come_out_the_same_after_a_way_through_the_other_encoding()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (item, schema) in Cases())
        {
            if (item.Expected != "valid" || Try(() => item.Read(schema)) is not null) continue;
            var tree = item.Read(schema);
            var options = new DataReadOptions { AllowState = true };
            var other = schema.ReadXml(tree.ToXml(), options);
            if (schema.ReadJson(tree.ToJson(), options).ToXml() != other.ToXml() && !LossyInJson.Contains(item.Id)) wrong.Add($"{item.Id}\n  {tree.ToJson()}\n  {other.ToXml()}");
            count++;
        }

        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("", WithDefaults.Explicit)]
    [InlineData("all", WithDefaults.ReportAll)]
    [InlineData("trim", WithDefaults.Trim)]
    public void Output_has_the_data_that_another_implementation_prints(string kind, WithDefaults mode)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (item, schema) in Cases())
        {
            if (item.Expected != "valid" || item.Encoding != "xml" || item.ExpectedJson(kind) is not { } expected) continue;
            if (OtherwiseRight.Contains(item.Id) || OtherwiseRight.Contains($"{kind} {item.Id}")) continue;
            count++;
            var options = new DataWriteOptions { WithDefaults = mode, Content = item.Content == "config" ? ContentFilter.Config : ContentFilter.All };
            var json = Sorted(JsonNode.Parse(item.Read(schema).ToJson(options)));
            var other = Sorted(expected);
            if (!JsonNode.DeepEquals(json, other)) wrong.Add($"{item.Id}\n  {json!.ToJsonString()}\n  {other!.ToJsonString()}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(40);
    }

    private static string? Try(Func<DataTree> read)
    {
        try
        {
            read();
            return null;
        }
        catch (RpcErrorException e)
        {
            return e.Message;
        }
    }

    /// <summary>With arrays in one order: where the system orders, any order is right.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Sorted).OrderBy(n => n?.ToJsonString(), StringComparer.Ordinal)]),
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        _ => node?.DeepClone(),
    };
}

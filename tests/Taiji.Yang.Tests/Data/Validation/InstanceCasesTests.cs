using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data.Validation;

/// <summary>Reads and validates the shared instance documents.</summary>
public sealed partial class InstanceCasesTests(ITestOutputHelper output)
{
    /// <summary>
    /// Judged otherwise on purpose. 0025: attributes of one tool's own format of differences, which no annotation defines (RFC 7952 §3); 0165, 0373: a member's name is an
    /// identifier, with a module's name before its colon if there is one (RFC 7951 §4): ":port" is neither; 0544: an expression with a prefix that stands for no module of the schema
    /// would mean something else in every other encoding (RFC 7950 §6.4.1: names are qualified by the namespaces that prefixes stand for).
    /// </summary>
    private static readonly string[] JudgedOtherwise = ["libyang-0025", "libyang-0165", "libyang-0373", "libyang-0544"];

    private readonly Dictionary<string, YangSchema?> _schemas = [];

    [Fact]
    public void Documents_are_judged_as_expected()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in CsvTable.Read(SharedFiles.At("cases", "instance", "manifest.csv")).Where(r => r["content_type"] is "config" or "data"))
        {
            if (Schema(row) is not { } schema) continue;
            count++;
            var errors = Judge(schema, row);
            if (errors.Count == 0 == (row["expected"] == "valid") || JudgedOtherwise.Contains(row["id"])) continue;
            wrong.Add($"{row["id"]} {row["confidence"]} {row["category"]} expected {row["expected"]}: {row["why"]} | {row["error_message"]}\n    {string.Join("\n    ", errors)}");
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        count.ShouldBeGreaterThan(500);
    }

    private YangSchema? Schema(Dictionary<string, string> row)
    {
        var key = row["modules"] + "|" + row["module_dir"] + "|" + row["features"];
        if (_schemas.TryGetValue(key, out var known)) return known;
        var directories = row["module_dir"].Split(" + ").Select(d => d == "shared/yang" ? SharedFiles.At("yang") : SharedFiles.At("cases", "instance", d));
        var compiler = new SchemaCompiler([.. directories]);
        foreach (var module in row["modules"].Split(' ', StringSplitOptions.RemoveEmptyEntries)) compiler.Implement(module);
        foreach (var features in row["features"].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = features.IndexOf(':', StringComparison.Ordinal);
            if (features.EndsWith(":*", StringComparison.Ordinal)) continue;
            compiler.SetFeatures(features[..colon], features[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        var result = compiler.Compile();
        if (result.Schema is null) output.WriteLine($"{row["id"]} no schema: {result.Errors.First()}");
        return _schemas[key] = result.Schema;
    }

    private static IReadOnlyList<RpcError> Judge(YangSchema schema, Dictionary<string, string> row)
    {
        try
        {
            var options = new DataReadOptions { AllowState = row["content_type"] == "data" };
            var text = File.ReadAllBytes(SharedFiles.At("cases", "instance", row["file"]));
            var tree = row["encoding"] == "json"
                ? new JsonDataReader(schema, options).ReadTree(new ReadOnlySequence<byte>(text))
                : ReadXml(schema, options, Encoding.UTF8.GetString(text));
            return new DataValidator(schema).Validate(tree, row["content_type"] == "data" ? ValidationContent.All : ValidationContent.Configuration);
        }
        catch (RpcErrorException e)
        {
            return e.Errors;
        }
        catch (XmlException e)
        {
            return [new RpcError { Type = ErrorType.Rpc, Tag = ErrorTag.MalformedMessage, Message = e.Message }];
        }
    }

    private static DataTree ReadXml(YangSchema schema, DataReadOptions options, string text)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes($"<data>{Declaration().Replace(text, "")}</data>")));
        reader.MoveToContent();
        return new XmlDataReader(schema, options).ReadTree(reader);
    }

    [GeneratedRegex(@"^\uFEFF?\s*<\?xml[^>]*\?>")]
    private static partial Regex Declaration();
}

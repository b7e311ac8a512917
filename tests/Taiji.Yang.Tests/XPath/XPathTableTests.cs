using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.XPath;

/// <summary>The expressions of the shared table, over its documents. Rows that its authors call disputed are left out.</summary>
public sealed class XPathTableTests
{
    private static readonly Lazy<YangSchema> Schema = new(() =>
    {
        var compiler = new SchemaCompiler(SharedFiles.At("xpath", "modules"));
        foreach (var module in new[] { "xp-base", "xp-main", "xp-aug" }) compiler.Implement(module);
        return compiler.Compile().GetSchemaOrThrow();
    });

    [Fact]
    public void Every_expression_of_the_table_has_its_result()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in CsvTable.Read(SharedFiles.At("xpath", "xpath.csv")).Where(r => r["confidence"] != "disputed"))
        {
            count++;
            var (type, result) = Evaluate(row);
            if (type != row["result_type"] || result != row["result"])
            {
                wrong.Add($"{row["id"]} {row["context"]} {row["expression"]}\n  expected {row["result_type"]} {row["result"]}\n  found    {type} {result}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        count.ShouldBeGreaterThan(100);
    }

    private static (string Type, string Result) Evaluate(Dictionary<string, string> row)
    {
        var module = Schema.Value.FindModule(row["module"])!;
        if (!XPathParser.TryParse(row["expression"], new TablePrefixes(module), out var expression, out _)) return ("error", "");
        var tree = Document(row["document"]);
        tree.TryFind(DataPath.Parse(Schema.Value, row["context"]), out var context).ShouldBeTrue();
        var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(context), module);
        return value.Type switch
        {
            XPathType.NodeSet => ("node-set", string.Join(" | ", value.Nodes)),
            XPathType.Boolean => ("boolean", value.Boolean ? "true" : "false"),
            XPathType.Number => ("number", XPathNumbers.Format(value.Number)),
            _ => ("string", value.String),
        };
    }

    private static DataTree Document(string name)
    {
        using var stream = File.OpenRead(SharedFiles.At("xpath", "data", name + ".xml"));
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream([.. "<data>"u8, .. Encoding.UTF8.GetBytes(WithoutDeclaration(File.ReadAllText(stream.Name))), .. "</data>"u8]));
        reader.MoveToContent();
        return new XmlDataReader(Schema.Value, new DataReadOptions { AllowState = true }).ReadTree(reader);
    }

    private static string WithoutDeclaration(string xml) => xml.StartsWith("<?", StringComparison.Ordinal) ? xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..] : xml;

    /// <summary>The modules' own prefixes and imports.</summary>
    private sealed class TablePrefixes(YangModule module) : IXPathPrefixes
    {
        private (string Prefix, string Module)[] Map => module.Name == "xp-aug" ? [("a", "xp-aug"), ("m", "xp-main"), ("b", "xp-base")] : [("m", "xp-main"), ("b", "xp-base")];

        public YangModule? Resolve(string prefix) => Map.Where(m => m.Prefix == prefix).Select(m => Schema.Value.FindModule(m.Module)).FirstOrDefault();

        public string? PrefixOf(YangModule other) => Map.Where(m => m.Module == other.Name).Select(m => m.Prefix).FirstOrDefault();
    }
}

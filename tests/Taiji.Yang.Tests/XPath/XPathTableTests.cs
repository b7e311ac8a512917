using Taiji.Yang.Data;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.XPath;

/// <summary>The expressions of the shared table, over its documents. Rows that its authors call disputed are left out.</summary>
public sealed class XPathTableTests
{
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
        var module = XPathDocuments.Schema.FindModule(row["module"])!;
        if (!XPathParser.TryParse(row["expression"], new XPathDocuments.Prefixes(module), out var expression, out _)) return ("error", "");
        var tree = XPathDocuments.Read(row["document"]);
        tree.TryFind(DataPath.Parse(XPathDocuments.Schema, row["context"]), out var context).ShouldBeTrue();
        var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(context), module);
        return value.Type switch
        {
            XPathType.NodeSet => ("node-set", string.Join(" | ", value.Nodes)),
            XPathType.Boolean => ("boolean", value.Boolean ? "true" : "false"),
            XPathType.Number => ("number", XPathNumbers.Format(value.Number)),
            _ => ("string", value.String),
        };
    }
}

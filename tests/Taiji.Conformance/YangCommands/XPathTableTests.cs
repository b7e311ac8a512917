namespace Taiji.Conformance.YangCommands;

/// <summary>The expressions of the shared table, through <c>taiji yang xpath</c>, over the documents in both encodings.</summary>
public sealed class XPathTableTests
{
    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Every_expression_prints_its_result(string encoding)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in SharedFacts.Table(SharedFacts.At("xpath", "xpath.csv")).Where(r => r["confidence"] != "disputed"))
        {
            count++;
            var result = YangRun.Here(Arguments(row, encoding));
            var (status, text) = row["result_type"] == "error" ? (1, "") : (0, string.Join('\n', row["result"].Split(" | ", StringSplitOptions.None)));
            if (row["result_type"] != "node-set" && status == 0) text = row["result"];
            if (result.Status != status || result.Output.TrimEnd('\n') != text) wrong.Add($"{row["id"]} {row["expression"]}\n  {status} {text}\n  {result.Status} {result.Output}{result.Error}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        count.ShouldBeGreaterThan(100);
    }

    private static string[] Arguments(Dictionary<string, string> row, string encoding)
    {
        string[] modules = row["module"] == "xp-aug" ? ["-m", "xp-aug", "-m", "xp-main"] : ["-m", "xp-main", "-m", "xp-aug"];
        return
        [
            "xpath", "-p", SharedFacts.At("xpath", "modules"), .. modules, "-m", "xp-base", "--context", row["context"],
            SharedFacts.At("xpath", "data", $"{row["document"]}.{encoding}"), "--", row["expression"],
        ];
    }
}

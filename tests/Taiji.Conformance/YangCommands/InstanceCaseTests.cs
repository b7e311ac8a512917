using System.Collections.Concurrent;

namespace Taiji.Conformance.YangCommands;

/// <summary>The shared documents with their verdicts, through <c>taiji yang validate</c>.</summary>
public sealed class InstanceCaseTests
{
    private static readonly string Folder = SharedFacts.At("cases", "instance");

    /// <summary>The rows whose verdict the RFCs decide otherwise, with the section.</summary>
    private static readonly Dictionary<string, string> DecidedOtherwise = new()
    {
    };

    [Fact]
    public void Every_document_has_its_verdict()
    {
        var rows = SharedFacts.Table(Path.Combine(Folder, "manifest.csv")).ToList();
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(rows, row =>
        {
            var result = YangRun.Here(Arguments(row));
            var verdict = result.Status switch { 0 => "valid", 1 => "invalid", _ => "unusable" };
            if ((verdict == row["expected"]) == DecidedOtherwise.ContainsKey(row["id"]))
                wrong.Add($"{row["id"]} ({row["confidence"]}, {row["category"]}: {row["why"]}): {verdict}, not {row["expected"]}\n{result.Error}");
        });
        rows.Count.ShouldBeGreaterThan(500);
        wrong.ShouldBeEmpty(string.Join('\n', wrong.Order()));
    }

    private static IEnumerable<string> Arguments(Dictionary<string, string> row)
    {
        yield return "validate";
        foreach (var directory in row["module_dir"].Split(" + "))
        {
            yield return "-p";
            yield return directory == "shared/yang" ? SharedFacts.At("yang") : Path.Combine(Folder, directory);
        }

        foreach (var module in row["modules"].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return "-m";
            yield return module;
        }

        foreach (var features in row["features"].Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            yield return "-F";
            yield return features;
        }

        yield return "--type";
        yield return row["content_type"] == "notif" ? "notification" : row["content_type"];
        if (row["operational_data"].Length > 0)
        {
            yield return "--operational";
            yield return Path.Combine(Folder, row["operational_data"]);
        }

        yield return Path.Combine(Folder, row["file"]);
    }
}

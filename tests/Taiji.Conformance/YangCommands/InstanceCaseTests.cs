using System.Collections.Concurrent;

namespace Taiji.Conformance.YangCommands;

/// <summary>The shared documents with their verdicts, through <c>taiji yang validate</c>.</summary>
public sealed class InstanceCaseTests
{
    private static readonly string Folder = SharedFacts.At("cases", "instance");

    /// <summary>Rows that only one implementation vouches for and the RFCs decide otherwise.</summary>
    private static readonly Dictionary<string, string> DecidedOtherwise = new()
    {
        ["libyang-0025"] = "RFC 7952 §2: an attribute of a data node must be one that a module declares as an annotation; no module declares these of yang:1",
        ["libyang-0165"] = "RFC 7951 §4: a namespace-qualified member name has a module name before the colon; here there is none",
        ["libyang-0373"] = "RFC 7951 §4: as libyang-0165",
        ["libyang-0544"] = "RFC 7951 §6.8 by analogy: the value's canonical form has module names for prefixes, and no module of the schema has the namespace",
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

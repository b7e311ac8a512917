using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Corpus;

public sealed class CaseVerdictTests
{
    /// <summary>Where this compiler differs from the judges, and what decides.</summary>
    private static readonly Dictionary<string, string> Disagreements = new()
    {
        ["libyang-0955"] = "RFC 7950 §5.1.1: imports a revision of ietf-yang-types that is not in the corpus",
        ["pyang-0050"] = "RFC 6020 §6.1.3: quotes inside an unquoted string are excluded from YANG 1.1 on only",
        ["pyang-0130"] = "RFC 7950 §14: integer-value has no plus sign",
        ["pyang-0131"] = "RFC 7950 §14: integer-value has no plus sign",
        ["pyang-0132"] = "RFC 7950 §14: integer-value has no plus sign",
        ["pyang-0134"] = "RFC 7950 §14: integer-value has no plus sign",
        ["yangtools-0019"] = "RFC 7950 §7.21.2: typedef1, which is current, refers to typedef-deprecated (foo@2016-01-02.yang:9)",
        ["yangtools-0716"] = "RFC 6020 §7.1.5: foo, a module of YANG 1.0, imports two revisions of bar (foo.yang:6)",
    };

    [Fact]
    public void Small_modules_get_the_verdict_that_the_corpus_gives_them()
    {
        var wrong = new List<string>();
        foreach (var row in CsvFile.Read(CorpusFiles.PathOf("cases", "yang", "manifest.csv")))
        {
            if (row["confidence"] != "high") continue;
            var errors = Compile(row).Errors.ToList();
            if ((errors.Count == 0 != (row["expected"] == "valid")) != Disagreements.ContainsKey(row["id"]))
            {
                wrong.Add($"{row["id"]} {row["expected"]} {row["category"]}: {row["why"]} -> {string.Join(" | ", errors.Take(3))}");
            }
        }

        string.Join("\n", wrong).ShouldBeEmpty();
    }

    private static CompileResult Compile(Dictionary<string, string> row)
    {
        var directory = CorpusFiles.PathOf("cases", "yang", row["dir"]);
        var compiler = new SchemaCompiler(directory, CorpusFiles.PathOf("yang"));
        compiler.Implement(Path.Combine(directory, row["main"]));
        return compiler.Compile();
    }
}

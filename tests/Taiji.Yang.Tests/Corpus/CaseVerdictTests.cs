using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Corpus;

public sealed class CaseVerdictTests
{
    [Fact]
    public void Small_modules_get_the_verdict_that_the_corpus_gives_them()
    {
        var wrong = new List<string>();
        foreach (var row in CsvFile.Read(SharedFiles.PathOf("cases", "yang", "manifest.csv")))
        {
            if (row["format"] != "yang" || row["confidence"] != "high") continue;
            var errors = Compile(row).Errors.ToList();
            if (errors.Count == 0 != (row["expected"] == "valid"))
            {
                wrong.Add($"{row["id"]} {row["expected"]} {row["category"]}: {row["why"]} -> {string.Join(" | ", errors.Take(3))}");
            }
        }

        string.Join("\n", wrong).ShouldBeEmpty();
    }

    private static CompileResult Compile(Dictionary<string, string> row)
    {
        var directory = SharedFiles.PathOf("cases", "yang", row["dir"]);
        var compiler = new SchemaCompiler(directory, SharedFiles.PathOf("yang"));
        compiler.Implement(Path.Combine(directory, row["main"]));
        return compiler.Compile();
    }
}

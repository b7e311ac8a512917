using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Corpus;

public sealed class PublicModuleTests
{
    [Fact]
    public void Every_published_module_loads_alone()
    {
        var wrong = new List<string>();
        foreach (var row in CsvFile.Read(CorpusFiles.PathOf("yang", "manifest.csv")))
        {
            if (row["kind"] != "module") continue;
            var compiler = new SchemaCompiler(new SchemaCompilerOptions { SearchDirectories = [CorpusFiles.PathOf("yang")], UseEmbeddedModules = false });
            compiler.Implement(CorpusFiles.PathOf("yang", row["file"]));
            wrong.AddRange(compiler.Compile().Errors.Select(e => $"{row["file"]}: {e}").Take(4));
        }

        string.Join("\n", wrong).ShouldBeEmpty();
    }
}

using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Corpus;

/// <summary>All published modules in one schema, whatever order they come in.</summary>
public sealed class WholeSetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("openconfig")]
    public void A_whole_set_is_one_schema_in_any_order(string folder)
    {
        var files = CsvFile.Read(CorpusFiles.PathOf("yang", "manifest.csv")).Where(r => r["kind"] == "module").Select(r => r["file"])
            .Where(f => f.StartsWith("openconfig", StringComparison.Ordinal) == (folder.Length > 0)).Order(StringComparer.Ordinal).ToArray();
        files.Length.ShouldBeGreaterThan(100);
        var expected = Compile(files);
        expected.Errors.Select(e => e.ToString()).ShouldBeEmpty();
        var random = new Random(7950);
        for (var i = 0; i < 2; i++)
        {
            random.Shuffle(files);
            var shuffled = Compile(files);
            shuffled.Diagnostics.Select(d => d.ToString()).ShouldBe(expected.Diagnostics.Select(d => d.ToString()));
            Facts(shuffled).ShouldBe(Facts(expected));
            shuffled.Schema!.ContentId.ShouldBe(expected.Schema!.ContentId);
        }
    }

    private static IEnumerable<string> Facts(CompileResult result) => result.GetSchemaOrThrow().Nodes.Select(n =>
        $"{n.SchemaPath} {n.Kind} {n.IsConfig} {n.Status} {(n as TypedNode)?.Type.Name} {string.Join(' ', (n as TypedNode)?.DefaultTexts ?? [])} {n.Musts.Count} {n.Whens.Count}");

    private static CompileResult Compile(IEnumerable<string> files)
    {
        var compiler = new SchemaCompiler(new SchemaCompilerOptions { SearchDirectories = [CorpusFiles.PathOf("yang")], UseEmbeddedModules = false });
        foreach (var file in files) compiler.Implement(CorpusFiles.PathOf("yang", file));
        return compiler.Compile();
    }
}

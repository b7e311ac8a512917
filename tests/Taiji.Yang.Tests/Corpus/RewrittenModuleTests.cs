using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Tests.Corpus;

/// <summary>The published modules, written again as YANG and as YIN, say the same.</summary>
public sealed class RewrittenModuleTests
{
    [Fact]
    public void Every_published_text_reads_the_same_when_written_again()
    {
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(CorpusFiles.PathOf("yang"), "*.yang"))
        {
            var original = Read(file, File.ReadAllBytes(file));
            var again = Read(file, Encoding.UTF8.GetBytes(YangWriter.Write(original)));
            if (FirstDifference(original, again) is { } difference) wrong.Add($"{Path.GetFileName(file)}: {difference}");
            if (YangWriter.Write(again) != YangWriter.Write(original)) wrong.Add($"{Path.GetFileName(file)}: the layout is not stable");
        }

        string.Join('\n', wrong).ShouldBeEmpty();
    }

    [Fact]
    public void Every_published_module_is_the_same_by_way_of_YIN()
    {
        var texts = Directory.GetFiles(CorpusFiles.PathOf("yang"), "ietf-*.yang").Concat(Directory.GetFiles(CorpusFiles.PathOf("yang"), "iana-*.yang"))
            .Select(f => Read(f, File.ReadAllBytes(f))).GroupBy(t => t.Argument!).ToDictionary(g => g.Key, g => g.OrderBy(Revision, StringComparer.Ordinal).Last());
        var compiler = new SchemaCompiler(new SchemaCompilerOptions { SearchDirectories = [CorpusFiles.PathOf("yang")], UseEmbeddedModules = false });
        foreach (var (name, text) in texts) compiler.AddModuleText(YinWriter.Write(text, n => texts.GetValueOrDefault(n)), name + ".yin");
        foreach (var text in texts.Values.Where(t => t.Keyword == "module")) compiler.Implement(text.Argument!);
        var result = compiler.Compile();
        result.Errors.ShouldBeEmpty();
        var compared = 0;
        foreach (var module in result.Schema!.Modules.Where(m => texts.TryGetValue(m.Name, out var text) && Revision(text) == m.Revision))
        {
            Encoding.UTF8.GetString(module.Source.Span).ShouldBe(YangWriter.Write(texts[module.Name]), module.Name);
            compared++;
        }

        compared.ShouldBeGreaterThan(200);
    }

    private static string? Revision(Statement module) =>
        module.Substatements.Where(s => s.Keyword == "revision").Select(s => s.Argument).Order(StringComparer.Ordinal).LastOrDefault();

    private static Statement Read(string path, byte[] text)
    {
        var read = StatementReader.Read(path, text);
        read.Diagnostics.ShouldBeEmpty();
        return read.Root!;
    }

    private static string? FirstDifference(Statement a, Statement b)
    {
        if ((a.Prefix, a.Keyword, a.Argument) != (b.Prefix, b.Keyword, b.Argument)) return $"{a.Location}: {a} is written as {b}";
        return a.Substatements.Count != b.Substatements.Count
            ? $"{a.Location}: {a} has {a.Substatements.Count} substatements, and {b.Substatements.Count} when written"
            : a.Substatements.Zip(b.Substatements, FirstDifference).FirstOrDefault(d => d is not null);
    }
}

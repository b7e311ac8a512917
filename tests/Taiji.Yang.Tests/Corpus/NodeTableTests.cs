using System.Collections.Concurrent;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Corpus;

public sealed class NodeTableTests
{
    [Theory]
    [InlineData("ietf-nodes")]
    [InlineData("openconfig-nodes")]
    public void Compiled_nodes_are_those_of_the_published_tables(string folder)
    {
        var files = CsvFile.Read(CorpusFiles.PathOf("yang", "manifest.csv")).ToDictionary(r => Path.GetFileNameWithoutExtension(r["file"]), r => r["file"]);
        var wrong = new ConcurrentBag<string>();
        var tables = Directory.GetFiles(CorpusFiles.PathOf("yang-schema", folder), "*.csv");
        tables.Length.ShouldBeGreaterThan(100);
        Parallel.ForEach(tables, table =>
        {
            var compiler = new SchemaCompiler(new SchemaCompilerOptions { SearchDirectories = [CorpusFiles.PathOf("yang")], UseEmbeddedModules = false });
            compiler.Implement(CorpusFiles.PathOf("yang", files[Path.GetFileNameWithoutExtension(table)]));
            if (compiler.Compile().Schema is { } schema) Compare(table, schema, wrong);
            else wrong.Add($"{Path.GetFileName(table)}: not compiled");
        });

        string.Join("\n", wrong.Order()).ShouldBeEmpty();
    }

    private static void Compare(string table, YangSchema schema, ConcurrentBag<string> wrong)
    {
        var nodes = NodeFacts.ByPath(schema);
        var seen = new HashSet<string>();
        foreach (var row in CsvFile.Read(table))
        {
            seen.Add(row["path"]);
            if (!nodes.TryGetValue(row["path"], out var node)) wrong.Add($"{row["path"]}: missing");
            else foreach (var difference in NodeFacts.Differences(node, row)) wrong.Add(difference);
        }

        var module = Path.GetFileNameWithoutExtension(table).Split('@')[0];
        foreach (var (path, node) in nodes)
        {
            if (node.Module.Name == module && !seen.Contains(path)) wrong.Add($"{path}: not in the table");
        }
    }
}

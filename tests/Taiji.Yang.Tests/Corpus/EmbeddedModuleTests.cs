using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Tests.Corpus;

public sealed class EmbeddedModuleTests
{
    /// <summary>The product's own modules, which nobody publishes.</summary>
    private const string OwnPrefix = "taiji-";

    /// <summary>What RFC 5277 has as XML schemas only: the modules that servers make of them.</summary>
    private static readonly string[] OfXmlSchemas = ["notifications@2008-07-14.yang", "nc-notifications@2008-07-14.yang"];

    /// <summary>What is still a draft, whose module changes.</summary>
    private static readonly string[] OfDrafts = ["ietf-list-pagination@2025-04-03.yang", "ietf-netconf-private-candidate@2026-11-28.yang", "ietf-netconf-txid@2023-03-01.yang", "ietf-subscribed-notif-receivers@2024-02-01.yang"];

    public static TheoryData<string> Published() =>
        [.. typeof(SchemaCompiler).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yang", StringComparison.Ordinal) && !n.StartsWith(OwnPrefix, StringComparison.Ordinal) && !OfXmlSchemas.Contains(n) && !OfDrafts.Contains(n))];

    [Theory]
    [MemberData(nameof(Published))]
    public void An_embedded_module_has_the_statements_of_the_published_one(string resource)
    {
        using var stream = typeof(SchemaCompiler).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        Statements(bytes, resource).ShouldBe(Statements(File.ReadAllBytes(CorpusFiles.PathOf("yang", resource)), resource));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void An_embedded_module_compiles_to_the_nodes_of_the_published_one(string resource)
    {
        var name = resource.Split('@')[0];
        var embedded = new SchemaCompiler();
        embedded.Implement(name);
        var published = new SchemaCompiler(new SchemaCompilerOptions { SearchDirectories = [CorpusFiles.PathOf("yang")], UseEmbeddedModules = false });
        published.Implement(name);

        Nodes(embedded.Compile()).ShouldBe(Nodes(published.Compile()));
    }

    private static IEnumerable<string> Nodes(CompileResult result) => result.GetSchemaOrThrow().Nodes.Select(n => n switch
    {
        TypedNode t => $"{n} {n.IsConfig} {n.Status} {t.Type.BuiltIn} {t.Type.Name} {t.Units} [{string.Join(",", t.DefaultTexts)}] {t.Musts.Count} {t.Whens.Count}",
        ListNode l => $"{n} {n.IsConfig} {n.Status} [{string.Join(",", l.Keys.Select(k => k.Name))}] {l.MinElements} {l.MaxElements} {l.IsUserOrdered} {l.Uniques.Count}",
        _ => $"{n} {n.IsConfig} {n.Status} {n.Musts.Count} {n.Whens.Count}",
    });

    private static string Statements(byte[] bytes, string path)
    {
        var diagnostics = new DiagnosticBag();
        var root = StatementParser.Parse(new SourceText(path, bytes), new NameTable(), diagnostics);
        diagnostics.ToSorted().ShouldBeEmpty();
        var text = new StringBuilder();
        Append(root!, 0, text);
        return text.ToString();
    }

    private static void Append(Statement statement, int depth, StringBuilder text)
    {
        if (statement.Kind is StatementKind.Description or StatementKind.Reference or StatementKind.Organization or StatementKind.Contact) return;
        text.Append(' ', depth).Append(statement.Prefix).Append(' ').Append(statement.Keyword).Append(' ');
        text.Append(string.Join(' ', (statement.Argument ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Append('\n');
        foreach (var child in statement.Substatements) Append(child, depth + 1, text);
    }
}

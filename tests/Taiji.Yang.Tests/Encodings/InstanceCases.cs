using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>One line of the corpus of instance documents.</summary>
internal sealed record InstanceCase(
    string Id, string File, string Encoding, string Content, string Modules, string ModuleDirectories, string Features, string Expected, string Category, string Why)
{
    private static readonly string Root = SharedFiles.At("cases", "instance");

    public static IReadOnlyList<InstanceCase> All { get; } = [.. Rows(System.IO.File.ReadAllText(Path.Combine(Root, "manifest.csv"))).Skip(1)
        .Select(r => new InstanceCase(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[8], r[10], r[11]))];

    /// <summary>What decides the schema: cases that agree in it share one.</summary>
    public string SchemaKey => $"{ModuleDirectories}|{Modules}|{Features}";

    public YangSchema? Compile()
    {
        var directories = ModuleDirectories.Split(" + ").Select(d => d == "shared/yang" ? SharedFiles.At("yang") : Path.Combine(Root, d));
        var compiler = new SchemaCompiler([.. directories]);
        foreach (var module in Modules.Split(' ', StringSplitOptions.RemoveEmptyEntries)) compiler.Implement(module);
        foreach (var setting in Features.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = setting.Split(':');
            if (parts[1] != "*") compiler.SetFeatures(parts[0], parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        return compiler.Compile().Schema;
    }

    public DataTree Read(YangSchema schema)
    {
        var bytes = System.IO.File.ReadAllBytes(Path.Combine(Root, File));
        var options = new DataReadOptions { AllowState = Content == "data" };
        if (Encoding == "json") return new JsonDataReader(schema, options).ReadTree(new System.Buffers.ReadOnlySequence<byte>(bytes));
        // A file may have several top-level elements: an element is put around them.
        var text = Regex.Replace(System.Text.Encoding.UTF8.GetString(bytes), @"^\uFEFF?\s*<\?xml[^>]*\?>", "");
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"<data>{text}</data>")));
        reader.MoveToContent();
        return new XmlDataReader(schema, options).ReadTree(reader);
    }

    /// <summary>The expected output of that kind (empty, all, trim), or null.</summary>
    public JsonNode? ExpectedJson(string kind)
    {
        var name = Path.GetFileNameWithoutExtension(File) + (kind.Length > 0 ? "." + kind : "") + ".json";
        var path = Path.Combine(Root, "gen", "expected", name);
        return File.StartsWith("gen/", StringComparison.Ordinal) && System.IO.File.Exists(path) ? JsonNode.Parse(System.IO.File.ReadAllText(path)) : null;
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted || c is not (',' or '\n' or '\r')) field.Append(c);
            else if (c == ',')
            {
                row.Add(field.ToString());
                field.Clear();
            }
            else if (c == '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                yield return row;
                row = [];
            }
        }
    }
}

using System.Text;
using Taiji.Yang.Encodings.JsonSchemas;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.YangCommands.Trees;

/// <summary>A form in which <c>taiji yang tree</c> writes modules.</summary>
/// <param name="Name">As the option names it.</param>
/// <param name="Description">For the help.</param>
/// <param name="Write">Writes the modules asked for.</param>
internal sealed record TreeFormat(string Name, string Description, Action<TextWriter, YangSchema, IReadOnlyList<YangModule>> Write)
{
    /// <summary>All forms, the default first.</summary>
    public static IReadOnlyList<TreeFormat> All { get; } =
    [
        new("tree", "a tree diagram (RFC 8340)", (output, schema, modules) => WriteDiagrams(output, schema, modules, DiagramScope.Whole, withStructures: false)),
        new("yang", "YANG in one layout", WriteYang),
        new("yin", "YIN (RFC 7950 §13)", WriteYin),
        new("json-schema", "a JSON Schema 2020-12 of their data", (output, schema, modules) => output.WriteLine(JsonSchemaWriter.Write(schema, modules))),
        new("jtox", "JSON that drives conversions between XML and JSON", (output, schema, modules) => output.WriteLine(JtoxDriver.Write(schema, modules))),
    ];

    /// <summary>Writes tree diagrams.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="scope">What of them.</param>
    /// <param name="withStructures">Whether yang-data and structures are drawn too (RFC 8340 §2.3 leaves it open).</param>
    public static void WriteDiagrams(TextWriter output, YangSchema schema, IReadOnlyList<YangModule> modules, DiagramScope scope, bool withStructures)
    {
        foreach (var (i, module) in modules.Index())
        {
            if (i > 0) output.WriteLine();
            new ModuleDiagram(output, schema, module, scope).Write(withStructures);
        }
    }

    private static void WriteYang(TextWriter output, YangSchema schema, IReadOnlyList<YangModule> modules)
    {
        foreach (var module in modules) output.Write(YangWriter.Write(Statements(module.Name, module.Source)));
    }

    private static void WriteYin(TextWriter output, YangSchema schema, IReadOnlyList<YangModule> modules)
    {
        foreach (var module in modules) output.Write(YinWriter.Write(Statements(module.Name, module.Source), name => Find(schema, module, name)));
    }

    /// <summary>A module, or a submodule of the one that is written: the newest of those that the schema has.</summary>
    private static Statement? Find(YangSchema schema, YangModule module, string name)
    {
        if (module.Submodules.FirstOrDefault(s => s.Name == name) is { } own) return Statements(name, own.Source);
        if (schema.FindModule(name) is { } other) return Statements(name, other.Source);
        return schema.Modules.SelectMany(m => m.Submodules).FirstOrDefault(s => s.Name == name) is { } submodule ? Statements(name, submodule.Source) : null;
    }

    private static Statement Statements(string name, ReadOnlyMemory<byte> text) =>
        StatementReader.Read(name, text).Root ?? throw new InvalidDataException($"{Encoding.UTF8.GetString(text.Span[..Math.Min(40, text.Length)])}… is no module.");
}

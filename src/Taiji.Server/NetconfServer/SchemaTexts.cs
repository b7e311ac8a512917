using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.Server.NetconfServer;

/// <summary>The texts of modules and submodules in other forms than they were read in.</summary>
internal static class SchemaTexts
{
    /// <summary>A module or submodule as YIN (RFC 7950 §13), without an XML declaration.</summary>
    /// <param name="schema">Knows what is imported.</param>
    /// <param name="name">Its name.</param>
    /// <param name="source">Its text.</param>
    public static string ToYin(YangSchema schema, string name, ReadOnlyMemory<byte> source)
    {
        var yin = YinWriter.Write(Read(name, source) ?? throw new InvalidDataException($"{name} can't be read again."), other => Find(schema, other));
        return yin.StartsWith("<?xml", StringComparison.Ordinal) ? yin[(yin.IndexOf("?>", StringComparison.Ordinal) + 2)..].TrimStart() : yin;
    }

    private static Statement? Find(YangSchema schema, string name) => schema.FindModule(name) is { } module
        ? Read(name, module.Source)
        : schema.Modules.SelectMany(m => m.Submodules).FirstOrDefault(s => s.Name == name) is { } submodule ? Read(name, submodule.Source) : null;

    private static Statement? Read(string name, ReadOnlyMemory<byte> source) => StatementReader.Read(name, source).Root;
}

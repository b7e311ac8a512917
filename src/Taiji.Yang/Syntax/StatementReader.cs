using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>What a text says, before anything is compiled.</summary>
/// <param name="Root">The module or submodule statement; null when there is none.</param>
/// <param name="Diagnostics">What can't be read as statements.</param>
public sealed record StatementText(Statement? Root, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads YANG or YIN text as statements, for tools that look at modules as text.</summary>
public static class StatementReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="path">The file's path, for diagnostics.</param>
    /// <param name="text">YANG, or YIN (told by its first character), in UTF-8.</param>
    public static StatementText Read(string path, ReadOnlyMemory<byte> text)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText(path, text);
        var root = YinParser.IsYin(text.Span)
            ? YinParser.Parse(source, new NameTable(), diagnostics).Root
            : StatementParser.Parse(source, new NameTable(), diagnostics);
        return new StatementText(root, diagnostics.ToSorted());
    }
}

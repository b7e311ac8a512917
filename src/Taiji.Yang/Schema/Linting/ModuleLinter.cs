using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Linting;

/// <summary>Checks a module against the guidelines for published modules (RFC 8407 §4), as far as a program can. All findings are warnings.</summary>
public static class ModuleLinter
{
    /// <summary>Checks a compiled module with its submodules.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="module">One of its modules.</param>
    public static IReadOnlyList<Diagnostic> Check(YangSchema schema, YangModule module)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(module);
        var diagnostics = new DiagnosticBag();
        CheckText(module.SourcePath, module.Source, schema, diagnostics);
        foreach (var submodule in module.Submodules) CheckText(submodule.Name, submodule.Source, schema, diagnostics);
        foreach (var node in schema.Nodes.Where(n => n.Module == module)) NodeLint.Check(node, diagnostics);
        return diagnostics.ToSorted();
    }

    private static void CheckText(string path, ReadOnlyMemory<byte> text, YangSchema schema, DiagnosticBag diagnostics)
    {
        if (StatementReader.Read(path, text).Root is not { } root) return;
        HeaderLint.Check(root, schema, diagnostics);
        StatementLint.Check(root, diagnostics);
    }
}

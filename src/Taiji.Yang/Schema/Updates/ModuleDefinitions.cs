using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Updates;

/// <summary>The top-level definitions of a module and its submodules, as statements.</summary>
/// <param name="Root">The module statement.</param>
/// <param name="All">By kind and name.</param>
internal sealed record ModuleDefinitions(Statement Root, IReadOnlyDictionary<(StatementKind Kind, string Name), Statement> All)
{
    private static readonly StatementKind[] Kinds =
        [StatementKind.Typedef, StatementKind.Grouping, StatementKind.Identity, StatementKind.Feature, StatementKind.Extension];

    /// <summary>Reads them from the module's texts.</summary>
    public static ModuleDefinitions Of(YangModule module)
    {
        var root = Read(module.SourcePath, module.Source);
        var all = new Dictionary<(StatementKind, string), Statement>();
        foreach (var text in module.Submodules.Select(s => Read(s.Name, s.Source)).Prepend(root))
        {
            foreach (var statement in text.Children.Where(c => Kinds.Contains(c.Kind))) all.TryAdd((statement.Kind, statement.ArgumentOrEmpty), statement);
        }

        return new ModuleDefinitions(root, all);
    }

    // The module has been compiled, so that its text can be read.
    private static Statement Read(string path, ReadOnlyMemory<byte> text) => StatementReader.Read(path, text).Root!;
}

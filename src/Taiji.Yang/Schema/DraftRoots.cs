using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>The top-level drafts of each implemented module, and absolute schema node identifiers on them (RFC 7950 §6.5).</summary>
internal sealed class DraftRoots(ModuleSet modules, DiagnosticBag diagnostics)
{
    private readonly SortedDictionary<string, DraftNode> _roots = new(StringComparer.Ordinal);

    /// <summary>The roots, by module name.</summary>
    public IEnumerable<DraftNode> All => _roots.Values;

    public void Add(LoadedModule module, DraftNode root) => _roots.Add(module.Name, root);

    /// <summary>The node of an absolute path, or null with the reason reported.</summary>
    public DraftNode? Find(Statement statement, ModuleText text)
    {
        var path = statement.ArgumentOrEmpty.AsSpan();
        if (!path.StartsWith("/")) return null;
        path = path[1..];
        DraftNode? node = null;
        foreach (var range in path.Split('/'))
        {
            var step = path[range].ToString();
            if (!text.TryResolveName(step, statement.ArgumentLocation, diagnostics, out var module, out var name)) return null;
            var primary = modules.Primary(module);
            if (node is null && !_roots.TryGetValue(primary.Name, out node)) return null;
            var next = node.FindChild(primary.Name, name);
            if (next is null)
            {
                if (!primary.IsIncomplete && !node.IsIncomplete) ReportMissing(statement, node, step, name);
                return null;
            }

            node = next;
        }

        return node;
    }

    private void ReportMissing(Statement statement, DraftNode parent, string step, string name) => diagnostics.Report(
        DiagnosticDescriptors.SchemaPathMissing, statement.ArgumentLocation, statement.Keyword, statement.ArgumentOrEmpty, step,
        parent.Kind == SchemaNodeKind.Root ? $"module '{parent.Module.Name}'" : $"{KindName.Of(parent.Kind)} '{parent.Name}'",
        Suggestion.For(name, parent.Children.Select(c => c.Name)));
}

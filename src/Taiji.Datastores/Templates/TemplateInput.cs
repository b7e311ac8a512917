using Taiji.Datastores.AccessControl;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Datastores.Templates;

/// <summary>What a template is applied with.</summary>
/// <param name="Data">The data that its expressions look at.</param>
public sealed record TemplateInput(DataTree Data)
{
    /// <summary>What of it whoever applies the template may read: nothing else is seen by expressions, copied, or taken as being there. Null for all.</summary>
    public ReadView? View { get; init; }

    /// <summary>The variables' values, by name without the dollar.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The node that relative paths begin at; null for the root.</summary>
    public DataPath? Context { get; init; }

    /// <summary>What expressions see.</summary>
    internal AccessibleTree Accessible() => new(Data) { IsReadable = View?.IsReadable, IsWholeReadable = View?.IsWholeReadable };

    /// <summary>Finds a node, and what it is in, where they may be read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="node">The node.</param>
    internal bool TryFind(DataPath path, out DataNode node)
    {
        if (!Data.TryFind(path, out node)) return false;
        for (var at = node; !at.IsRoot; at = at.Parent)
        {
            if (!Sees(at)) return false;
        }

        return true;
    }

    /// <summary>Whether a node may be read, those around it granted; an entry with its keys.</summary>
    /// <param name="node">The node.</param>
    internal bool Sees(in DataNode node)
    {
        if (View is null || View.IsWholeReadable(node.Schema)) return true;
        if (!View.IsReadable(node)) return false;
        foreach (var key in (node.Schema as ListNode)?.Keys ?? [])
        {
            if (node.TryGetChild(key, out var leaf) && !View.IsReadable(leaf)) return false;
        }

        return true;
    }
}

using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Indexing;

/// <summary>Finds units in a tree: the root, list entries, entries of leaf-lists.</summary>
internal static class IndexUnits
{
    /// <summary>The units at and below a node that is a unit, or lies around units.</summary>
    /// <param name="levels">The lists from the root to the unit.</param>
    /// <param name="node">The root, a list entry, a presence container, or an entry of a leaf-list.</param>
    public static IEnumerable<DataNode> Below(IReadOnlyList<SchemaNode> levels, DataNode node) => Below(levels, node, node.Unit.Depth);

    /// <summary>The unit that a node lies in; false when it lies in none.</summary>
    /// <param name="unit">The unit's schema node.</param>
    /// <param name="node">A node.</param>
    /// <param name="around">The unit.</param>
    public static bool TryFindAround(SchemaNode unit, DataNode node, out DataNode around)
    {
        for (around = node; around.Schema != unit; around = around.Parent)
        {
            if (around.IsRoot) return false;
        }

        return true;
    }

    /// <summary>The same unit in another tree; false when it isn't there.</summary>
    /// <param name="unit">A unit.</param>
    /// <param name="tree">The other tree.</param>
    /// <param name="found">The unit there.</param>
    public static bool TryFindIn(DataNode unit, DataTree tree, out DataNode found)
    {
        found = tree.Root;
        if (unit.IsRoot) return true;
        var parent = unit.Parent;
        while (!parent.IsUnit) parent = parent.Parent;
        return TryFindIn(parent, tree, out found) && found.Entries(unit.Schema).TryGet(unit.Key, out found);
    }

    private static IEnumerable<DataNode> Below(IReadOnlyList<SchemaNode> levels, DataNode node, int depth)
    {
        if (depth == levels.Count)
        {
            yield return node;
            yield break;
        }

        foreach (var entry in node.Entries(levels[depth]))
        {
            if (depth + 1 == levels.Count)
            {
                yield return entry;
                continue;
            }

            foreach (var unit in Below(levels, entry, depth + 1)) yield return unit;
        }
    }
}

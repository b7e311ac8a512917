namespace Taiji.Yang.Schema;

/// <summary>In which list entries instances of a schema node lie.</summary>
internal static class EntryNesting
{
    /// <summary>The nearest list around a node (a list or leaf-list itself), or the root.</summary>
    /// <param name="node">A data node.</param>
    public static SchemaNode UnitOf(SchemaNode node)
    {
        var n = node;
        while (n is not (ListNode or LeafListNode) && n.DataParent is { } parent) n = parent;
        return n;
    }

    /// <summary>The lists from the root to a node, itself (or a leaf-list) included.</summary>
    /// <param name="node">A data node.</param>
    public static IReadOnlyList<SchemaNode> LevelsOf(SchemaNode node)
    {
        var levels = new List<SchemaNode>();
        for (SchemaNode? n = node; n is not null; n = n.DataParent)
        {
            if (n is ListNode or LeafListNode) levels.Add(n);
        }

        levels.Reverse();
        return levels;
    }

    /// <summary>How many lists a node lies in, itself included.</summary>
    /// <param name="node">A data node.</param>
    public static int DepthOf(SchemaNode node) => LevelsOf(node).Count;
}

using Taiji.Yang.Data;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Document order of nodes, and sets in it (XPath 1.0 §5).</summary>
internal static class NodeSets
{
    /// <summary>Both sets in one, in document order.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="left">A set.</param>
    /// <param name="right">Another.</param>
    public static List<XPathNode> Union(AccessibleTree tree, List<XPathNode> left, List<XPathNode> right)
    {
        if (left.Count == 0) return right;
        if (right.Count == 0) return left;
        List<XPathNode> all = [.. left, .. right];
        Order(tree, all);
        return all;
    }

    /// <summary>Sorts into document order and drops duplicates.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="nodes">The nodes.</param>
    public static void Order(AccessibleTree tree, List<XPathNode> nodes)
    {
        nodes.Sort((a, b) => Compare(tree, a, b));
        var kept = 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (kept > 0 && nodes[kept - 1] == nodes[i]) continue;
            nodes[kept++] = nodes[i];
        }

        nodes.RemoveRange(kept, nodes.Count - kept);
    }

    private static int Compare(AccessibleTree tree, in XPathNode a, in XPathNode b)
    {
        var aInOperation = !ReferenceEquals(a.Data.Tree, tree.Data);
        var bInOperation = !ReferenceEquals(b.Data.Tree, tree.Data);
        if (aInOperation != bInOperation) return aInOperation ? -CompareWithOperation(tree, b) : CompareWithOperation(tree, a);
        var order = CompareData(a, b);
        return order != 0 ? order : a.IsText.CompareTo(b.IsText);
    }

    /// <summary>A data node against the operation: the operation is its parent's last child.</summary>
    private static int CompareWithOperation(AccessibleTree tree, in XPathNode node)
    {
        for (var n = node.Data; ; n = n.Parent)
        {
            if (n == tree.OperationParent) return -1;
            if (n.IsRoot) break;
        }

        return DataNode.CompareDocumentOrder(node.Data, tree.OperationParent);
    }

    private static int CompareData(in XPathNode a, in XPathNode b)
    {
        if (!a.IsDefaultEntry && !b.IsDefaultEntry) return DataNode.CompareDocumentOrder(a.Data, b.Data);
        if (!a.IsDefaultEntry) return -CompareData(b, a);
        if (b.IsDefaultEntry && a.Data == b.Data) return a.Schema == b.Schema ? a.Index.CompareTo(b.Index) : a.Schema.Ordinal.CompareTo(b.Schema.Ordinal);
        if (b.IsDefaultEntry) return DataNode.CompareDocumentOrder(a.Data, b.Data);
        for (var n = b.Data; !n.IsRoot; n = n.Parent)
        {
            if (n.Parent == a.Data) return a.Schema.Ordinal.CompareTo(n.Schema.Ordinal);
        }

        return a.Data == b.Data ? 1 : DataNode.CompareDocumentOrder(a.Data, b.Data);
    }
}

namespace Taiji.Yang.Data;

/// <summary>Parts of a tree as a tree.</summary>
public static class DataSelection
{
    /// <summary>
    /// A tree with the given nodes, all below them, their ancestors, and the ancestors' keys (RFC 6241 §8.9.4): what an XPath filter selects. Shares what is selected whole.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="nodes">Nodes of it, in any order.</param>
    public static DataTree Select(DataTree tree, IEnumerable<DataNode> nodes)
    {
        var selector = new DataSelector(tree);
        foreach (var node in nodes)
        {
            if (!ReferenceEquals(node.Tree, tree)) throw new ArgumentException("a node is of another tree", nameof(nodes));
            selector.Add(node);
        }

        return selector.ToTree();
    }
}

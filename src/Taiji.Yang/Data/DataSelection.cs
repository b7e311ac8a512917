using Taiji.Yang.Schema;

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

    /// <summary>
    /// The tree without the nodes that may not be read, and all below them: what a filter with conditions must be given, lest it tell of what it can't show (RFC 8341 §3.2.4). An entry
    /// with a key leaf that may not be read is left out whole. Walks the whole tree.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="isReadable">Asked once for each node that is reached.</param>
    public static DataTree Readable(DataTree tree, Func<DataNode, bool> isReadable)
    {
        var editor = tree.Edit();
        foreach (var child in tree.Root.Children) Prune(child, isReadable, editor);
        return editor.Seal();
    }

    private static void Prune(DataNode node, Func<DataNode, bool> isReadable, DataTreeEditor editor)
    {
        if (!isReadable(node) || !AreKeysReadable(node, isReadable))
        {
            editor.Remove(node.Path);
            return;
        }

        if (node.Schema is not InnerNode) return;
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) Prune(child, isReadable, editor);
        }
    }

    private static bool AreKeysReadable(DataNode node, Func<DataNode, bool> isReadable)
    {
        if (node.Schema is not ListNode list) return true;
        foreach (var key in list.Keys)
        {
            if (node.TryGetChild(key, out var leaf) && !isReadable(leaf)) return false;
        }

        return true;
    }
}

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
    public static DataTree Readable(DataTree tree, Func<DataNode, bool> isReadable) => Readable(tree, isReadable, static _ => false);

    /// <summary>As the other one: walks only what can be reached, and steps over what may be read whole.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="isReadable">Asked once for each node that is reached.</param>
    /// <param name="isWholeReadable">Whether all instances of a schema node may be read, with all below them.</param>
    /// <param name="reach">Where the reader can get (the paths may end in whole lists); nothing else is in the result. Null for everywhere.</param>
    public static DataTree Readable(DataTree tree, Func<DataNode, bool> isReadable, Func<SchemaNode, bool> isWholeReadable, IReadOnlyList<DataPath>? reach = null)
    {
        if (reach is not null) tree = Reached(tree, reach);
        var hidden = new List<DataPath>();
        foreach (var child in tree.Root.Children) Collect(child, isReadable, isWholeReadable, hidden);
        if (hidden.Count == 0) return tree;
        var editor = tree.Edit();
        // From the end: entries without keys go by their positions, which those before them must keep.
        for (var i = hidden.Count - 1; i >= 0; i--) editor.Remove(hidden[i]);
        return editor.Seal();
    }

    private static DataTree Reached(DataTree tree, IReadOnlyList<DataPath> reach)
    {
        var selector = new DataSelector(tree);
        foreach (var path in reach)
        {
            if (path.IsRoot) return tree;
            if (tree.TryFind(path, out var node)) selector.Add(node);
            else if (path.IsWholeList && (path.Parent.IsRoot || tree.TryFind(path.Parent, out _))) AddList(tree, path, selector);
        }

        return selector.ToTree();
    }

    private static void AddList(DataTree tree, DataPath path, DataSelector selector)
    {
        var parent = tree.Root;
        if (!path.Parent.IsRoot && tree.TryFind(path.Parent, out var found)) parent = found;
        if (parent.Entries(path.Node).Count > 0) selector.AddList(parent, path.Node);
    }

    private static void Collect(DataNode node, Func<DataNode, bool> isReadable, Func<SchemaNode, bool> isWholeReadable, List<DataPath> hidden)
    {
        if (isWholeReadable(node.Schema)) return;
        if (!isReadable(node) || !AreKeysReadable(node, isReadable))
        {
            hidden.Add(node.Path);
            return;
        }

        if (node.Schema is not InnerNode) return;
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) Collect(child, isReadable, isWholeReadable, hidden);
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

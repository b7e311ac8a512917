using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>Collects nodes of a tree, each with all below it, and makes a tree of them and their ancestors.</summary>
internal sealed class DataSelector(DataTree tree)
{
    private readonly List<DataNode> _nodes = [];
    private bool _isSorted = true;

    /// <summary>Adds a node.</summary>
    public void Add(DataNode node)
    {
        if (_isSorted && _nodes.Count > 0) _isSorted = DataNode.CompareDocumentOrder(_nodes[^1], node) <= 0;
        _nodes.Add(node);
    }

    /// <summary>Adds all entries of a list at once.</summary>
    public void AddList(DataNode parent, SchemaNode list) => Add(new DataNode(parent.Unit, list));

    /// <summary>The tree; the source itself when that was selected whole.</summary>
    public DataTree ToTree()
    {
        // User-ordered entries are appended, so they must come in their order.
        if (!_isSorted) _nodes.Sort(DataNode.CompareDocumentOrder);
        var editor = DataTree.Empty(tree.Schema, tree.RootNode).Edit();
        foreach (var node in _nodes)
        {
            if (node.IsRoot) return tree;
            editor.Include(node);
        }

        return editor.Snapshot();
    }
}

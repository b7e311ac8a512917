using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Encodings;

/// <summary>Whether a default may be shown by its whens (RFC 7950 §7.21.5).</summary>
internal sealed class DefaultWhens
{
    private readonly DataTree _tree;
    private readonly DefaultsInUse _inUse;

    /// <param name="written">The tree that is written.</param>
    /// <param name="whole">The tree that the one written is a part of, which whens look at; null when it is whole.</param>
    public DefaultWhens(DataTree written, DataTree? whole)
    {
        _tree = whole ?? written;
        _inUse = new DefaultsInUse(_tree.RootNode is SchemaRoot ? new AccessibleTree(_tree) : new AccessibleTree(DataTree.Empty(_tree.Schema), _tree, null));
    }

    /// <summary>Whether the whens of a node hold.</summary>
    /// <param name="parent">The parent, in the tree written.</param>
    /// <param name="child">The node, which has no instance.</param>
    public bool Hold(DataNode parent, SchemaNode child)
    {
        if (child.Whens.Count == 0) return true;
        if (ReferenceEquals(parent.Tree, _tree)) return _inUse.IsAllowed(parent, child);
        return TryFind(parent, out var original) && _inUse.IsAllowed(original, child);
    }

    private bool TryFind(DataNode node, out DataNode original)
    {
        if (!node.IsDefault) return _tree.TryFind(node.Path, out original);
        // An empty non-presence container is no stored node.
        original = default;
        return TryFind(node.Parent, out var parent) && parent.TryGetChildOrDefault(node.Schema, out original);
    }
}

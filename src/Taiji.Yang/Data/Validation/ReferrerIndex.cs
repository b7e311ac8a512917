using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Validation;

/// <summary>
/// How many instances of one leafref have each value in one tree. Made when a target is first lost, then moved from tree to tree by their difference: a target's removal is
/// judged without looking at every leafref.
/// </summary>
/// <param name="leaf">The leafref leaf or leaf-list.</param>
internal sealed class ReferrerIndex(TypedNode leaf)
{
    private readonly Dictionary<byte[], int> _counts = new(Utf8KeyComparer.Instance);
    private DataTree? _tree;

    /// <summary>Whether any instance has the value.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="value">The value, as the target stores it.</param>
    public bool Contains(DataTree tree, byte[] value)
    {
        MoveTo(tree);
        return _counts.GetValueOrDefault(value) > 0;
    }

    private void MoveTo(DataTree tree)
    {
        if (ReferenceEquals(_tree, tree)) return;
        if (_tree is null)
        {
            Count(tree.Root, 1);
        }
        else
        {
            foreach (var change in new DataDiff(_tree, tree).Changes)
            {
                if (change.Kind is DataChangeKind.Deleted or DataChangeKind.ValueChanged) Count(change.Before, -1);
                if (change.Kind is DataChangeKind.Created or DataChangeKind.ValueChanged) Count(change.After, 1);
            }
        }

        _tree = tree;
    }

    private void Count(DataNode node, int step)
    {
        if (node.Schema == leaf)
        {
            var value = Inner(leaf.Type, node.Value).ToArray();
            _counts[value] = _counts.GetValueOrDefault(value) + step;
            if (_counts[value] == 0) _counts.Remove(value);
            return;
        }

        if (node.Schema is not InnerNode || NextTo(node.Schema) is not { } next) return;
        if (next is ListNode or LeafListNode)
        {
            foreach (var entry in node.Entries(next)) Count(entry, step);
        }
        else if (node.TryGetChild(next, out var child))
        {
            Count(child, step);
        }
    }

    /// <summary>The child of a node on the way to the leaf; null when the leaf is not below it.</summary>
    private SchemaNode? NextTo(SchemaNode ancestor)
    {
        for (SchemaNode n = leaf; n.DataParent is { } parent; n = parent)
        {
            if (parent == ancestor) return n;
        }

        return null;
    }

    /// <summary>A union's value without the member indexes.</summary>
    private static ReadOnlySpan<byte> Inner(YangType type, ReadOnlySpan<byte> value)
    {
        while (type is UnionType union)
        {
            type = union.Members[value[0]];
            value = value[1..];
        }

        return value;
    }
}

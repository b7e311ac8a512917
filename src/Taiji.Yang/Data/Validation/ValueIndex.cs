using System.Buffers.Binary;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Validation;

/// <summary>
/// The stored instances of one leaf or leaf-list by their value. Made when first asked for, then moved from tree to tree by their difference: who refers to a key is found without
/// looking at every leaf. An instance is remembered by the keys of the lists around it.
/// </summary>
/// <param name="leaf">The leaf or leaf-list.</param>
internal sealed class ValueIndex(TypedNode leaf)
{
    private readonly Dictionary<ByteKey, HashSet<ByteKey>> _instances = [];
    private DataTree? _tree;

    /// <summary>The instances in a tree that have a value.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="value">The value, without a union's member indexes.</param>
    public IReadOnlyList<DataNode> Find(DataTree tree, byte[] value)
    {
        MoveTo(tree);
        if (!_instances.TryGetValue(new ByteKey(value), out var keys)) return [];
        var found = new List<DataNode>(keys.Count);
        foreach (var key in keys)
        {
            if (Locate(tree.Root, key.Bytes, out var node)) found.Add(node);
        }

        return found;
    }

    private void MoveTo(DataTree tree)
    {
        if (ReferenceEquals(_tree, tree)) return;
        if (_tree is null)
        {
            Note(tree.Root, isThere: true);
        }
        else
        {
            foreach (var change in new DataDiff(_tree, tree).Changes)
            {
                if (change.Kind is DataChangeKind.Deleted or DataChangeKind.ValueChanged) Note(change.Before, isThere: false);
                if (change.Kind is DataChangeKind.Created or DataChangeKind.ValueChanged) Note(change.After, isThere: true);
            }
        }

        _tree = tree;
    }

    private void Note(DataNode node, bool isThere)
    {
        if (node.Schema == leaf)
        {
            var value = new ByteKey(Inner(leaf.Type, node.Value).ToArray());
            if (!_instances.TryGetValue(value, out var keys)) _instances[value] = keys = [];
            if (isThere) keys.Add(KeysOf(node));
            else keys.Remove(KeysOf(node));
            if (keys.Count == 0) _instances.Remove(value);
            return;
        }

        if (node.Schema is not InnerNode || NextTo(node.Schema) is not { } next) return;
        if (next is ListNode or LeafListNode)
        {
            foreach (var entry in node.Entries(next)) Note(entry, isThere);
        }
        else if (node.TryGetChild(next, out var child))
        {
            Note(child, isThere);
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

    /// <summary>The keys of the entries on the way, outermost first, each after its length.</summary>
    private static ByteKey KeysOf(DataNode node)
    {
        var keys = new List<byte>();
        Span<byte> length = stackalloc byte[4];
        for (var n = node; !n.IsRoot; n = n.Parent)
        {
            if (n.Schema is not (ListNode or LeafListNode)) continue;
            BinaryPrimitives.WriteInt32BigEndian(length, n.Key.Length);
            keys.InsertRange(0, n.Key.ToArray());
            keys.InsertRange(0, length.ToArray());
        }

        return new ByteKey([.. keys]);
    }

    private bool Locate(DataNode root, ReadOnlySpan<byte> keys, out DataNode node)
    {
        node = root;
        while (node.Schema != leaf)
        {
            var next = NextTo(node.Schema)!;
            if (next is ListNode or LeafListNode)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(keys);
                if (!node.Entries(next).TryGet(keys.Slice(4, length), out node)) return false;
                keys = keys[(4 + length)..];
            }
            else
            {
                if (!node.TryGetChild(next, out var child)) return false;
                node = child;
            }
        }

        return true;
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

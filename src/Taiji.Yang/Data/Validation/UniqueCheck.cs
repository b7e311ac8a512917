using System.Buffers;
using System.Buffers.Binary;
using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>unique (RFC 7950 §7.8.3): no two entries that have all of the leaves (stored or by default) have the same values.</summary>
/// <param name="tree">The tree.</param>
internal sealed class UniqueCheck(AccessibleTree tree)
{
    /// <summary>Checks all entries of one list.</summary>
    /// <param name="parent">The list's parent.</param>
    /// <param name="list">The list.</param>
    /// <param name="unique">The constraint.</param>
    /// <param name="errors">Receives one error per entry that repeats an earlier one.</param>
    public void Run(DataNode parent, ListNode list, UniqueConstraint unique, List<RpcError> errors)
    {
        var entries = parent.Entries(list);
        if (entries.Count < 2) return;
        var seen = new HashSet<byte[]>(Utf8KeyComparer.Instance);
        var lookup = seen.GetAlternateLookup<ReadOnlySpan<byte>>();
        var values = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            values.ResetWrittenCount();
            if (!TryCollect(entry, list, unique, values)) continue;
            if (!lookup.Add(values.WrittenSpan)) errors.Add(Violation(entry, list, unique));
        }
    }

    /// <summary>Compares one entry with those that have the same values.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="list">The list.</param>
    /// <param name="unique">The constraint.</param>
    /// <param name="indexes">The indexes of the entry's tree.</param>
    /// <param name="errors">Receives one error per entry that repeats an earlier one.</param>
    public void Run(DataNode entry, ListNode list, UniqueConstraint unique, TreeIndexes indexes, List<RpcError> errors)
    {
        var own = new ArrayBufferWriter<byte>();
        if (!TryCollect(entry, list, unique, own)) return;
        var same = new List<DataNode>();
        var values = new ArrayBufferWriter<byte>();
        foreach (var other in indexes.FindLike(entry, DefinitionOf(list, unique)))
        {
            values.ResetWrittenCount();
            if (TryCollect(other, list, unique, values) && values.WrittenSpan.SequenceEqual(own.WrittenSpan)) same.Add(other);
        }

        same.Sort(DataNode.CompareDocumentOrder);
        foreach (var repeated in same.Skip(1)) errors.Add(Violation(repeated, list, unique));
    }

    private static IndexDefinition DefinitionOf(ListNode list, UniqueConstraint unique) => new(list, unique.Leaves, EntryNesting.DepthOf(list) - 1);

    private RpcError Violation(DataNode entry, ListNode list, UniqueConstraint unique)
    {
        var leaves = new List<string>();
        foreach (var leaf in unique.Leaves)
        {
            if (TryFind(entry, list, leaf, out var node)) leaves.Add(ValidationErrors.PathOf(node));
        }

        return ValidationErrors.NotUnique(ValidationErrors.PathOf(entry), unique, leaves);
    }

    /// <summary>Writes the combination of an entry's values; false when it lacks one of the leaves.</summary>
    private bool TryCollect(DataNode entry, ListNode list, UniqueConstraint unique, ArrayBufferWriter<byte> values)
    {
        foreach (var leaf in unique.Leaves)
        {
            if (!TryFind(entry, list, leaf, out var node)) return false;
            var value = node.Value;
            BinaryPrimitives.WriteInt32BigEndian(values.GetSpan(4), value.Length);
            values.Advance(4);
            values.Write(value);
        }

        return true;
    }

    private bool TryFind(DataNode entry, ListNode list, SchemaNode leaf, out DataNode node)
    {
        node = entry;
        return leaf.DataParent == list
            ? tree.TryGetChild(entry, leaf, out node)
            : TryFind(entry, list, leaf.DataParent!, out var parent) && tree.TryGetChild(parent, leaf, out node);
    }
}

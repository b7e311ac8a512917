using System.Buffers;
using System.Buffers.Binary;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Validation;

/// <summary>unique (RFC 7950 §7.8.3): no two entries that have all of the leaves (stored or by default) have the same values.</summary>
internal static class UniqueCheck
{
    /// <summary>Checks all entries of one list.</summary>
    /// <param name="parent">The list's parent.</param>
    /// <param name="list">The list.</param>
    /// <param name="unique">The constraint.</param>
    /// <param name="errors">Receives one error per entry that repeats an earlier one.</param>
    public static void Run(DataNode parent, ListNode list, UniqueConstraint unique, List<RpcError> errors)
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

    /// <summary>The error for an entry.</summary>
    public static RpcError Violation(DataNode entry, ListNode list, UniqueConstraint unique)
    {
        var leaves = new List<string>();
        foreach (var leaf in unique.Leaves)
        {
            if (TryFind(entry, list, leaf, out var node)) leaves.Add(ValidationErrors.PathOf(node));
        }

        return ValidationErrors.NotUnique(ValidationErrors.PathOf(entry), unique, leaves);
    }

    /// <summary>Writes the combination of an entry's values; false when it lacks one of the leaves.</summary>
    public static bool TryCollect(DataNode entry, ListNode list, UniqueConstraint unique, ArrayBufferWriter<byte> values)
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

    private static bool TryFind(DataNode entry, ListNode list, SchemaNode leaf, out DataNode node)
    {
        node = entry;
        return leaf.DataParent == list
            ? entry.TryGetChildOrDefault(leaf, out node)
            : TryFind(entry, list, leaf.DataParent!, out var parent) && parent.TryGetChildOrDefault(leaf, out node);
    }
}

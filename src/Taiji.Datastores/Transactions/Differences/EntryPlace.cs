using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Where an entry of a user-ordered list or leaf-list stands.</summary>
internal static class EntryPlace
{
    /// <summary>Whether the order of a node's entries is its users'.</summary>
    /// <param name="schema">The schema node.</param>
    public static bool IsUserOrdered(SchemaNode schema) => schema is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true };

    /// <summary>The entry before one, of those that may be read; null when it is the first.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="view">Whether a node may be read; null for all.</param>
    public static DataNode? Predecessor(DataNode entry, Func<DataNode, bool>? view)
    {
        var entries = entry.Parent.Entries(entry.Schema);
        for (var position = entry.Position - 1; position >= 0; position--)
        {
            var before = entries.At(position);
            if (view?.Invoke(before) != false) return before;
        }

        return null;
    }

    /// <summary>Whether it is the last one: where a new entry goes anyhow.</summary>
    /// <param name="entry">The entry.</param>
    public static bool IsLast(DataNode entry) => entry.Position == entry.Parent.Entries(entry.Schema).Count - 1;
}

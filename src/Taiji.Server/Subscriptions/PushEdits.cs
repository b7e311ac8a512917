using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>One edit of a <c>push-change-update</c>, as YANG Patch has it (RFC 8072 §2.2).</summary>
/// <param name="Operation"><c>create</c>, <c>delete</c>, <c>insert</c>, <c>move</c> or <c>replace</c> (RFC 8641 §3.5.2).</param>
/// <param name="Node">The node as it is now, or as it was when it is gone.</param>
/// <param name="Before">For an insert or move: the entry that it now stands after; null for the first place.</param>
internal readonly record struct PushEdit(string Operation, DataNode Node, DataNode? Before)
{
    /// <summary>The node's resource identifier, from the datastore's root.</summary>
    public string Target { get; } = "/" + ResourceIdentifier.Format(Node.Path);

    /// <summary>The resource identifier of the entry that it stands after; null when it is first, or in no order.</summary>
    public string? Point => Before is { } entry ? "/" + ResourceIdentifier.Format(entry.Path) : null;

    /// <summary>Where it stands in a user-ordered list; null when it is in no order.</summary>
    public string? Where => Operation is not ("insert" or "move") ? null : Before is null ? "first" : "after";

    /// <summary>Whether the node itself is told.</summary>
    public bool HasValue => Operation is not ("delete" or "move");
}

/// <summary>Differences as the edits of a push-change-update (RFC 8641 §3.5.2).</summary>
internal static class PushEdits
{
    /// <summary>The edits that make one selection of another.</summary>
    /// <param name="before">What the receiver has.</param>
    /// <param name="after">What it is to have.</param>
    public static IEnumerable<PushEdit> Of(DataTree before, DataTree after)
    {
        foreach (var change in new DataDiff(before, after).Changes)
        {
            var operation = OperationOf(change);
            yield return new PushEdit(operation, change.Node, operation is "insert" or "move" ? EntryBefore(change.After) : null);
        }
    }

    /// <summary>The edit that tells of a node which has changed and is again as it was (RFC 8641 §3.3): the last thing that happened to it.</summary>
    /// <param name="last">The last edit of it.</param>
    /// <param name="now">The selection now.</param>
    public static PushEdit Again(in PushEdit last, DataTree now)
    {
        if (!now.TryFind(last.Node.Path, out var node)) return new PushEdit("delete", last.Node, null);
        var operation = last.Operation == "delete" ? CreationOf(node.Schema) : last.Operation;
        return new PushEdit(operation, node, operation is "insert" or "move" ? EntryBefore(node) : null);
    }

    private static string OperationOf(in DataChange change) => change.Kind switch
    {
        DataChangeKind.Created => CreationOf(change.Schema),
        DataChangeKind.Deleted => "delete",
        DataChangeKind.Moved => "move",
        _ => "replace",
    };

    private static string CreationOf(SchemaNode node) => node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true } ? "insert" : "create";

    private static DataNode? EntryBefore(DataNode entry)
    {
        DataNode? before = null;
        foreach (var other in entry.Parent.Entries(entry.Schema))
        {
            if (other == entry) return before;
            before = other;
        }

        return before;
    }
}

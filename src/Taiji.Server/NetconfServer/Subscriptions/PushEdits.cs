using System.IO.Pipelines;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>One edit of a push-change-update.</summary>
/// <param name="Operation">As YANG Patch names it.</param>
/// <param name="Change">What happened.</param>
/// <param name="Before">For an insert or move: the entry that it now stands after; null for the first place.</param>
internal readonly record struct PushEdit(string Operation, DataChange Change, DataNode? Before);

/// <summary>Differences as the YANG Patch of a push-change-update (RFC 8641 §3.5, RFC 8072).</summary>
internal static class PushEdits
{
    /// <summary>The edits that make one selection of another.</summary>
    /// <param name="before">What the receiver has.</param>
    /// <param name="after">What it is to have.</param>
    /// <param name="excluded">Operations that aren't told.</param>
    public static IReadOnlyList<PushEdit> Of(DataTree before, DataTree after, IReadOnlySet<string> excluded)
    {
        var edits = new List<PushEdit>();
        foreach (var change in new DataDiff(before, after).Changes)
        {
            var operation = OperationOf(change);
            if (excluded.Contains(operation)) continue;
            edits.Add(new PushEdit(operation, change, operation is "insert" or "move" ? EntryBefore(change.After) : null));
        }

        return edits;
    }

    /// <summary>Writes <c>datastore-changes</c>.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="edits">The edits.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public static async ValueTask WriteAsync(PipeWriter output, IReadOnlyList<PushEdit> edits, CancellationToken cancellationToken)
    {
        output.WriteRaw("<datastore-changes><yang-patch><patch-id>0</patch-id>");
        for (var i = 0; i < edits.Count; i++)
        {
            var (operation, change, before) = edits[i];
            output.WriteRaw($"<edit><edit-id>edit-{i + 1}</edit-id>");
            output.WriteElement("operation", operation);
            output.WriteElement("target", PatchTarget.Of(change.Node.Path));
            if (operation is "insert" or "move")
            {
                if (before is { } entry) output.WriteElement("point", PatchTarget.Of(entry.Path));
                output.WriteElement("where", before is null ? "first" : "after");
            }

            if (operation is not ("delete" or "move"))
            {
                output.WriteRaw("<value>");
                await XmlDataWriter.WriteAsync(output, change.After, null, cancellationToken);
                output.WriteRaw("</value>");
            }

            output.WriteRaw("</edit>");
        }

        output.WriteRaw("</yang-patch></datastore-changes>");
    }

    private static string OperationOf(in DataChange change) => change.Kind switch
    {
        DataChangeKind.Created => IsUserOrdered(change.Schema) ? "insert" : "create",
        DataChangeKind.Deleted => "delete",
        DataChangeKind.Moved => "move",
        _ => "replace",
    };

    private static bool IsUserOrdered(SchemaNode node) => node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true };

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

using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions;

/// <summary>Finds the instances of a schema node by going down from above, along its ancestors only.</summary>
internal static class SchemaWay
{
    /// <summary>The data nodes from the top (the root excluded) down to and including a schema node.</summary>
    /// <param name="node">The schema node.</param>
    /// <param name="below">Where to begin, excluded; null for the root.</param>
    public static SchemaNode[] To(SchemaNode node, SchemaNode? below = null)
    {
        var way = new List<SchemaNode>();
        for (var n = node; n is not null && n.Parent is not null && n != below; n = n.DataParent) way.Add(n);
        way.Reverse();
        return [.. way];
    }

    /// <summary>Whether a schema node is another one or below it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ancestor">The other.</param>
    public static bool IsAtOrBelow(SchemaNode node, SchemaNode ancestor) => node.IsAtOrBelow(ancestor);

    /// <summary>Those whose nodes a change touches, in their order, each once.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="diff">The change.</param>
    /// <param name="all">All, by the schema node at and below which changes concern them.</param>
    public static IEnumerable<T> Touched<T>(DataDiff diff, IReadOnlyList<(SchemaNode Node, T Value)> all)
    {
        var touched = new bool[all.Count];
        var missing = all.Count;
        foreach (var change in diff.Changes)
        {
            for (var i = 0; i < touched.Length; i++)
            {
                if (touched[i] || !Touches(change, all[i].Node)) continue;
                touched[i] = true;
                missing--;
            }

            if (missing == 0) break;
        }

        return all.Where((_, i) => touched[i]).Select(t => t.Value).Distinct();
    }

    private static bool Touches(DataChange change, SchemaNode node)
    {
        if (IsAtOrBelow(change.Schema, node)) return true;
        // A created or deleted ancestor concerns those whose nodes are in it.
        return change.Kind is DataChangeKind.Created or DataChangeKind.Deleted && IsAtOrBelow(node, change.Schema) && Instances(change.Node, To(node, change.Schema)).Any();
    }

    /// <summary>The instances below a data node.</summary>
    /// <param name="from">The data node to begin at.</param>
    /// <param name="way">The schema nodes from its child down to the one sought; empty for the node itself.</param>
    public static IEnumerable<DataNode> Instances(DataNode from, ReadOnlyMemory<SchemaNode> way)
    {
        if (way.IsEmpty)
        {
            yield return from;
            yield break;
        }

        var step = way.Span[0];
        if (step is ListNode or LeafListNode)
        {
            foreach (var entry in from.Entries(step))
            {
                foreach (var found in Instances(entry, way[1..])) yield return found;
            }
        }
        else if (from.TryGetChild(step, out var child))
        {
            foreach (var found in Instances(child, way[1..])) yield return found;
        }
    }
}

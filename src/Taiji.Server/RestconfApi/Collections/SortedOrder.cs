using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>Entries by the values of one node in each: ascending, those without a value at the end (draft-ietf-netconf-list-pagination §3.1.2).</summary>
internal sealed class SortedOrder : EntryOrder
{
    private readonly DataEntries _entries;
    private readonly (byte[]? Key, long Position)[] _order;

    /// <summary>Sorts.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="way">The schema nodes from the list's child down to the one whose values count; empty for a leaf-list's own.</param>
    /// <param name="collation">The order of text.</param>
    public SortedOrder(DataEntries entries, IReadOnlyList<SchemaNode> way, TextCollation collation)
    {
        _entries = entries;
        _order = new (byte[]?, long)[entries.Count];
        var i = 0L;
        foreach (var entry in entries)
        {
            _order[i] = (KeyOf(entry, way, collation), i);
            i++;
        }

        Array.Sort(_order, Compare);
    }

    public override long Count => _order.Length;

    public override DataNode At(long position) => _entries.At(_order[position].Position);

    public override long PositionOf(DataNode entry)
    {
        var position = entry.Position;
        return Array.FindIndex(_order, o => o.Position == position);
    }

    /// <summary>Finds the node to sort by.</summary>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="names">As asked for.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="RestconfException">400: there is no such node, or it has no value.</exception>
    public static IReadOnlyList<SchemaNode> Bind(SchemaNode list, IReadOnlyList<(string? Module, string Name)> names, YangSchema schema)
    {
        if (list is LeafListNode) return names is [var (module, name)] && name == list.Name && (module is null || module == list.Module.Name) ? [] : throw Missing(names[0], list);
        var way = new List<SchemaNode>();
        SchemaNode node = list;
        foreach (var step in names)
        {
            if (node is not InnerNode inner || ApiIdentifier.Find(schema, inner, step.Module, step.Name) is not { IsDataNode: true } child) throw Missing(step, node);
            way.Add(child);
            node = child;
        }

        return node is TypedNode ? way : throw PageQuery.Invalid($"The query parameter 'sort-by' names the {node.Kind} '{node.Name}', which has no value to sort by.");
    }

    private static RestconfException Missing((string? Module, string Name) step, SchemaNode node) =>
        PageQuery.Invalid($"The query parameter 'sort-by' names '{(step.Module is null ? "" : step.Module + ":")}{step.Name}', which '{node.SchemaPath}' doesn't have.");

    // Stored values are in order as bytes are; text in a locale isn't.
    private static byte[]? KeyOf(DataNode entry, IReadOnlyList<SchemaNode> way, TextCollation collation)
    {
        var node = entry;
        foreach (var step in way)
        {
            if (step is ListNode or LeafListNode)
            {
                var below = node.Entries(step);
                if (below.Count == 0) return null;
                node = below.At(0);
            }
            else if (node.TryGetChildOrDefault(step, out var child))
            {
                node = child;
            }
            else
            {
                return null;
            }
        }

        return IsText(((TypedNode)node.Schema).Type) ? collation.KeyOf(node.Value) : node.Value.ToArray();
    }

    private static bool IsText(YangType type) => type is StringType || (type is LeafRefType leafRef && IsText(leafRef.TargetType));

    private static int Compare((byte[]? Key, long Position) a, (byte[]? Key, long Position) b)
    {
        var c = (a.Key, b.Key) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (x, y) => x.AsSpan().SequenceCompareTo(y),
        };
        return c != 0 ? c : a.Position.CompareTo(b.Position);
    }
}

using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Which parts of a datastore an XPath filter can reach, found in the schema alone: what has to be there before the expression is evaluated.</summary>
public static class XPathReach
{
    /// <summary>The paths an expression can reach; they may end in whole lists, and entries that are looked up by key come as such.</summary>
    /// <param name="expression">The expression, with the root as its context node.</param>
    /// <param name="schema">The schema.</param>
    /// <returns>Null when it may reach anything.</returns>
    public static IReadOnlyList<DataPath>? Of(XPathExpression expression, YangSchema schema)
    {
        var bound = XPathBinder.BindSelection(expression, schema.Root);
        if (!bound.IsComplete || bound.Selected.Any(s => s.Node is SchemaRoot)) return null;
        var reach = new Dictionary<string, DataPath>();
        foreach (var read in bound.Reads)
        {
            if (read.IsPassed || (bound.Selected.All(s => s.Node != read.Node) && bound.Selected.Any(s => IsBelow(s.Node, read.Node)))) continue;
            var path = PathOf(read, schema);
            reach.TryAdd(path.ToString(), path);
        }

        return [.. reach.Values];
    }

    private static bool IsBelow(SchemaNode node, SchemaNode ancestor)
    {
        for (SchemaNode? n = node.DataParent; n is not null; n = n.DataParent)
        {
            if (n == ancestor) return true;
        }

        return false;
    }

    /// <summary>The path down to the node, or to the first list on the way whose entry is not known.</summary>
    private static DataPath PathOf(XPathRead read, YangSchema schema)
    {
        var way = new Stack<SchemaNode>();
        for (SchemaNode? node = read.Node; node is not null and not SchemaRoot; node = node.DataParent) way.Push(node);
        var path = new DataPath(schema);
        foreach (var node in way)
        {
            var key = node is ListNode list ? KeyOf(list, read.Guard, schema) : null;
            path = path.Append(node, key);
            if (path.IsWholeList) break;
        }

        return path;
    }

    private static ReadOnlyMemory<byte>? KeyOf(ListNode list, EntryGuard? guard, YangSchema schema)
    {
        if (list.Keys.Count == 0) return null;
        var values = new byte[list.Keys.Count][];
        for (; guard is not null; guard = guard.And)
        {
            if (guard is not { Target: LeafNode { IsKey: true } key, Text: { } text } || guard.Unit != list || key.DataParent != list) continue;
            if (!TextAccess.TryParse(schema, key, text, out var value)) return null;
            values[key.KeyIndex] = value;
        }

        if (!Array.TrueForAll(values, v => v is not null)) return null;
        return KeyCodec.Encode(list, values);
    }
}

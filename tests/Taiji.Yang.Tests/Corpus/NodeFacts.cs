using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Corpus;

/// <summary>A compiled node as a row of the corpus' node tables.</summary>
internal static class NodeFacts
{
    public static Dictionary<string, SchemaNode> ByPath(YangSchema schema)
    {
        var nodes = new Dictionary<string, SchemaNode>();
        foreach (var node in schema.Nodes) nodes[node.SchemaPath] = node;
        return nodes;
    }

    /// <summary>The columns in which a node differs from its row.</summary>
    public static IEnumerable<string> Differences(SchemaNode node, Dictionary<string, string> row)
    {
        foreach (var (column, value) in Facts(node))
        {
            if (row[column] != value) yield return $"{row["path"]}: {column} is '{value}', not '{row[column]}'";
        }
    }

    private static IEnumerable<(string Column, string Value)> Facts(SchemaNode node)
    {
        yield return ("kind", Kind(node.Kind));
        yield return ("config", IsInOperation(node) ? "" : node.IsConfig ? "rw" : "ro");
        yield return ("mandatory", IsMandatory(node) ? "mandatory" : "");
        yield return ("status", node.Status.ToString().ToLowerInvariant());
        yield return ("musts", $"{node.Musts.Count}");
        var around = node.Parent is ChoiceNode or CaseNode ? node.Parent.Whens.Count : 0;
        yield return ("whens", $"{node.Whens.Count - around}");
        if (node is ContainerNode container) yield return ("presence", container.IsPresence ? "presence" : "");
        if (node is ChoiceNode choice) yield return ("default", choice.DefaultCase?.Name ?? "");
        if (node is TypedNode typed)
        {
            yield return ("basetype", BaseType(typed.Type));
            yield return ("units", typed.Units ?? "");
            if (typed is LeafNode) yield return ("default", string.Join(" ", typed.DefaultTexts));
        }

        var (min, max, user) = node switch
        {
            ListNode list => (list.MinElements, list.MaxElements, list.IsUserOrdered),
            LeafListNode list => (list.MinElements, list.MaxElements, list.IsUserOrdered),
            _ => (0u, null, false),
        };
        if (node is ListNode keyed) yield return ("keys", string.Join(" ", keyed.Keys.Select(k => k.Name)));
        if (node is not (ListNode or LeafListNode)) yield break;
        yield return ("min", $"{min}");
        yield return ("max", $"{max}");
        if (node.IsConfig) yield return ("ordered_by", user ? "user" : "system");
    }

    private static string Kind(SchemaNodeKind kind) => kind == SchemaNodeKind.LeafList ? "leaf-list" : kind.ToString().ToLowerInvariant();

    private static string BaseType(YangType type) =>
        type.BuiltIn switch { BuiltInType.InstanceIdentifier => "instance-identifier", _ => type.BuiltIn.ToString().ToLowerInvariant() };

    private static bool IsInOperation(SchemaNode node)
    {
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            if (n.Kind is SchemaNodeKind.Rpc or SchemaNodeKind.Action or SchemaNodeKind.Notification) return true;
        }

        return false;
    }

    /// <summary>The tables also mark non-presence containers with a mandatory node inside.</summary>
    private static bool IsMandatory(SchemaNode node) => node switch
    {
        LeafNode leaf => leaf.IsMandatory,
        AnyNode any => any.IsMandatory,
        ChoiceNode choice => choice.IsMandatory,
        ListNode list => list.MinElements > 0,
        LeafListNode list => list.MinElements > 0,
        ContainerNode { IsPresence: false } container => container.Children.Any(IsMandatory),
        _ => false,
    };
}

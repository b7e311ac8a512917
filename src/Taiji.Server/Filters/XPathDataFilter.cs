using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.Filters;

/// <summary>An XPath filter (RFC 6241 §8.9.5): the expression must give a node-set.</summary>
internal sealed class XPathDataFilter : DataFilter
{
    private readonly XPathExpression _expression;
    private readonly Func<string, RpcErrorException> _refuse;
    private readonly HashSet<SchemaNode> _selected = [];

    private XPathDataFilter(XPathExpression expression, Func<string, RpcErrorException> refuse)
    {
        _expression = expression;
        _refuse = refuse;
    }

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="prefixes">The prefixes in scope.</param>
    /// <param name="refuse">The error for one that can't be used.</param>
    public static XPathDataFilter Parse(string text, IXPathPrefixes prefixes, Func<string, RpcErrorException> refuse)
    {
        if (!XPathParser.TryParse(text, prefixes, out var expression, out var error)) throw refuse($"The XPath expression is wrong at character {error.Position}: {error.Message}");
        return expression.Type is null or XPathType.NodeSet ? new XPathDataFilter(expression, refuse) : throw NoNodeSet(refuse);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath>? Reach(YangSchema schema) => XPathReach.Of(_expression, schema);

    /// <inheritdoc/>
    public override DataTree Apply(DataTree tree, SelectedNodes? selected)
    {
        var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(_expression, new XPathNode(tree.Root), null);
        if (value.Type != XPathType.NodeSet) throw NoNodeSet(_refuse);
        // Defaults are a view of the writer's.
        var nodes = value.Nodes.Where(n => !n.IsDefaultEntry && !n.Data.IsDefault).Select(n => n.Data).ToList();
        selected?.Add(nodes);
        foreach (var node in value.Nodes) _selected.Add(node.Data.Schema);
        return DataSelection.Select(tree, nodes);
    }

    /// <inheritdoc/>
    public override DataTree? ApplyToNotification(DataTree notification)
    {
        var around = DataTree.Empty(notification.Schema);
        var tree = new AccessibleTree(around, notification, null);
        return new XPathEvaluator(tree).EvaluateBoolean(_expression, tree.Root, null) ? notification : null;
    }

    /// <inheritdoc/>
    public override IReadOnlySet<SchemaNode>? Conditions(YangSchema schema) => XPathConditions.Of(_expression, schema);

    /// <inheritdoc/>
    public override bool CoversDefault(SchemaNode node) => IsSelectedOrBelow(node) || (node is ContainerNode && _selected.Any(s => IsBelow(s, node)));

    private bool IsSelectedOrBelow(SchemaNode node)
    {
        for (SchemaNode? n = node; n is not null; n = n.DataParent)
        {
            if (_selected.Contains(n)) return true;
        }

        return false;
    }

    private static bool IsBelow(SchemaNode node, SchemaNode ancestor)
    {
        for (var n = node.DataParent; n is not null; n = n.DataParent)
        {
            if (n == ancestor) return true;
        }

        return false;
    }

    private static RpcErrorException NoNodeSet(Func<string, RpcErrorException> refuse) => refuse("The XPath expression must give a node-set (RFC 6241 §8.9.5).");
}

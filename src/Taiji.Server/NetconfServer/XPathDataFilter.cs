using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.NetconfServer;

/// <summary>An XPath filter (RFC 6241 §8.9.5): the expression must give a node-set.</summary>
internal sealed class XPathDataFilter : DataFilter
{
    private readonly XPathExpression _expression;

    private XPathDataFilter(XPathExpression expression) => _expression = expression;

    /// <summary>Parses the expression with the prefixes in scope.</summary>
    /// <param name="text">The select attribute.</param>
    /// <param name="xml">On the <c>filter</c> element.</param>
    /// <param name="schema">The schema.</param>
    public static XPathDataFilter Parse(string text, XmlReader xml, YangSchema schema)
    {
        if (!XPathParser.TryParse(text, new XmlPrefixes(xml, schema), out var expression, out var error))
            throw ProtocolErrors.BadAttribute("filter", "select", $"The XPath expression is wrong at character {error.Position}: {error.Message}");
        return expression.Type is null or XPathType.NodeSet ? new XPathDataFilter(expression) : throw NoNodeSet();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath>? Reach(YangSchema schema) => null;

    /// <inheritdoc/>
    public override DataTree Apply(DataTree tree)
    {
        var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(_expression, new XPathNode(tree.Root), null);
        if (value.Type != XPathType.NodeSet) throw NoNodeSet();
        // Defaults are a view of the writer's.
        return DataSelection.Select(tree, value.Nodes.Where(n => !n.IsDefaultEntry && !n.Data.IsDefault).Select(n => n.Data));
    }

    /// <inheritdoc/>
    public override DataTree? ApplyToNotification(DataTree notification)
    {
        var around = DataTree.Empty(notification.Schema);
        var tree = new AccessibleTree(around, notification, null);
        return new XPathEvaluator(tree).EvaluateBoolean(_expression, tree.Root, null) ? notification : null;
    }

    /// <inheritdoc/>
    public override bool CoversDefault(SchemaNode node) => true;

    private static RpcErrorException NoNodeSet() => ProtocolErrors.BadAttribute("filter", "select", "The XPath expression must give a node-set (RFC 6241 §8.9.5).");
}

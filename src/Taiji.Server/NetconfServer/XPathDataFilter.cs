using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

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
    public static XPathDataFilter Parse(string text, XmlReader xml, YangSchema schema) =>
        XPathParser.TryParse(text, new XmlPrefixes(xml, schema), out var expression, out var error)
            ? new XPathDataFilter(expression)
            : throw ProtocolErrors.BadAttribute("filter", "select", $"The XPath expression is wrong at character {error.Position}: {error.Message}");

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath>? Reach(YangSchema schema) => null;

    /// <inheritdoc/>
    public override DataTree Apply(DataTree tree) => throw ProtocolErrors.NotSupported(_expression.Text);

    /// <inheritdoc/>
    public override bool SelectsWhole(DataTree tree) => false;
}

using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>YANG's functions (RFC 7950 §10).</summary>
internal sealed partial class TermEvaluator
{
    private XPathValue CallYang(CallTerm call, in TermContext context)
    {
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Current:
                return XPathValue.Of([_current]);
            case XPathFunctionKind.ReMatch:
                return XPathValue.Of(Matches(call, TextOf(call, 0, context), TextOf(call, 1, context)));
        }

        var nodes = NodesOf(call, context);
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Deref:
                return XPathValue.Of(nodes.Count == 0 ? [] : new References(_tree).Follow(nodes[0]));
            case XPathFunctionKind.EnumValue:
                return XPathValue.Of(nodes.Count > 0 && ValueOf(nodes[0], out var value) is EnumerationType ? EnumerationType.GetValue(value) : double.NaN);
            case XPathFunctionKind.BitIsSet:
                var bit = Encoding.UTF8.GetBytes(TextOf(call, 1, context));
                return XPathValue.Of(nodes.Count > 0 && ValueOf(nodes[0], out var map) is BitsType bits && bits.IsSet(map, bit));
            default:
                return XPathValue.Of(IsDerived(nodes, TextOf(call, 1, context), call.Function.Kind == XPathFunctionKind.DerivedFromOrSelf));
        }
    }

    /// <summary>The type and stored value behind leafrefs and unions; null for a node without value.</summary>
    private static YangType? ValueOf(in XPathNode node, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (node.Schema is not TypedNode typed || node.IsText || node.IsDummy) return null;
        value = node.Value;
        var type = typed.Type is LeafRefType leafRef ? leafRef.TargetType : typed.Type;
        return type is UnionType union ? union.Resolve(value, out value) : type;
    }

    private bool IsDerived(List<XPathNode> nodes, string name, bool orSelf)
    {
        if (FindIdentity(name) is not { } ancestor) return false;
        foreach (var node in nodes)
        {
            if (ValueOf(node, out var value) is not IdentityRefType) continue;
            var identity = IdentityRefType.GetIdentity(value, _tree.Data.Schema);
            if (identity.IsDerivedFrom(ancestor) || (orSelf && identity == ancestor)) return true;
        }

        return false;
    }

    /// <summary>The identity of a name as in the expression's surroundings; unprefixed it belongs to the module that the expression stands in (RFC 7950 §10.4.1).</summary>
    private Identity? FindIdentity(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var module = colon < 0 ? _prefixes.Resolve("") ?? _unprefixed ?? _current.Schema.Module : _prefixes.Resolve(name[..colon]);
        return module is null ? null : _tree.Data.Schema.FindIdentity(module.Name, name[(colon + 1)..]);
    }

    private static bool Matches(CallTerm call, string text, string pattern)
    {
        if (call.Cache is not CompiledPattern known || known.Text != pattern)
        {
            known = new CompiledPattern(pattern, XsdRegexParser.TryParse(pattern, out var syntax, out _) ? new PatternExpression(syntax) : null);
            call.Cache = known;
        }

        return known.Expression?.IsMatch(text) == true;
    }

    private sealed record CompiledPattern(string Text, PatternExpression? Expression);
}

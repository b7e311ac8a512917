using T = Taiji.Yang.XPath.XPathType;

namespace Taiji.Yang.XPath;

/// <summary>The function library: XPath 1.0 §4 and RFC 7950 §10.</summary>
internal static class XPathFunctions
{
    private static readonly Dictionary<string, XPathFunction> ByName = new XPathFunction[]
    {
        new(XPathFunctionKind.Last, "last", T.Number, 0, []),
        new(XPathFunctionKind.Position, "position", T.Number, 0, []),
        new(XPathFunctionKind.Count, "count", T.Number, 1, [T.NodeSet]),
        new(XPathFunctionKind.Id, "id", T.NodeSet, 1, [null]),
        new(XPathFunctionKind.LocalName, "local-name", T.String, 0, [T.NodeSet]),
        new(XPathFunctionKind.NamespaceUri, "namespace-uri", T.String, 0, [T.NodeSet]),
        new(XPathFunctionKind.Name, "name", T.String, 0, [T.NodeSet]),
        new(XPathFunctionKind.String, "string", T.String, 0, [null]),
        new(XPathFunctionKind.Concat, "concat", T.String, 2, [T.String, T.String], IsVariadic: true),
        new(XPathFunctionKind.StartsWith, "starts-with", T.Boolean, 2, [T.String, T.String]),
        new(XPathFunctionKind.Contains, "contains", T.Boolean, 2, [T.String, T.String]),
        new(XPathFunctionKind.SubstringBefore, "substring-before", T.String, 2, [T.String, T.String]),
        new(XPathFunctionKind.SubstringAfter, "substring-after", T.String, 2, [T.String, T.String]),
        new(XPathFunctionKind.Substring, "substring", T.String, 2, [T.String, T.Number, T.Number]),
        new(XPathFunctionKind.StringLength, "string-length", T.Number, 0, [T.String]),
        new(XPathFunctionKind.NormalizeSpace, "normalize-space", T.String, 0, [T.String]),
        new(XPathFunctionKind.Translate, "translate", T.String, 3, [T.String, T.String, T.String]),
        new(XPathFunctionKind.Boolean, "boolean", T.Boolean, 1, [null]),
        new(XPathFunctionKind.Not, "not", T.Boolean, 1, [T.Boolean]),
        new(XPathFunctionKind.True, "true", T.Boolean, 0, []),
        new(XPathFunctionKind.False, "false", T.Boolean, 0, []),
        new(XPathFunctionKind.Lang, "lang", T.Boolean, 1, [T.String]),
        new(XPathFunctionKind.Number, "number", T.Number, 0, [null]),
        new(XPathFunctionKind.Sum, "sum", T.Number, 1, [T.NodeSet]),
        new(XPathFunctionKind.Floor, "floor", T.Number, 1, [T.Number]),
        new(XPathFunctionKind.Ceiling, "ceiling", T.Number, 1, [T.Number]),
        new(XPathFunctionKind.Round, "round", T.Number, 1, [T.Number]),
        new(XPathFunctionKind.Current, "current", T.NodeSet, 0, []),
        new(XPathFunctionKind.ReMatch, "re-match", T.Boolean, 2, [T.String, T.String]),
        new(XPathFunctionKind.Deref, "deref", T.NodeSet, 1, [T.NodeSet]),
        new(XPathFunctionKind.DerivedFrom, "derived-from", T.Boolean, 2, [T.NodeSet, T.String]),
        new(XPathFunctionKind.DerivedFromOrSelf, "derived-from-or-self", T.Boolean, 2, [T.NodeSet, T.String]),
        new(XPathFunctionKind.EnumValue, "enum-value", T.Number, 1, [T.NodeSet]),
        new(XPathFunctionKind.BitIsSet, "bit-is-set", T.Boolean, 2, [T.NodeSet, T.String]),
    }.ToDictionary(f => f.Name);

    /// <summary>The function of that name, or null.</summary>
    /// <param name="name">The name.</param>
    public static XPathFunction? Find(string name) => ByName.GetValueOrDefault(name);
}

using System.Diagnostics.CodeAnalysis;

namespace Taiji.Yang.XPath;

/// <summary>Text → <see cref="XPathExpression"/> (XPath 1.0 with RFC 7950 §10's functions).</summary>
public static partial class XPathParser
{
    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="prefixes">Resolves its prefixes.</param>
    /// <param name="expression">The parsed expression.</param>
    /// <param name="error">The first error.</param>
    public static bool TryParse(
        string text, IXPathPrefixes prefixes, [NotNullWhen(true)] out XPathExpression? expression, [NotNullWhen(false)] out XPathSyntaxError? error)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        expression = new XPathExpression { Text = text };
        error = null;
        return true;
    }

    /// <summary>Parses a leafref's path: the part of XPath that RFC 7950 §9.9.2 allows.</summary>
    /// <param name="text">The path argument.</param>
    /// <param name="prefixes">Resolves its prefixes.</param>
    /// <param name="expression">The parsed path.</param>
    /// <param name="error">The first error.</param>
    public static bool TryParseLeafRefPath(
        string text, IXPathPrefixes prefixes, [NotNullWhen(true)] out XPathExpression? expression, [NotNullWhen(false)] out XPathSyntaxError? error) =>
        TryParse(text, prefixes, out expression, out error);
}

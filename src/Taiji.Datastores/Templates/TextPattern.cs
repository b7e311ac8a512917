using Taiji.Yang.XPath;

namespace Taiji.Datastores.Templates;

/// <summary>A text with expressions in braces: <c>Link to {$PE} - {../name}</c>. A brace itself is written <c>{'{'}</c>.</summary>
/// <param name="Parts">Literals and expressions, in order.</param>
internal sealed record TextPattern(IReadOnlyList<TextPart> Parts)
{
    /// <summary>Its only expression, when there is nothing else in it.</summary>
    public XPathExpression? Alone => Parts is [{ Expression: { } expression }] ? expression : null;

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefixes">Resolves the expressions' prefixes.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="error">The text of the expression that is wrong, and why.</param>
    public static bool TryParse(string text, IXPathPrefixes prefixes, out TextPattern pattern, out (string Expression, XPathSyntaxError Error) error)
    {
        var parts = new List<TextPart>();
        pattern = new TextPattern(parts);
        error = default;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            if (open < 0) open = text.Length;
            if (open > at) parts.Add(new TextPart(text[at..open], null));
            if (open == text.Length) break;
            var close = EndOf(text, open + 1);
            if (close < 0)
            {
                error = (text[open..], new XPathSyntaxError(text.Length - open, "the closing brace is missing"));
                return false;
            }

            var inner = text[(open + 1)..close].Trim();
            if (!XPathParser.TryParse(inner, prefixes, out var expression, out var wrong))
            {
                error = (inner, wrong);
                return false;
            }

            parts.Add(new TextPart(inner, expression));
            at = close + 1;
        }

        return true;
    }

    // Braces in an expression's own literals don't end it.
    private static int EndOf(string text, int at)
    {
        char? quote = null;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote is not null) quote = c == quote ? null : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c == '}') return at;
        }

        return -1;
    }
}

/// <summary>A part of a pattern.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Expression">The expression; null for a literal.</param>
internal sealed record TextPart(string Text, XPathExpression? Expression);

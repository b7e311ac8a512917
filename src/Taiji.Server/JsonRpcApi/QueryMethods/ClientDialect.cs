using System.Text;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>What the API's clients write beside XPath 1.0: <c>==</c> for <c>=</c>, and the function <c>sort-by(NODES, 'KEY')</c> around a query's expression.</summary>
internal static class ClientDialect
{
    private const string SortBy = "sort-by";

    /// <summary>The expression in XPath 1.0; as long, so that places in it stay.</summary>
    /// <param name="text">The expression.</param>
    public static string Plain(string text)
    {
        if (!text.Contains("==", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text);
        for (var (at, quote) = (0, '\0'); at < text.Length; at++)
        {
            quote = QuoteAfter(quote, text[at]);
            if (quote != '\0' || text[at] != '=' || at + 1 == text.Length || text[at + 1] != '=') continue;
            plain[++at] = ' ';
        }

        return plain.ToString();
    }

    /// <summary>Takes <c>sort-by</c> apart.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="nodes">What it sorts.</param>
    /// <param name="key">The expression that it sorts by.</param>
    /// <returns>Whether the whole expression is a call of it, with a literal as the key.</returns>
    public static bool TrySplitSortBy(string text, out string nodes, out string key)
    {
        (nodes, key) = (text, "");
        var call = text.AsSpan().Trim();
        if (!call.StartsWith(SortBy, StringComparison.Ordinal) || call[^1] != ')') return false;
        var inner = call[SortBy.Length..^1].TrimStart();
        if (inner.IsEmpty || inner[0] != '(') return false;
        inner = inner[1..];
        var comma = LastComma(inner);
        if (comma < 0) return false;
        var literal = inner[(comma + 1)..].Trim();
        if (literal.Length < 2 || literal[0] is not ('\'' or '"') || literal[1..].IndexOf(literal[0]) != literal.Length - 2) return false;
        (nodes, key) = (inner[..comma].Trim().ToString(), literal[1..^1].ToString());
        return true;
    }

    // The last one that stands in no literal, predicate or call; none when a bracket closes what was never opened.
    private static int LastComma(ReadOnlySpan<char> text)
    {
        var (depth, quote, comma) = (0, '\0', -1);
        for (var at = 0; at < text.Length; at++)
        {
            quote = QuoteAfter(quote, text[at]);
            if (quote != '\0') continue;
            depth += text[at] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth < 0) return -1;
            if (depth == 0 && text[at] == ',') comma = at;
        }

        return comma;
    }

    private static char QuoteAfter(char quote, char c) => quote == '\0' ? (c is '\'' or '"' ? c : '\0') : c == quote ? '\0' : quote;
}

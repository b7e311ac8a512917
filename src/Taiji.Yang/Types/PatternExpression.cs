using System.Text.RegularExpressions;

namespace Taiji.Yang.Types;

/// <summary>
/// One XSD regular expression, made into a .NET one when first needed. .NET matches UTF-16 units: texts with surrogates get an expression of their own in which a pair counts as one character.
/// </summary>
/// <param name="syntax">The parsed expression.</param>
internal sealed class PatternExpression(XsdRegex syntax)
{
    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromMilliseconds(200);
    private Regex? _basic;
    private Regex? _withSurrogates;

    /// <summary>Whether the whole text matches.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="RegexMatchTimeoutException">An expression that only backtracking can match took too long.</exception>
    public bool IsMatch(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\uD800', '\uDFFF')
            ? (_withSurrogates ??= Make(syntax.ToDotNet(surrogatePairs: true))).IsMatch(text)
            : (_basic ??= Make(syntax.ToDotNet(surrogatePairs: false))).IsMatch(text);

    private static Regex Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            // The automaton would be too large: counted loops such as {1,4096}.
            return new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, BacktrackingLimit);
        }
    }
}

using System.Text.RegularExpressions;

namespace Taiji.Yang.Types;

/// <summary>
/// One XSD regular expression, with the fittest way to match it. None backtracks: most are .NET automata, made when first needed. Those know UTF-16 units only and grow with counted
/// loops (<c>{1,9999}</c>): texts with surrogates, and expressions that are large or count what has no fixed length, are <see cref="XsdMatcher"/>'s.
/// </summary>
/// <param name="syntax">The parsed expression.</param>
/// <param name="trials">How many short texts are matched step by step before an automaton is made: default values don't pay for one.</param>
internal sealed class PatternExpression(XsdRegex syntax, int trials = 256)
{
    private const int MaximumSize = 2000;
    private const int LongestTrial = 64;

    /// <summary>An automaton takes linear time, but with thousands of states at once a long text may still take minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private int _trials = trials;
    private bool _isLarge = syntax.Size > MaximumSize || syntax.CountsElastic;
    private Regex? _automaton;

    /// <summary>The parsed expression.</summary>
    public XsdRegex Syntax => syntax;

    /// <summary>Whether the whole text matches; null when that can't be found out in bounded time.</summary>
    /// <param name="text">The text.</param>
    public bool? IsMatch(ReadOnlySpan<char> text)
    {
        if (_isLarge || text.ContainsAnyInRange('\uD800', '\uDFFF')) return XsdMatcher.IsMatch(syntax, text);
        if (_automaton is null && text.Length <= LongestTrial && _trials-- > 0 && XsdMatcher.IsMatch(syntax, text) is { } isMatch) return isMatch;
        try
        {
            return (_automaton ??= new Regex(syntax.ToDotNet(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit)).IsMatch(text);
        }
        catch (NotSupportedException)
        {
            _isLarge = true;
            return XsdMatcher.IsMatch(syntax, text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}

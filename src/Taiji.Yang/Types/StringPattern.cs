using System.Text.RegularExpressions;

namespace Taiji.Yang.Types;

/// <summary>A compiled <c>pattern</c> (RFC 7950 §9.4.5).</summary>
/// <param name="spec">The statement.</param>
/// <param name="expression">Its regular expression, shared by all equal patterns of the schema.</param>
internal sealed class StringPattern(PatternSpec spec, PatternExpression expression)
{
    /// <summary>The statement.</summary>
    public PatternSpec Spec => spec;

    /// <summary>Whether the value is allowed.</summary>
    /// <param name="text">The value.</param>
    public bool Accepts(ReadOnlySpan<char> text)
    {
        try
        {
            return expression.IsMatch(text) != spec.InvertMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>The error for a value that isn't.</summary>
    /// <param name="text">The value.</param>
    public ValueError Error(ReadOnlySpan<byte> text) => new(
        spec.ErrorMessage ?? $"{ValueText.Quote(text)} {(spec.InvertMatch ? "matches the excluded pattern" : "does not match the pattern")} {spec.Text}", spec.ErrorAppTag);
}

namespace Taiji.Yang.Types;

/// <summary>A compiled <c>pattern</c> (RFC 7950 §9.4.5).</summary>
/// <param name="spec">The statement.</param>
/// <param name="expression">Its regular expression, shared by all equal patterns of the schema.</param>
internal sealed class StringPattern(PatternSpec spec, PatternExpression expression)
{
    /// <summary>The statement.</summary>
    public PatternSpec Spec => spec;

    /// <summary>The parsed expression.</summary>
    public XsdRegex Syntax => expression.Syntax;

    /// <summary>Whether the value is allowed; one that can't be decided on in bounded time is not.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isUndecided">Whether time ran out.</param>
    public bool Accepts(ReadOnlySpan<char> text, out bool isUndecided)
    {
        var isMatch = expression.IsMatch(text);
        isUndecided = isMatch is null;
        return !isUndecided && isMatch != spec.InvertMatch;
    }

    /// <summary>The error for a value that isn't.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isUndecided">Whether time ran out.</param>
    public ValueError Error(ReadOnlySpan<byte> text, bool isUndecided) =>
        isUndecided ? new ValueError($"{ValueText.Quote(text)} takes too long to match with the pattern {spec.Text}")
        : new ValueError(spec.ErrorMessage ?? $"{ValueText.Quote(text)} {(spec.InvertMatch ? "matches the excluded pattern" : "does not match the pattern")} {spec.Text}", spec.ErrorAppTag);
}

using System.Text;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>String functions that count characters (XPath 1.0 §4.2): code points, not UTF-16 units.</summary>
internal static class XPathTexts
{
    /// <summary>string-length().</summary>
    /// <param name="text">The text.</param>
    public static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>substring(): positions from 1, rounded.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The first position.</param>
    /// <param name="length">How many characters; null for all.</param>
    public static string Substring(string text, double start, double? length)
    {
        var from = XPathNumbers.Round(start);
        var to = length is { } l ? from + XPathNumbers.Round(l) : double.PositiveInfinity;
        var output = new StringBuilder();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            position++;
            if (position >= from && position < to) output.Append(rune.ToString());
        }

        return output.ToString();
    }

    /// <summary>translate().</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The characters to replace.</param>
    /// <param name="to">What by; those without a partner are dropped.</param>
    public static string Translate(string text, string from, string to)
    {
        var replacements = new Dictionary<Rune, string>();
        var targets = to.EnumerateRunes();
        foreach (var rune in from.EnumerateRunes())
        {
            // The first of several counts.
            replacements.TryAdd(rune, targets.MoveNext() ? targets.Current.ToString() : "");
        }

        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) output.Append(replacements.TryGetValue(rune, out var replacement) ? replacement : rune.ToString());

        return output.ToString();
    }
}

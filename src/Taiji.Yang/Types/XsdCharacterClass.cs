using System.Globalization;
using System.Text;

namespace Taiji.Yang.Types;

/// <summary>A part of an <see cref="XsdCharacterClass"/>: a range of code points, or a general category such as <c>L</c> or <c>Nd</c>.</summary>
/// <param name="First">The first code point.</param>
/// <param name="Last">The last code point.</param>
/// <param name="Category">A category's name; then the range is not used.</param>
/// <param name="IsComplement">Whether everything but the category is meant.</param>
internal readonly record struct XsdClassItem(int First, int Last, string? Category = null, bool IsComplement = false)
{
    /// <summary>Whether the code point is in it.</summary>
    /// <param name="codePoint">The code point.</param>
    public bool Contains(int codePoint) => Category is null
        ? codePoint >= First && codePoint <= Last
        : XsdCategories.Contains(Category, codePoint) != IsComplement;
}

/// <summary>A set of characters: items, perhaps negated, less another class (XML Schema Part 2 §F.1).</summary>
/// <param name="items">The items.</param>
/// <param name="isNegated">Whether everything else is meant.</param>
/// <param name="subtracted">The class after <c>-</c>, or null.</param>
internal sealed class XsdCharacterClass(IReadOnlyList<XsdClassItem> items, bool isNegated = false, XsdCharacterClass? subtracted = null)
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>The items.</summary>
    public IReadOnlyList<XsdClassItem> Items => items;

    /// <summary>Whether everything but <see cref="Items"/> is meant.</summary>
    public bool IsNegated => isNegated;

    /// <summary>The class of one character.</summary>
    /// <param name="codePoint">Its code point.</param>
    public static XsdCharacterClass Of(int codePoint) => new([new XsdClassItem(codePoint, codePoint)]);

    /// <summary>Whether the code point is in the class.</summary>
    /// <param name="codePoint">The code point.</param>
    public bool Contains(int codePoint)
    {
        var found = false;
        foreach (var item in items) found |= item.Contains(codePoint);
        return found != isNegated && subtracted?.Contains(codePoint) != true;
    }

    /// <summary>The .NET class, for texts without surrogates.</summary>
    public string ToDotNet()
    {
        if (items.Count == 1 && !isNegated && subtracted is null && items[0] is { Category: null } only && only.First == only.Last && only.First <= 0xFFFF)
        {
            return Escape(only.First);
        }

        var output = new StringBuilder(isNegated ? "[^" : "[");
        var written = output.Length;
        foreach (var item in items)
        {
            if (item.Category is { } category)
            {
                output.Append(item.IsComplement ? @"\P{" : @"\p{").Append(category).Append('}');
            }
            else if (item.First <= 0xFFFF)
            {
                AppendRange(output, item.First, Math.Min(item.Last, 0xFFFF));
            }
        }

        // Nothing below U+10000 in it: a class that no unit of such a text matches.
        if (output.Length == written) output.Append(@"\uD800");
        if (subtracted is not null) output.Append('-').Append(BracketedForm(subtracted));
        return output.Append(']').ToString();
    }

    /// <summary>The .NET expression in which a surrogate pair is one character.</summary>
    public string ToDotNetWithPairs()
    {
        var basic = new StringBuilder();
        var pairs = new StringBuilder();
        foreach (var (first, last) in Ranges())
        {
            if (first <= 0xFFFF) AppendRange(basic, first, Math.Min(last, 0xFFFF));
            if (last > 0xFFFF) AppendPairs(pairs, Math.Max(first, 0x10000), last);
        }

        if (basic.Length > 0) pairs.Append("|[").Append(basic).Append(']');
        return pairs.Length == 0 ? @"[\uDC00-[\uDC00]]" : $"(?:{pairs.Remove(0, 1)})";
    }

    private static string BracketedForm(XsdCharacterClass inner)
    {
        var text = inner.ToDotNet();
        return text.StartsWith('[') ? text : $"[{text}]";
    }

    private static void AppendRange(StringBuilder output, int first, int last)
    {
        output.Append(Escape(first));
        if (last > first) output.Append('-').Append(Escape(last));
    }

    private static void AppendPairs(StringBuilder output, int first, int last)
    {
        while (first <= last)
        {
            var high = 0xD800 + ((first - 0x10000) >> 10);
            var low = 0xDC00 + ((first - 0x10000) & 0x3FF);
            var lastHigh = 0xD800 + ((last - 0x10000) >> 10);
            // Whole rows of 1,024 go together.
            var rowsTo = low == 0xDC00 && lastHigh > high ? lastHigh - 1 : high;
            var end = rowsTo > high || lastHigh > high ? 0x10000 + ((rowsTo - 0xD800 + 1) << 10) - 1 : last;
            output.Append("|[");
            AppendRange(output, high, rowsTo);
            output.Append("][");
            AppendRange(output, low, 0xDC00 + ((end - 0x10000) & 0x3FF));
            output.Append(']');
            first = end + 1;
        }
    }

    private static string Escape(int codePoint) =>
        codePoint < 128 && char.IsAsciiLetterOrDigit((char)codePoint)
            ? ((char)codePoint).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{codePoint:X4}");

    private IEnumerable<(int First, int Last)> Ranges()
    {
        var start = -1;
        for (var codePoint = 0; codePoint <= LastCodePoint + 1; codePoint++)
        {
            var inside = codePoint <= LastCodePoint && codePoint is < 0xD800 or > 0xDFFF && Contains(codePoint);
            if (inside && start < 0) start = codePoint;
            if (inside || start < 0) continue;
            yield return (start, codePoint - 1);
            start = -1;
        }
    }
}

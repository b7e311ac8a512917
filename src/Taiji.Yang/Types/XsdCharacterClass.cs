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
    /// <summary>The items.</summary>
    public IReadOnlyList<XsdClassItem> Items => items;

    /// <summary>Whether everything but <see cref="Items"/> is meant.</summary>
    public bool IsNegated => isNegated;

    /// <summary>The class whose characters are not meant, or null.</summary>
    public XsdCharacterClass? Subtracted => subtracted;

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

    private static string Escape(int codePoint) =>
        codePoint < 128 && char.IsAsciiLetterOrDigit((char)codePoint)
            ? ((char)codePoint).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{codePoint:X4}");
}

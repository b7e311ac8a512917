using System.Globalization;
using System.Text;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>XSD regular expressions as ECMA-262 ones with the flag <c>u</c>, as JSON Schema has them.</summary>
internal static class EcmaExpression
{
    /// <summary>The expression for the whole text.</summary>
    /// <param name="expression">The parsed XSD expression.</param>
    public static string Of(XsdRegex expression)
    {
        var output = new StringBuilder("^(?:");
        Append(output, expression);
        return output.Append(")$").ToString();
    }

    /// <summary>A text that stands for itself in an expression.</summary>
    /// <param name="text">The text.</param>
    public static string Literal(string text)
    {
        var output = new StringBuilder();
        foreach (var rune in text.EnumerateRunes()) AppendLiteral(output, rune.Value);
        return output.ToString();
    }

    private static void Append(StringBuilder output, XsdRegex expression)
    {
        switch (expression)
        {
            case XsdRegex.Character character:
                AppendClass(output, character.Characters);
                break;
            case XsdRegex.Sequence sequence:
                foreach (var piece in sequence.Pieces) Append(output, piece);
                break;
            case XsdRegex.Alternation alternation:
                AppendBranches(output, alternation.Branches);
                break;
            case XsdRegex.Repetition repetition:
                AppendRepetition(output, repetition);
                break;
        }
    }

    private static void AppendBranches(StringBuilder output, IReadOnlyList<XsdRegex> branches)
    {
        output.Append("(?:");
        for (var i = 0; i < branches.Count; i++)
        {
            if (i > 0) output.Append('|');
            Append(output, branches[i]);
        }

        output.Append(')');
    }

    private static void AppendRepetition(StringBuilder output, XsdRegex.Repetition repetition)
    {
        var isOneAtom = repetition.Atom is XsdRegex.Alternation or XsdRegex.Character { Characters.Subtracted: null };
        if (!isOneAtom) output.Append("(?:");
        Append(output, repetition.Atom);
        if (!isOneAtom) output.Append(')');
        output.Append((repetition.Minimum, repetition.Maximum) switch
        {
            (0, 1) => "?",
            (0, null) => "*",
            (1, null) => "+",
            (var least, null) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
            (var least, var most) when least == most => string.Create(CultureInfo.InvariantCulture, $"{{{least}}}"),
            (var least, var most) => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
        });
    }

    /// <summary>ECMA-262 has no subtraction with the flag <c>u</c>: what is subtracted must not come next.</summary>
    private static void AppendClass(StringBuilder output, XsdCharacterClass characters)
    {
        if (characters.Subtracted is { } subtracted)
        {
            output.Append("(?!");
            AppendClass(output, subtracted);
            output.Append(')');
        }

        if (characters.Items is [{ Category: null } only] && only.First == only.Last && !characters.IsNegated)
        {
            AppendLiteral(output, only.First);
            return;
        }

        output.Append(characters.IsNegated ? "[^" : "[");
        foreach (var item in characters.Items) AppendItem(output, item);
        output.Append(']');
    }

    private static void AppendItem(StringBuilder output, XsdClassItem item)
    {
        if (item.Category is { } category)
        {
            // Digits are written as every language's expressions know them, though in some these are the ten of ASCII alone: few tools know categories (Python's don't), and refuse the document.
            if (category == "Nd") output.Append(item.IsComplement ? @"\D" : @"\d");
            else output.Append(item.IsComplement ? @"\P{" : @"\p{").Append(category).Append('}');
            return;
        }

        AppendClassCharacter(output, item.First);
        if (item.Last == item.First) return;
        output.Append('-');
        AppendClassCharacter(output, item.Last);
    }

    private static void AppendClassCharacter(StringBuilder output, int codePoint)
    {
        if (codePoint is '\\' or ']' or '[' or '^' or '-') output.Append('\\').Append((char)codePoint);
        else AppendPlain(output, codePoint);
    }

    private static void AppendLiteral(StringBuilder output, int codePoint)
    {
        if (codePoint < 128 && @"^$\.*+?()[]{}|".Contains((char)codePoint)) output.Append('\\').Append((char)codePoint);
        else AppendPlain(output, codePoint);
    }

    private static void AppendPlain(StringBuilder output, int codePoint)
    {
        if (codePoint is >= ' ' and < 127) output.Append((char)codePoint);
        else if (codePoint <= 0xFFFF) output.Append(CultureInfo.InvariantCulture, $"\\u{codePoint:X4}");
        else output.Append(CultureInfo.InvariantCulture, $"\\u{{{codePoint:X}}}");
    }
}

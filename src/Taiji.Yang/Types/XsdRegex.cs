using System.Globalization;
using System.Text;

namespace Taiji.Yang.Types;

/// <summary>A parsed XSD regular expression (XML Schema Part 2, appendix F), ready to be written as a .NET one.</summary>
internal abstract class XsdRegex
{
    /// <summary>The .NET expression for a match of the whole text: XSD's are anchored on both sides.</summary>
    /// <param name="surrogatePairs">Whether characters beyond U+FFFF may occur; each then counts as one.</param>
    public string ToDotNet(bool surrogatePairs)
    {
        var output = new StringBuilder(@"\A(?:");
        Write(output, surrogatePairs);
        return output.Append(@")\z").ToString();
    }

    private protected abstract void Write(StringBuilder output, bool surrogatePairs);

    /// <summary><c>a|b</c>.</summary>
    internal sealed class Alternation(IReadOnlyList<XsdRegex> branches) : XsdRegex
    {
        private protected override void Write(StringBuilder output, bool surrogatePairs)
        {
            for (var i = 0; i < branches.Count; i++)
            {
                if (i > 0) output.Append('|');
                branches[i].Write(output, surrogatePairs);
            }
        }
    }

    /// <summary>Pieces one after the other.</summary>
    internal sealed class Sequence(IReadOnlyList<XsdRegex> pieces) : XsdRegex
    {
        private protected override void Write(StringBuilder output, bool surrogatePairs)
        {
            foreach (var piece in pieces) piece.Write(output, surrogatePairs);
        }
    }

    /// <summary>An atom with a quantifier.</summary>
    internal sealed class Repetition(XsdRegex atom, int minimum, int? maximum) : XsdRegex
    {
        private protected override void Write(StringBuilder output, bool surrogatePairs)
        {
            output.Append("(?:");
            atom.Write(output, surrogatePairs);
            output.Append(')');
            output.Append((minimum, maximum) switch
            {
                (0, 1) => "?",
                (0, null) => "*",
                (1, null) => "+",
                (_, null) => string.Create(CultureInfo.InvariantCulture, $"{{{minimum},}}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{{{minimum},{maximum}}}"),
            });
        }
    }

    /// <summary><c>(…)</c>.</summary>
    internal sealed class Group(XsdRegex inner) : XsdRegex
    {
        private protected override void Write(StringBuilder output, bool surrogatePairs)
        {
            output.Append("(?:");
            inner.Write(output, surrogatePairs);
            output.Append(')');
        }
    }

    /// <summary>One character of a class; literals are classes of one.</summary>
    internal sealed class Character(XsdCharacterClass characters) : XsdRegex
    {
        private protected override void Write(StringBuilder output, bool surrogatePairs) =>
            output.Append(surrogatePairs ? characters.ToDotNetWithPairs() : characters.ToDotNet());
    }
}

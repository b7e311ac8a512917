using System.Globalization;
using System.Text;

namespace Taiji.Yang.Types;

/// <summary>A parsed XSD regular expression (XML Schema Part 2, appendix F), ready to be written as a .NET one.</summary>
internal abstract class XsdRegex
{
    /// <summary>The .NET expression for a match of the whole text, which has no surrogates: XSD's are anchored on both sides.</summary>
    public string ToDotNet()
    {
        var output = new StringBuilder(@"\A(?:");
        Write(output);
        return output.Append(@")\z").ToString();
    }

    /// <summary>How many parts the expression has when its loops are written out, roughly: an automaton has several states for each.</summary>
    public abstract long Size { get; }

    /// <summary>Whether texts of different lengths match.</summary>
    private protected abstract bool IsElastic { get; }

    /// <summary>Whether something elastic is counted: then a text can be split in many ways, and an automaton has a state for each set of counts.</summary>
    public abstract bool CountsElastic { get; }

    private protected abstract void Write(StringBuilder output);

    /// <summary><c>a|b</c>.</summary>
    /// <param name="branches">The branches.</param>
    internal sealed class Alternation(IReadOnlyList<XsdRegex> branches) : XsdRegex
    {
        /// <summary>The branches.</summary>
        public IReadOnlyList<XsdRegex> Branches => branches;

        /// <inheritdoc/>
        public override long Size { get; } = 1 + branches.Sum(b => b.Size);

        private protected override bool IsElastic => true;

        /// <inheritdoc/>
        public override bool CountsElastic { get; } = branches.Any(b => b.CountsElastic);

        private protected override void Write(StringBuilder output)
        {
            output.Append("(?:");
            for (var i = 0; i < branches.Count; i++)
            {
                if (i > 0) output.Append('|');
                branches[i].Write(output);
            }

            output.Append(')');
        }
    }

    /// <summary>Pieces one after the other.</summary>
    /// <param name="pieces">The pieces.</param>
    internal sealed class Sequence(IReadOnlyList<XsdRegex> pieces) : XsdRegex
    {
        /// <summary>The pieces.</summary>
        public IReadOnlyList<XsdRegex> Pieces => pieces;

        /// <inheritdoc/>
        public override long Size { get; } = 1 + pieces.Sum(p => p.Size);

        private protected override bool IsElastic { get; } = pieces.Any(p => p.IsElastic);

        /// <inheritdoc/>
        public override bool CountsElastic { get; } = pieces.Any(p => p.CountsElastic);

        private protected override void Write(StringBuilder output)
        {
            foreach (var piece in pieces) piece.Write(output);
        }
    }

    /// <summary>An atom with a quantifier.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="minimum">How often at least.</param>
    /// <param name="maximum">How often at most; null for any number.</param>
    internal sealed class Repetition(XsdRegex atom, int minimum, int? maximum) : XsdRegex
    {
        // Addresses and the like count to eight; their automata are small.
        private const int FewRounds = 8;

        /// <summary>The atom.</summary>
        public XsdRegex Atom => atom;

        /// <summary>How often at least.</summary>
        public int Minimum => minimum;

        /// <summary>How often at most; null for any number.</summary>
        public int? Maximum => maximum;

        /// <inheritdoc/>
        public override long Size { get; } = Math.Min(int.MaxValue, (1 + atom.Size) * Math.Max(1L, maximum ?? minimum));

        private protected override bool IsElastic { get; } = minimum != maximum || atom.IsElastic;

        /// <inheritdoc/>
        public override bool CountsElastic { get; } = atom.CountsElastic || (atom.IsElastic && (maximum ?? minimum) > FewRounds);

        private protected override void Write(StringBuilder output)
        {
            output.Append("(?:");
            atom.Write(output);
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

    /// <summary>One character of a class; literals are classes of one.</summary>
    /// <param name="characters">The class.</param>
    internal sealed class Character(XsdCharacterClass characters) : XsdRegex
    {
        /// <summary>The class.</summary>
        public XsdCharacterClass Characters => characters;

        /// <inheritdoc/>
        public override long Size => 1;

        private protected override bool IsElastic => false;

        /// <inheritdoc/>
        public override bool CountsElastic => false;

        private protected override void Write(StringBuilder output) =>
            output.Append(characters.ToDotNet());
    }
}

using System.Text;

namespace Taiji.Yang.Types;

/// <summary>
/// Matches without an automaton: each part of the expression turns the set of positions where it may begin into the set of those where it may end. Counted loops cost steps, not
/// states, so that it takes the expressions that are too large for .NET's automata; its steps are counted and bounded.
/// </summary>
internal sealed class XsdMatcher
{
    private const long MaximumSteps = 20_000_000;
    private static readonly List<int> Nowhere = [];
    private readonly int[] _text;
    private long _steps;

    private XsdMatcher(int[] text) => _text = text;

    /// <summary>Whether the whole text matches; null when that takes too many steps to find out.</summary>
    /// <param name="syntax">The expression.</param>
    /// <param name="text">The text; a surrogate pair is one character.</param>
    public static bool? IsMatch(XsdRegex syntax, ReadOnlySpan<char> text)
    {
        var codePoints = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) codePoints.Add(rune.Value);
        var matcher = new XsdMatcher([.. codePoints]);
        var ends = matcher.Ends(syntax, [0]);
        return matcher._steps > MaximumSteps ? null : ends.Count > 0 && ends[^1] == codePoints.Count;
    }

    /// <summary>Where a match that begins at one of the positions may end; positions ascend.</summary>
    private List<int> Ends(XsdRegex syntax, List<int> from)
    {
        if (from.Count == 0 || (_steps += from.Count) > MaximumSteps) return Nowhere;
        switch (syntax)
        {
            case XsdRegex.Character character:
                return After(character.Characters, from);
            case XsdRegex.Sequence sequence:
                foreach (var piece in sequence.Pieces) from = Ends(piece, from);
                return from;
            case XsdRegex.Alternation alternation:
                var ends = new HashSet<int>();
                foreach (var branch in alternation.Branches) ends.UnionWith(Ends(branch, from));
                return Sorted(ends);
            default:
                return Repeated((XsdRegex.Repetition)syntax, from);
        }
    }

    private List<int> After(XsdCharacterClass characters, List<int> from)
    {
        var ends = new List<int>(from.Count);
        foreach (var position in from)
        {
            if (position < _text.Length && characters.Contains(_text[position])) ends.Add(position + 1);
        }

        return ends;
    }

    private List<int> Repeated(XsdRegex.Repetition repetition, List<int> from)
    {
        // Whoever gets anywhere in fewer repetitions than another has more of them left, so that a position reached again needs no second look.
        var required = repetition.Minimum;
        for (; required > 0 && from.Count > 0; required--)
        {
            var next = Ends(repetition.Atom, from);
            if (next.SequenceEqual(from)) break;
            from = next;
        }

        var reached = new HashSet<int>(from);
        var optional = repetition.Maximum is { } maximum ? maximum - repetition.Minimum : int.MaxValue;
        for (; optional > 0 && from.Count > 0; optional--)
        {
            var next = new List<int>();
            foreach (var position in Ends(repetition.Atom, from))
            {
                if (reached.Add(position)) next.Add(position);
            }

            from = next;
        }

        return Sorted(reached);
    }

    private List<int> Sorted(HashSet<int> positions)
    {
        _steps += positions.Count;
        var sorted = new List<int>(positions);
        sorted.Sort();
        return sorted;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Taiji.Yang.Types;

/// <summary>XSD regular expression text → <see cref="XsdRegex"/> (XML Schema Part 2, appendix F; RFC 7950 §9.4.5).</summary>
internal sealed class XsdRegexParser
{
    private const int MaximumDepth = 200;
    private readonly string _text;
    private int _at;
    private int _depth;

    private XsdRegexParser(string text) => _text = text;

    private bool AtEnd => _at >= _text.Length;

    private char Current => AtEnd ? '\0' : _text[_at];

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="regex">Its syntax.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out XsdRegex? regex, [NotNullWhen(false)] out XsdRegexError? error)
    {
        var parser = new XsdRegexParser(text);
        try
        {
            regex = parser.ParseAlternation();
            if (!parser.AtEnd) throw parser.Error("this ')' closes nothing");
            error = null;
            return true;
        }
        catch (FormatException e)
        {
            regex = null;
            error = new XsdRegexError(parser._at, e.Message);
            return false;
        }
    }

    private FormatException Error(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The regular expression is wrong at character {_at + 1}: {what}."));

    private XsdRegex ParseAlternation()
    {
        if (++_depth > MaximumDepth) throw Error("the groups are nested too deeply");
        var branches = new List<XsdRegex> { ParseSequence() };
        while (TryTake('|')) branches.Add(ParseSequence());
        _depth--;
        return branches.Count == 1 ? branches[0] : new XsdRegex.Alternation(branches);
    }

    private XsdRegex.Sequence ParseSequence()
    {
        var pieces = new List<XsdRegex>();
        while (!AtEnd && Current is not ('|' or ')'))
        {
            pieces.Add(ParsePiece());
        }

        return new XsdRegex.Sequence(pieces);
    }

    private XsdRegex ParsePiece()
    {
        var atom = ParseAtom();
        switch (Current)
        {
            case '?': _at++; atom = new XsdRegex.Repetition(atom, 0, 1); break;
            case '*': _at++; atom = new XsdRegex.Repetition(atom, 0, null); break;
            case '+': _at++; atom = new XsdRegex.Repetition(atom, 1, null); break;
            case '{': atom = ParseQuantity(atom); break;
            default: return atom;
        }

        if (Current is '?' or '*' or '+' or '{') throw Error($"the quantifier '{Current}' follows another one");
        return atom;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c>, from the brace on. Numbers beyond all texts' lengths mean what the largest integer means.</summary>
    private XsdRegex.Repetition ParseQuantity(XsdRegex atom)
    {
        var start = _at++;
        var minimum = TakeNumber() ?? throw Error("expected a number of repetitions, as in {1,3}; a literal '{' is written \\{");
        int? maximum = minimum;
        if (TryTake(',')) maximum = TakeNumber();
        if (!TryTake('}')) throw Error("expected '}' after the number of repetitions");
        if (!(maximum < minimum)) return new XsdRegex.Repetition(atom, minimum, maximum == int.MaxValue && minimum < int.MaxValue ? null : maximum);
        var quantifier = _text[start.._at];
        _at = start;
        throw Error($"the quantifier {quantifier} ends below its beginning");
    }

    private int? TakeNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Current)) _at++;
        if (_at == start) return null;
        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
    }

    private XsdRegex ParseAtom()
    {
        switch (Current)
        {
            case '(':
                return ParseGroup();
            case '[':
                return new XsdRegex.Character(ParseClass());
            case '.':
                _at++;
                return new XsdRegex.Character(new XsdCharacterClass([new('\n', '\n'), new('\r', '\r')], isNegated: true));
            case '\\':
                return new XsdRegex.Character(ParseEscape());
            case '?' or '*' or '+':
                throw Error($"the quantifier '{Current}' follows nothing that it could repeat");
            case ']':
                throw Error("this ']' closes nothing; a literal one is written \\]");
            default:
                return new XsdRegex.Character(XsdCharacterClass.Of(TakeCodePoint()));
        }
    }

    private XsdRegex ParseGroup()
    {
        var start = _at++;
        var inner = ParseAlternation();
        if (TryTake(')')) return inner;
        _at = start;
        throw Error("this '(' is never closed");
    }

    /// <summary><c>[…]</c>, from its bracket on.</summary>
    private XsdCharacterClass ParseClass()
    {
        if (++_depth > MaximumDepth) throw Error("the classes are nested too deeply");
        var start = _at++;
        var negated = TryTake('^');
        var items = new List<XsdClassItem>();
        XsdCharacterClass? subtracted = null;
        while (Current != ']' || AtEnd)
        {
            if (AtEnd)
            {
                _at = start;
                throw Error("this '[' is never closed");
            }

            if (Current == '-' && Peek(1) == '[' && items.Count > 0)
            {
                _at++;
                subtracted = ParseClass();
                if (Current != ']') throw Error("expected ']' after the subtracted class");
                break;
            }

            ParseItem(items);
        }

        if (items.Count == 0) throw Error("the class is empty");
        _at++;
        _depth--;
        return new XsdCharacterClass(items, negated, subtracted);
    }

    private void ParseItem(List<XsdClassItem> items)
    {
        var at = _at;
        var first = TakeClassCharacter(items);
        if (first < 0 || Current != '-' || Peek(1) is ']' or '[' or '\0')
        {
            if (first >= 0) items.Add(new XsdClassItem(first, first));
            return;
        }

        _at++;
        var count = items.Count;
        var last = TakeClassCharacter(items);
        if (last < 0)
        {
            // An escape for several characters can't end a range: the hyphen was a literal.
            items.InsertRange(count, [new XsdClassItem(first, first), new XsdClassItem('-', '-')]);
            return;
        }

        if (last < first)
        {
            _at = at;
            throw Error("the range ends before it begins");
        }

        items.Add(new XsdClassItem(first, last));
    }

    /// <summary>A single character of a class, or -1 when it was an escape for several, whose items are added.</summary>
    private int TakeClassCharacter(List<XsdClassItem> items)
    {
        if (Current == '[') throw Error("a literal '[' in a class is written \\[");
        if (Current != '\\') return TakeCodePoint();
        var escaped = ParseEscape();
        if (escaped.Items.Count == 1 && !escaped.IsNegated && escaped.Items[0] is { Category: null } item && item.First == item.Last) return item.First;
        items.AddRange(escaped.Items);
        return -1;
    }

    private XsdCharacterClass ParseEscape()
    {
        _at++;
        if (AtEnd) throw Error("nothing follows the backslash");
        var c = Current;
        if (c is 'p' or 'P') return ParseProperty();
        if (XsdEscapes.Find(c) is { } items)
        {
            _at++;
            return new XsdCharacterClass(items);
        }

        // More than the grammar's \. \? \* …: published patterns escape other marks too, such as \/ and \".
        if (char.IsAsciiLetterOrDigit(c) || c is not (> ' ' and < '\x7F')) throw Error($"there is no escape \\{c}");
        return XsdCharacterClass.Of(TakeCodePoint());
    }

    /// <summary><c>\p{…}</c>, from the letter on.</summary>
    private XsdCharacterClass ParseProperty()
    {
        var complement = Current == 'P';
        _at++;
        var close = _text.IndexOf('}', _at);
        if (Current != '{' || close < 0) throw Error("expected {…} with a category or block");
        var name = _text[(_at + 1)..close];
        IReadOnlyList<XsdClassItem>? items = XsdCategories.IsKnown(name) ? [new XsdClassItem(0, 0, name, complement)] : null;
        if (items is null && name.StartsWith("Is", StringComparison.Ordinal) && XsdBlocks.Find(name[2..]) is { } block)
        {
            items = complement ? XsdEscapes.Complement(block) : block;
        }

        if (items is null) throw Error($"'{name}' is no general category and no block of Unicode (blocks are written IsBasicLatin)");
        _at = close + 1;
        return new XsdCharacterClass(items);
    }

    private int TakeCodePoint()
    {
        if (!Rune.TryGetRuneAt(_text, _at, out var rune)) throw Error("half of a surrogate pair");
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private bool TryTake(char c)
    {
        if (AtEnd || Current != c) return false;
        _at++;
        return true;
    }

    private char Peek(int offset) => _at + offset < _text.Length ? _text[_at + offset] : '\0';
}

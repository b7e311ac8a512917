using System.Globalization;
using System.Text;

namespace Taiji.Yang.Tests.Types;

/// <summary>
/// A second reading of XSD regular expressions, for comparison: random expressions made together with their text, matched by derivatives over code points (Brzozowski).
/// </summary>
internal abstract record XsdRegexOracle
{
    private static readonly XsdRegexOracle Nothing = new Set(_ => false, "");
    private static readonly XsdRegexOracle Empty = new Then([]);

    /// <summary>Whether it matches the whole text.</summary>
    public bool Matches(string text)
    {
        var rest = this;
        foreach (var rune in text.EnumerateRunes()) rest = rest.After(rune.Value);
        return rest.IsNullable;
    }

    protected abstract bool IsNullable { get; }

    protected abstract XsdRegexOracle After(int c);

    public static XsdRegexOracle Random(Random random, int depth) => random.Next(depth > 0 ? 8 : 2) switch
    {
        0 => RandomLiteral(random),
        1 => RandomClass(random, 2),
        2 or 3 => new Then(Several(random, depth)),
        4 => new Either(Several(random, depth)),
        _ => RandomRepeat(random, depth),
    };

    private static XsdRegexOracle[] Several(Random random, int depth) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Random(random, depth - 1))];

    private static Repeat RandomRepeat(Random random, int depth)
    {
        var low = random.Next(3);
        int? high = random.Next(2) == 0 ? null : low + random.Next(3);
        return new Repeat(Random(random, depth - 1), low, high);
    }

    public const string Letters = "ab-^$1_ é\n😀𝟙\u0301";

    private static int RandomCharacter(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return runes[random.Next(runes.Length)].Value;
    }

    private static Set RandomLiteral(Random random)
    {
        if (random.Next(8) == 0) return new Set(c => c is not ('\n' or '\r'), ".");
        var c = RandomCharacter(random);
        return new Set(x => x == c, c is '-' or '^' && random.Next(2) == 0 ? "\\" + (char)c : new Rune(c).ToString());
    }

    private static readonly (string Text, Predicate<int> Contains)[] Escapes =
    [
        ("\\d", c => CategoryOf(c) == "Nd"), ("\\D", c => CategoryOf(c) != "Nd"),
        ("\\w", c => CategoryOf(c)[0] is not ('P' or 'Z' or 'C')), ("\\W", c => CategoryOf(c)[0] is 'P' or 'Z' or 'C'),
        ("\\s", c => c is ' ' or '\t' or '\n' or '\r'), ("\\S", c => c is not (' ' or '\t' or '\n' or '\r')),
        ("\\p{L}", c => CategoryOf(c)[0] == 'L'), ("\\P{Nd}", c => CategoryOf(c) != "Nd"), ("\\p{M}", c => CategoryOf(c)[0] == 'M'),
        ("\\p{IsBasicLatin}", c => c < 0x80), ("\\P{IsBasicLatin}", c => c >= 0x80),
        ("\\i", c => c is ':' or '_' || CategoryOf(c)[0] == 'L' || c is >= 0x10000 and <= 0xEFFFF), ("\\n", c => c == '\n'),
    ];

    private static Set RandomClass(Random random, int nesting)
    {
        if (random.Next(4) == 0)
        {
            var (text, contains) = Escapes[random.Next(Escapes.Length)];
            return new Set(contains, text);
        }

        var items = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => RandomItem(random)).ToArray();
        var negated = random.Next(3) == 0;
        var inner = nesting > 0 && random.Next(4) == 0 ? RandomClass(random, nesting - 1) : null;
        if (inner?.Text[0] != '[') inner = null;
        return new Set(
            c => items.Any(i => i.Contains(c)) != negated && inner?.Contains(c) != true,
            $"[{(negated ? "^" : "")}{string.Concat(items.Select(i => i.Text))}{(inner is null ? "" : "-" + inner.Text)}]");
    }

    private static Set RandomItem(Random random)
    {
        var kind = random.Next(4);
        if (kind == 0)
        {
            var (text, contains) = Escapes[random.Next(Escapes.Length)];
            return new Set(contains, text);
        }

        var first = RandomCharacter(random);
        var last = kind == 1 ? first : RandomCharacter(random);
        (first, last) = (Math.Min(first, last), Math.Max(first, last));
        return new Set(c => c >= first && c <= last, Literal(first) + (kind == 1 ? "" : "-" + Literal(last)));

        static string Literal(int c) => (c is '-' or '^' ? "\\" : "") + new Rune(c);
    }

    private static string CategoryOf(int c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter => "L",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => "S",
        UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation => "P",
        var other => throw new InvalidOperationException(other.ToString()),
    };

    private static XsdRegexOracle Sequence(XsdRegexOracle first, XsdRegexOracle second) =>
        first == Nothing || second == Nothing ? Nothing : first is Then { Parts: [] } ? second : second is Then { Parts: [] } ? first : new Then([first, second]);

    private static XsdRegexOracle Choice(IEnumerable<XsdRegexOracle> branches)
    {
        // The same rest reached twice is one rest; else derivatives of loops in loops would grow for ever.
        var different = branches.Where(b => b != Nothing).DistinctBy(b => b.ToString()).ToArray();
        return different.Length switch { 0 => Nothing, 1 => different[0], _ => new Either(different) };
    }

    private sealed record Set(Predicate<int> Contains, string Text) : XsdRegexOracle
    {
        protected override bool IsNullable => false;

        protected override XsdRegexOracle After(int c) => Contains(c) ? Empty : Nothing;

        public override string ToString() => Text;
    }

    private sealed record Then(XsdRegexOracle[] Parts) : XsdRegexOracle
    {
        protected override bool IsNullable => Parts.All(p => p.IsNullable);

        protected override XsdRegexOracle After(int c)
        {
            var branches = new List<XsdRegexOracle>();
            for (var i = 0; i < Parts.Length; i++)
            {
                branches.Add(Parts[(i + 1)..].Aggregate(Parts[i].After(c), Sequence));
                if (!Parts[i].IsNullable) break;
            }

            return Choice(branches);
        }

        public override string ToString() => string.Concat(Parts.Select(p => p is Either ? $"({p})" : p.ToString()));
    }

    private sealed record Either(XsdRegexOracle[] Branches) : XsdRegexOracle
    {
        protected override bool IsNullable => Branches.Length == 0 || Branches.Any(b => b.IsNullable);

        protected override XsdRegexOracle After(int c) => Choice(Branches.Select(b => b.After(c)));

        public override string ToString() => string.Join('|', Branches.Select(b => b.ToString()));
    }

    private sealed record Repeat(XsdRegexOracle Inner, int Low, int? High) : XsdRegexOracle
    {
        protected override bool IsNullable => Low == 0 || Inner.IsNullable;

        protected override XsdRegexOracle After(int c) =>
            High == 0 ? Nothing : Sequence(Inner.After(c), new Repeat(Inner, Math.Max(0, Low - 1), High - 1));

        public override string ToString() => $"({Inner})" + (Low, High) switch
        {
            (0, 1) => "?",
            (0, null) => "*",
            (1, null) => "+",
            (_, null) => $"{{{Low},}}",
            _ when Low == High => $"{{{Low}}}",
            _ => $"{{{Low},{High}}}",
        };
    }
}

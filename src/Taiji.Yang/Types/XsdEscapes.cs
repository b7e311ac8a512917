namespace Taiji.Yang.Types;

/// <summary>The escapes for one or several characters (XML Schema Part 2 §F.1.1), except <c>\p</c> and <c>\P</c>.</summary>
internal static class XsdEscapes
{
    private static readonly XsdClassItem[] Space = [new('\t', '\n'), new('\r', '\r'), new(' ', ' ')];

    // NameStartChar and NameChar of XML 1.0.
    private static readonly XsdClassItem[] NameStart =
    [
        new(':', ':'), new('A', 'Z'), new('_', '_'), new('a', 'z'), new(0xC0, 0xD6), new(0xD8, 0xF6), new(0xF8, 0x2FF), new(0x370, 0x37D),
        new(0x37F, 0x1FFF), new(0x200C, 0x200D), new(0x2070, 0x218F), new(0x2C00, 0x2FEF), new(0x3001, 0xD7FF), new(0xF900, 0xFDCF),
        new(0xFDF0, 0xFFFD), new(0x10000, 0xEFFFF),
    ];

    private static readonly XsdClassItem[] Name =
        [.. NameStart, new('-', '.'), new('0', '9'), new(0xB7, 0xB7), new(0x300, 0x36F), new(0x203F, 0x2040)];

    private static readonly Dictionary<char, IReadOnlyList<XsdClassItem>> ByLetter = new Dictionary<char, IReadOnlyList<XsdClassItem>>
    {
        ['n'] = [new('\n', '\n')],
        ['r'] = [new('\r', '\r')],
        ['t'] = [new('\t', '\t')],
        ['s'] = Space,
        ['S'] = Complement(Space),
        ['i'] = NameStart,
        ['I'] = Complement(NameStart),
        ['c'] = Name,
        ['C'] = Complement(Name),
        ['d'] = [new(0, 0, "Nd")],
        ['D'] = [new(0, 0, "Nd", IsComplement: true)],
        ['w'] = [new(0, 0, "L"), new(0, 0, "M"), new(0, 0, "N"), new(0, 0, "S")],
        ['W'] = [new(0, 0, "P"), new(0, 0, "Z"), new(0, 0, "C")],
    };

    /// <summary>What the escape with that letter stands for, or null.</summary>
    /// <param name="letter">The letter after the backslash.</param>
    public static IReadOnlyList<XsdClassItem>? Find(char letter) => ByLetter.GetValueOrDefault(letter);

    /// <summary>All other code points.</summary>
    /// <param name="ranges">Ranges, no categories.</param>
    public static IReadOnlyList<XsdClassItem> Complement(IReadOnlyList<XsdClassItem> ranges)
    {
        var result = new List<XsdClassItem>();
        var next = 0;
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (range.First > next) result.Add(new XsdClassItem(next, range.First - 1));
            next = Math.Max(next, range.Last + 1);
        }

        if (next <= 0x10FFFF) result.Add(new XsdClassItem(next, 0x10FFFF));
        return result;
    }
}

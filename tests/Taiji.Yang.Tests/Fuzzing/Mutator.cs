using System.Text;
using System.Text.RegularExpressions;

namespace Taiji.Yang.Tests.Fuzzing;

/// <summary>Damages texts at random: characters, words, numbers, whole pieces between braces or line ends.</summary>
/// <param name="seeds">Texts to take pieces and words from.</param>
internal sealed class Mutator(IReadOnlyList<string> seeds)
{
    private const string Noise = "{};\"'/+ \\:*()[]<>&|=.,@$^-09aé😀\0\n\t\u200b";
    private static readonly string[] Numbers = ["0", "-1", "1", "2147483648", "-9223372036854775809", "18446744073709551616", "1e9", "NaN", "4294967295", "99999999999999999999999"];
    private readonly string[] _words = [.. seeds.SelectMany(s => Regex.Split(s, @"[\s;{}""']+")).Where(w => w.Length is > 0 and < 40).Distinct().Take(20_000)];

    public string Mutate(Random random)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Count)]);
        for (var n = random.Next(1, 7); n > 0 && text.Length > 0; n--) Damage(text, random);
        // Halves of surrogate pairs are no text: they become U+FFFD.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Damage(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(10))
        {
            case 0: text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)); break;
            case 1: text.Insert(at, _words[random.Next(_words.Length)]); break;
            case 2: text.Insert(at, " " + _words[random.Next(_words.Length)] + " "); break;
            case 3: text[at] = Noise[random.Next(Noise.Length)]; break;
            case 4: text.Insert(at, Noise[random.Next(Noise.Length)]); break;
            case 5: ReplaceWord(text, at, random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : _words[random.Next(_words.Length)]); break;
            case 6: text.Insert(at, PieceOf(seeds[random.Next(seeds.Count)], random)); break;
            case 7: text.Insert(at, PieceOf(text.ToString(), random)); break;
            case 8:
                var piece = PieceOf(text.ToString(), random);
                if (piece.Length > 0 && piece.Length < text.Length) text.Replace(piece, "", 0, text.Length);
                break;
            default: text.Insert(at, string.Concat(Enumerable.Repeat(PieceOf(text.ToString(), random, 12), random.Next(2, 40)))); break;
        }
    }

    private static void ReplaceWord(StringBuilder text, int at, string word)
    {
        var (from, to) = (at, at);
        while (from > 0 && at - from < 40 && IsWord(text[from - 1])) from--;
        while (to < text.Length && to - at < 40 && IsWord(text[to])) to++;
        text.Remove(from, to - from).Insert(from, word);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.';

    /// <summary>A piece that may well be a whole statement, element or operand: from one boundary to another.</summary>
    private static string PieceOf(string text, Random random, int most = 400)
    {
        if (text.Length == 0) return "";
        var from = text.IndexOfAny([';', '{', '}', '\n', '<', '/', '[', '('], random.Next(text.Length)) + 1;
        var to = text.IndexOfAny([';', '}', '\n', '>', ']', ')'], Math.Min(text.Length - 1, from + random.Next(most)));
        return text[from..Math.Min(to < from ? text.Length : to + 1, from + most)];
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Taiji.Yang.Types;

/// <summary>The characters that YANG strings may hold (RFC 7950 §9.4, <c>yang-char</c> in §14), over UTF-8.</summary>
internal static class YangCharacters
{
    private const int LongestShort = 64;

    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>Whether the text is well-formed UTF-8 of allowed characters only.</summary>
    /// <param name="text">The text.</param>
    public static bool AreValid(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestShort && ArePrintableAscii(text)) return true;
        if (text.ContainsAny(Controls)) return false;
        return Ascii.IsValid(text) || (Utf8.IsValid(text) && !HasNonCharacter(text));
    }

    /// <summary>Whether the bytes are ASCII without control characters, eight at a time: cheaper for a short value than a search.</summary>
    public static bool ArePrintableAscii(ReadOnlySpan<byte> text)
    {
        const ulong highs = 0x8080_8080_8080_8080;
        const ulong blanks = 0x2020_2020_2020_2020;
        while (text.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(text);
            if (((word | (word - blanks)) & highs) != 0) return false;
            text = text[8..];
        }

        foreach (var b in text)
        {
            if (b is < 0x20 or > 0x7F) return false;
        }

        return true;
    }

    /// <summary>The number of characters: code points, not bytes (RFC 7950 §9.4.4).</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    public static int Count(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var count = 0;
        foreach (var b in text) count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>U+FDD0–U+FDEF and the last two of each plane.</summary>
    private static bool HasNonCharacter(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if ((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF) return true;
            text = text[consumed..];
        }

        return false;
    }
}

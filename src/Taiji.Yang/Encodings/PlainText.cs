using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Whether text has nothing to escape, eight bytes at a time: for the short values that most leaves have, where a search for a set of bytes costs more than the copy after it.
/// </summary>
internal static class PlainText
{
    private const ulong Ones = 0x0101_0101_0101_0101;
    private const ulong Highs = 0x8080_8080_8080_8080;

    /// <summary>Neither a control character nor a quotation mark nor a backslash (RFC 8259 §7).</summary>
    public static bool IsPlainJson(ReadOnlySpan<byte> text)
    {
        while (text.Length >= 8)
        {
            if (HasJsonSpecial(BinaryPrimitives.ReadUInt64LittleEndian(text))) return false;
            text = text[8..];
        }

        return !HasJsonSpecial(Rest(text));
    }

    /// <summary>None of <c>&amp;</c>, <c>&lt;</c>, <c>&gt;</c> and carriage return (XML 1.0 §2.4, §2.11).</summary>
    public static bool IsPlainXml(ReadOnlySpan<byte> text)
    {
        while (text.Length >= 8)
        {
            if (HasXmlSpecial(BinaryPrimitives.ReadUInt64LittleEndian(text))) return false;
            text = text[8..];
        }

        return !HasXmlSpecial(Rest(text));
    }

    /// <summary>All bits set where a byte of JSON text must be escaped.</summary>
    public static Vector128<byte> JsonSpecials(Vector128<byte> text) =>
        Vector128.LessThan(text, Vector128.Create((byte)0x20)) | Vector128.Equals(text, Vector128.Create((byte)'"')) | Vector128.Equals(text, Vector128.Create((byte)'\\'));

    /// <summary>All bits set where a byte of XML text must be escaped.</summary>
    public static Vector128<byte> XmlSpecials(Vector128<byte> text) =>
        Vector128.Equals(text, Vector128.Create((byte)'&')) | Vector128.Equals(text, Vector128.Create((byte)'\r'))
        | Vector128.Equals(text | Vector128.Create((byte)2), Vector128.Create((byte)'>'));

    /// <summary>Fewer than eight bytes, filled up with blanks.</summary>
    private static ulong Rest(ReadOnlySpan<byte> text)
    {
        var word = 0x2020_2020_2020_2020UL;
        foreach (var b in text) word = (word << 8) | b;
        return word;
    }

    // The high bit of a byte comes up where it was below the bound, or zero; a false one only above a true one.
    private static bool HasJsonSpecial(ulong word)
    {
        var quote = word ^ (Ones * '"');
        var backslash = word ^ (Ones * '\\');
        return ((((word - (Ones * 0x20)) & ~word) | ((quote - Ones) & ~quote) | ((backslash - Ones) & ~backslash)) & Highs) != 0;
    }

    private static bool HasXmlSpecial(ulong word)
    {
        var ampersand = word ^ (Ones * '&');
        // '<' and '>' differ in one bit.
        var bracket = (word | (Ones * 2)) ^ (Ones * '>');
        var carriageReturn = word ^ (Ones * '\r');
        return ((((ampersand - Ones) & ~ampersand) | ((bracket - Ones) & ~bracket) | ((carriageReturn - Ones) & ~carriageReturn)) & Highs) != 0;
    }
}

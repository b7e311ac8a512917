using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Looks ahead in JSON text for one more entry of a list that has only what most entries have: leaves by the names that the schema has for them, strings without escapes, integers,
/// <c>true</c> and <c>false</c>. Of anything else it says nothing; the tokenizer reads it then, and has the errors.
/// </summary>
internal sealed class JsonEntryScan
{
    private JsonPlainValue[] _values = new JsonPlainValue[8];
    private int _count;

    /// <summary>The values of the entry, whose places count from the beginning of the text.</summary>
    public ReadOnlySpan<JsonPlainValue> Values => _values.AsSpan(0, _count);

    /// <summary>Whether the text begins, after a comma, with such an entry.</summary>
    /// <param name="text">What follows an entry.</param>
    /// <param name="children">The children of the list.</param>
    /// <param name="length">The bytes of comma and entry.</param>
    public bool TryRead(ReadOnlySpan<byte> text, JsonChildren children, out int length)
    {
        _count = 0;
        length = 0;
        var at = 0;
        if (!Take(text, ref at, (byte)',') || !Take(text, ref at, (byte)'{')) return false;
        do
        {
            var index = Name(text, ref at, children);
            if (index < 0 || children[index] is not LeafNode || !TryValue(text, ref at, index)) return false;
        }
        while (Take(text, ref at, (byte)','));

        if (!Take(text, ref at, (byte)'}')) return false;
        length = at;
        return true;
    }

    /// <summary>Goes past a byte, with white space before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Take(ReadOnlySpan<byte> text, ref int at, byte expected)
    {
        if ((uint)at < (uint)text.Length && text[at] == expected)
        {
            at++;
            return true;
        }

        SkipWhiteSpace(text, ref at);
        if ((uint)at >= (uint)text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private static void SkipWhiteSpace(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
    }

    /// <summary>Goes past a name and its colon: the child of that name, or -1.</summary>
    private static int Name(ReadOnlySpan<byte> text, ref int at, JsonChildren children)
    {
        SkipWhiteSpace(text, ref at);
        var index = children.FindMember(text[at..], out var length);
        if (index >= 0)
        {
            at += length;
            return index;
        }

        if (!Take(text, ref at, (byte)'"')) return -1;
        var end = text[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || text[at + end] != (byte)'"') return -1;
        index = children.Find(text.Slice(at, end));
        at += end + 1;
        return Take(text, ref at, (byte)':') ? index : -1;
    }

    private bool TryValue(ReadOnlySpan<byte> text, ref int at, int index)
    {
        SkipWhiteSpace(text, ref at);
        if (at >= text.Length) return false;
        JsonPlainValue value;
        if (text[at] == (byte)'"')
        {
            at++;
            var length = StringLength(text[at..]);
            if (length < 0) return false;
            value = new JsonPlainValue(index, at, length, JsonKind.String);
            at += length + 1;
        }
        else
        {
            var (length, kind) = Literal(text[at..]);
            if (length == 0) return false;
            value = new JsonPlainValue(index, at, length, kind);
            at += length;
        }

        if (_count == _values.Length) Array.Resize(ref _values, _count * 2);
        _values[_count++] = value;
        return true;
    }

    /// <summary>The bytes up to the quotation mark; -1 when there is an escape, or what no string has, before it, or the text ends.</summary>
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var seen = Vector128<byte>.Zero;
        while (text.Length - at >= Vector128<byte>.Count)
        {
            var chunk = Vector128.Create(text[at..]);
            var specials = PlainText.JsonSpecials(chunk).ExtractMostSignificantBits();
            if (specials == 0)
            {
                seen |= chunk;
                at += Vector128<byte>.Count;
                continue;
            }

            var first = BitOperations.TrailingZeroCount(specials);
            var isAscii = seen.ExtractMostSignificantBits() == 0 && (chunk.ExtractMostSignificantBits() & ((1u << first) - 1)) == 0;
            at += first;
            return text[at] == (byte)'"' && (isAscii || Utf8.IsValid(text[..at])) ? at : -1;
        }

        while (at < text.Length && text[at] is >= 0x20 and not ((byte)'"' or (byte)'\\')) at++;
        return at < text.Length && text[at] == (byte)'"' && Utf8.IsValid(text[..at]) ? at : -1;
    }

    /// <summary>An integer, <c>true</c> or <c>false</c>, with what ends it there: otherwise it may go on beyond the text.</summary>
    private static (int Length, JsonKind Kind) Literal(ReadOnlySpan<byte> text)
    {
        var at = text[0] == (byte)'-' ? 1 : 0;
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        var kind = JsonKind.Number;
        if (at == start)
        {
            if (start > 0) return default;
            kind = JsonKind.Boolean;
            at = text.StartsWith("true"u8) ? 4 : text.StartsWith("false"u8) ? 5 : 0;
        }
        else if (at - start > 1 && text[start] == (byte)'0')
        {
            return default;
        }

        return at > 0 && at < text.Length && text[at] is (byte)',' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? (at, kind) : default;
    }
}

/// <summary>One leaf of an entry.</summary>
/// <param name="Child">Which child of the list.</param>
/// <param name="Start">Where its text starts, of a string after the quotation mark.</param>
/// <param name="Length">The length of its text.</param>
/// <param name="Kind">String, number or boolean.</param>
internal readonly record struct JsonPlainValue(int Child, int Start, int Length, JsonKind Kind)
{
    /// <summary>Where its token starts.</summary>
    public int Token => Kind == JsonKind.String ? Start - 1 : Start;
}

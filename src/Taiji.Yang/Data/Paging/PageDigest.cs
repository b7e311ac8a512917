using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>
/// Digests of records and of lists. That of a list is a polynomial of its entries' (mod 2⁶¹−1): it doesn't tell where pages begin, so that how a list was made doesn't matter.
/// </summary>
internal static class PageDigest
{
    private const ulong Prime = (1UL << 61) - 1;
    private const ulong Base = 0x0B5AD4ECEDA1CE2BUL;

    /// <summary>The digest of a record.</summary>
    public static ulong Of(Layout layout, in RecordView record) => Of(layout, record, 0, layout.Slots.Length);

    /// <summary>The digest of the slots from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public static ulong Of(Layout layout, in RecordView record, int first, int end)
    {
        ulong digest = 1;
        var fields = new RecordCursor(layout, record);
        while (fields.MoveNext() && fields.Slot < end)
        {
            if (fields.Slot < first) continue;
            var slot = layout.Slots[fields.Slot];
            var field = fields.Field;
            var value = slot.Format is { } format ? Of(new ListView(format, record.Data, field))
                : Of(field.Reference is byte[] far ? far : record.Data.AsSpan(field.Start, field.Length));
            digest = Mix(Mix(digest, (ulong)(fields.Slot - first)), value);
        }

        return digest;
    }

    /// <summary>The digest of a list's entries in their order.</summary>
    public static ulong Of(in ListView list)
    {
        if (list.Main is { } main) return Mix(Of(main, list.Format), (ulong)list.Count);
        ulong digest = 0;
        var cursor = new ListCursor(list, 0);
        while (cursor.MoveNext()) digest = Append(digest, OfEntry(cursor.Current, list.Format));
        return Mix(digest, (ulong)list.Count);
    }

    /// <summary>The digest of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var digest = (ulong)bytes.Length ^ 0x9E3779B97F4A7C15UL;
        for (; bytes.Length >= 8; bytes = bytes[8..]) digest = Mix(digest, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        if (bytes.IsEmpty) return Mix(digest, 0);
        ulong rest = 0;
        for (var i = 0; i < bytes.Length; i++) rest |= (ulong)bytes[i] << (i * 8);
        return Mix(digest, rest);
    }

    /// <summary>One digest of two values in their order.</summary>
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ 0xA0761D6478BD642FUL, b ^ 0xE7037ED1A0B428DBUL, out var low);
        // A factor of zero would forget the other: each goes in once more.
        return (high ^ low) + (a << 29 | a >>> 35) + b * 0x9FB21C651E98DF25UL;
    }

    private static ulong Of(Page page, ListFormat format)
    {
        if (page.Digest is var known and not 0) return known - 1;
        ulong digest = 0;
        if (page is InnerPage inner)
        {
            foreach (var kid in inner.Kids) digest = Reduce((UInt128)digest * Power(kid.Total) + Of(kid, format));
        }
        else
        {
            var leaf = new LeafView((LeafPage)page);
            for (var i = 0; i < leaf.Count; i++)
            {
                var entry = leaf[i];
                digest = Append(digest, OfEntry(new EntryView(entry.Data, entry.Start + format.Prefix, entry.End, entry.Refs), format));
            }
        }

        page.Digest = digest + 1;
        return digest;
    }

    private static ulong OfEntry(in EntryView entry, ListFormat format)
    {
        var key = Of(entry.Key(format.KeySize));
        return format.Entry is null ? key : Mix(key, Of(format.Entry, entry.Body(format.KeySize)));
    }

    private static ulong Append(ulong digest, ulong entry) => Reduce((UInt128)digest * Base + entry);

    private static ulong Power(long exponent)
    {
        ulong result = 1, square = Base;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Reduce((UInt128)result * square);
            square = Reduce((UInt128)square * square);
        }

        return result;
    }

    private static ulong Reduce(UInt128 value)
    {
        var sum = (ulong)(value & Prime) + (ulong)(value >> 61 & Prime) + (ulong)(value >> 122);
        while (sum >= Prime) sum -= Prime;
        return sum;
    }
}

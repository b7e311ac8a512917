using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Taiji.Datastores.Journal;

/// <summary>CRC-32C over what is kept.</summary>
internal static class Checksum
{
    /// <summary>Of a record: every field counts.</summary>
    /// <param name="record">The record.</param>
    public static uint Of(JournalRecord record)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)record.Sequence);
        crc = BitOperations.Crc32C(crc, (ulong)record.Time.UtcTicks);
        crc = BitOperations.Crc32C(crc, (ulong)record.Settled);
        crc = Text(crc, record.User);
        crc = Text(crc, record.Transport);
        crc = Text(crc, record.Comment);
        return ~Add(crc, record.Diff.Span);
    }

    /// <summary>Goes on with more bytes; begin with <see cref="uint.MaxValue"/>.</summary>
    /// <param name="crc">So far.</param>
    /// <param name="bytes">What comes next.</param>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    private static uint Text(uint crc, string? text)
    {
        // The length first: where one text ends and the next begins counts too.
        crc = BitOperations.Crc32C(crc, text is null ? uint.MaxValue : (uint)text.Length);
        if (string.IsNullOrEmpty(text)) return crc;
        Span<byte> room = stackalloc byte[256];
        var bytes = Encoding.UTF8.GetMaxByteCount(text.Length) <= room.Length ? room[..Encoding.UTF8.GetBytes(text, room)] : Encoding.UTF8.GetBytes(text);
        return Add(crc, bytes);
    }
}

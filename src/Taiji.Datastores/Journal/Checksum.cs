using System.Buffers.Binary;
using System.Numerics;

namespace Taiji.Datastores.Journal;

/// <summary>CRC-32C (the processor's own instruction where it has one) over what is kept.</summary>
internal static class Checksum
{
    /// <summary>What to begin <see cref="Add"/> with.</summary>
    public const uint Seed = uint.MaxValue;

    /// <summary>Of a record: the whole envelope counts.</summary>
    /// <param name="record">The record.</param>
    public static uint Of(JournalRecord record)
    {
        var crc = BitOperations.Crc32C(Seed, (ulong)record.Sequence);
        crc = BitOperations.Crc32C(crc, (ulong)record.Time.UtcTicks);
        crc = BitOperations.Crc32C(crc, ((ulong)(uint)record.Kind.Version << 32) | (uint)record.Kind.Name.Length);
        foreach (var c in record.Kind.Name) crc = BitOperations.Crc32C(crc, c);
        return ~Add(crc, record.Payload.Span);
    }

    /// <summary>Goes on with more bytes.</summary>
    /// <param name="crc">So far.</param>
    /// <param name="bytes">What comes next.</param>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}

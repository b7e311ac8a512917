using System.Buffers.Binary;
using System.Buffers.Text;

namespace Taiji.Yang.Encodings;

/// <summary>Stored forms with a fast way to text: see <see cref="Types.YangType"/>.</summary>
internal static class StoredValue
{
    /// <summary>Writes a signed integer of up to 32 bits in decimal.</summary>
    public static void WriteSigned(ByteSink sink, ReadOnlySpan<byte> stored)
    {
        var value = stored.Length switch
        {
            1 => (sbyte)(stored[0] ^ 0x80),
            2 => (short)(BinaryPrimitives.ReadUInt16BigEndian(stored) ^ 0x8000),
            _ => (int)(BinaryPrimitives.ReadUInt32BigEndian(stored) ^ 0x80000000),
        };
        Utf8Formatter.TryFormat(value, sink.Reserve(11), out var written);
        sink.Advance(written);
    }

    /// <summary>Writes an unsigned integer of up to 32 bits in decimal.</summary>
    public static void WriteUnsigned(ByteSink sink, ReadOnlySpan<byte> stored)
    {
        var value = stored.Length switch
        {
            1 => stored[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(stored),
            _ => BinaryPrimitives.ReadUInt32BigEndian(stored),
        };
        Utf8Formatter.TryFormat(value, sink.Reserve(11), out var written);
        sink.Advance(written);
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static void WriteBoolean(ByteSink sink, ReadOnlySpan<byte> stored) => sink.Write(stored[0] != 0 ? "true"u8 : "false"u8);
}

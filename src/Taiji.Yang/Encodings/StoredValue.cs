using System.Buffers.Binary;
using System.Buffers.Text;

namespace Taiji.Yang.Encodings;

/// <summary>Stored forms with a fast way to text: see <see cref="Types.YangType"/>.</summary>
internal static class StoredValue
{
    /// <summary>The most bytes that <see cref="Format"/> writes.</summary>
    public const int LongestText = 11;

    /// <summary>Writes an integer of up to 32 bits in decimal, or <c>true</c> or <c>false</c>.</summary>
    /// <param name="style">Signed, unsigned or boolean.</param>
    /// <param name="stored">The stored value.</param>
    /// <param name="destination">At least <see cref="LongestText"/> bytes.</param>
    /// <returns>How many bytes.</returns>
    public static int Format(ValueStyle style, ReadOnlySpan<byte> stored, Span<byte> destination)
    {
        switch (style)
        {
            case ValueStyle.Signed:
                Utf8Formatter.TryFormat(Signed(stored), destination, out var written);
                return written;
            case ValueStyle.Unsigned:
                Utf8Formatter.TryFormat(Unsigned(stored), destination, out written);
                return written;
            default:
                var text = stored[0] != 0 ? "true"u8 : "false"u8;
                text.CopyTo(destination);
                return text.Length;
        }
    }

    private static int Signed(ReadOnlySpan<byte> stored) => stored.Length switch
    {
        1 => (sbyte)(stored[0] ^ 0x80),
        2 => (short)(BinaryPrimitives.ReadUInt16BigEndian(stored) ^ 0x8000),
        _ => (int)(BinaryPrimitives.ReadUInt32BigEndian(stored) ^ 0x80000000),
    };

    private static uint Unsigned(ReadOnlySpan<byte> stored) => stored.Length switch
    {
        1 => stored[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(stored),
        _ => BinaryPrimitives.ReadUInt32BigEndian(stored),
    };
}

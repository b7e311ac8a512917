using System.Buffers.Binary;

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
                var signed = Signed(stored);
                if (signed >= 0) return Decimal((uint)signed, destination);
                destination[0] = (byte)'-';
                return Decimal((uint)-(long)signed, destination[1..]) + 1;
            case ValueStyle.Unsigned:
                return Decimal(Unsigned(stored), destination);
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

    /// <summary>Writes a number from its end, two digits at a time.</summary>
    private static int Decimal(uint value, Span<byte> destination)
    {
        var length = Digits(value);
        var at = length;
        while (value >= 100)
        {
            var rest = value / 100;
            Pairs.Slice((int)(value - rest * 100) * 2, 2).CopyTo(destination[(at -= 2)..]);
            value = rest;
        }

        if (value >= 10) Pairs.Slice((int)value * 2, 2).CopyTo(destination);
        else destination[0] = (byte)('0' + value);
        return length;
    }

    private static int Digits(uint value) => value switch
    {
        < 10 => 1,
        < 100 => 2,
        < 1_000 => 3,
        < 10_000 => 4,
        < 100_000 => 5,
        < 1_000_000 => 6,
        < 10_000_000 => 7,
        < 100_000_000 => 8,
        < 1_000_000_000 => 9,
        _ => 10,
    };

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;
}

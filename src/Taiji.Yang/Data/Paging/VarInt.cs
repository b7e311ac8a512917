namespace Taiji.Yang.Data.Paging;

/// <summary>Lengths in records: seven bits a byte, least significant first.</summary>
internal static class VarInt
{
    public static int Size(int value)
    {
        var n = 1;
        for (var v = (uint)value; v >= 0x80; v >>= 7) n++;
        return n;
    }

    public static int Write(Span<byte> destination, int value)
    {
        var n = 0;
        var v = (uint)value;
        for (; v >= 0x80; v >>= 7) destination[n++] = (byte)(v | 0x80);
        destination[n++] = (byte)v;
        return n;
    }

    /// <summary>Reads at <paramref name="position"/> and moves it past.</summary>
    public static int Read(ReadOnlySpan<byte> source, ref int position)
    {
        int b = source[position++];
        if (b < 0x80) return b;
        var value = (uint)b & 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            b = source[position++];
            value |= ((uint)b & 0x7F) << shift;
            if (b < 0x80) return (int)value;
        }
    }
}

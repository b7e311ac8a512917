using System.Buffers;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// The stored form of a list entry's key: its key leaves' stored values one after the other, memcomparable as a whole. A component of varying size that is not the
/// last has its 0x00 bytes escaped (00 → 00 FF) and ends in 00 01, so that no key is a prefix of another and byte order is component order.
/// </summary>
public static class KeyCodec
{
    /// <summary>Appends one component.</summary>
    /// <param name="list">The list.</param>
    /// <param name="index">Which key leaf.</param>
    /// <param name="stored">The leaf's stored value.</param>
    /// <param name="destination">Receives the encoded component.</param>
    public static void Append(ListNode list, int index, ReadOnlySpan<byte> stored, IBufferWriter<byte> destination)
    {
        if (index == list.Keys.Count - 1 || list.Keys[index].Type.FixedSize >= 0)
        {
            destination.Write(stored);
            return;
        }

        int zero;
        while ((zero = stored.IndexOf((byte)0)) >= 0)
        {
            destination.Write(stored[..zero]);
            destination.Write<byte>([0x00, 0xFF]);
            stored = stored[(zero + 1)..];
        }

        destination.Write(stored);
        destination.Write<byte>([0x00, 0x01]);
    }

    /// <summary>Encodes all components.</summary>
    /// <param name="list">The list.</param>
    /// <param name="storedValues">The key leaves' stored values in key order.</param>
    public static byte[] Encode(ListNode list, params ReadOnlySpan<byte[]> storedValues)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < storedValues.Length; i++) Append(list, i, storedValues[i], buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Takes the first component off the rest of an encoded key.</summary>
    /// <param name="list">The list.</param>
    /// <param name="index">Which key leaf.</param>
    /// <param name="rest">The encoded key from this component on; advanced past it.</param>
    /// <param name="scratch">Where an escaped component is unescaped; at least <c>rest.Length</c> bytes.</param>
    /// <returns>The leaf's stored value: a part of <paramref name="rest"/> or of <paramref name="scratch"/>.</returns>
    public static ReadOnlySpan<byte> Take(ListNode list, int index, scoped ref ReadOnlySpan<byte> rest, Span<byte> scratch)
    {
        ReadOnlySpan<byte> value;
        var size = list.Keys[index].Type.FixedSize;
        if (index == list.Keys.Count - 1)
        {
            value = rest;
            rest = default;
            return value;
        }

        if (size >= 0)
        {
            value = rest[..size];
            rest = rest[size..];
            return value;
        }

        var end = rest.IndexOf((byte)0);
        if (rest[end + 1] == 0x01)
        {
            value = rest[..end];
            rest = rest[(end + 2)..];
            return value;
        }

        return TakeEscaped(ref rest, scratch);
    }

    private static ReadOnlySpan<byte> TakeEscaped(scoped ref ReadOnlySpan<byte> rest, Span<byte> scratch)
    {
        var n = 0;
        for (var i = 0; ; i++)
        {
            if (rest[i] != 0)
            {
                scratch[n++] = rest[i];
            }
            else if (rest[++i] == 0xFF)
            {
                scratch[n++] = 0;
            }
            else
            {
                rest = rest[(i + 1)..];
                return scratch[..n];
            }
        }
    }
}

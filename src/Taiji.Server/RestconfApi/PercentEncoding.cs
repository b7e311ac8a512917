using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Taiji.Server.RestconfApi;

/// <summary>Percent-encoding of RFC 3986 §2.1 over UTF-8; a plus sign is a plus sign.</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes once.</summary>
    /// <param name="text">Encoded text.</param>
    /// <param name="utf8">The decoded octets: well-formed UTF-8.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? utf8)
    {
        var octets = new ArrayBufferWriter<byte>(Math.Max(Encoding.UTF8.GetByteCount(text), 1));
        utf8 = TryDecode(text, octets) ? octets.WrittenSpan.ToArray() : null;
        return utf8 is not null;
    }

    /// <summary>As the other one.</summary>
    /// <param name="text">Encoded text.</param>
    /// <param name="destination">Receives the decoded octets: well-formed UTF-8.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, IBufferWriter<byte> destination)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var bytes = destination.GetSpan(count)[..count];
        Encoding.UTF8.GetBytes(text, bytes);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                bytes[length++] = bytes[i];
                continue;
            }

            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2])) return false;
            bytes[length++] = (byte)((Hex(bytes[i + 1]) << 4) | Hex(bytes[i + 2]));
            i += 2;
        }

        if (!Utf8.IsValid(bytes[..length])) return false;
        destination.Advance(length);
        return true;
    }

    /// <summary>As <see cref="TryDecode(ReadOnlySpan{char}, out byte[])"/>, to a string.</summary>
    /// <param name="text">Encoded text.</param>
    /// <param name="decoded">The decoded text.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = TryDecode(text, out byte[]? utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return decoded is not null;
    }

    /// <summary>Decodes what need not have been encoded, unreserved characters, which changes nothing of what a URI names (RFC 3986 §6.2.2.2).</summary>
    /// <param name="text">Encoded text; from where it is malformed it stays as it is.</param>
    public static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%')) return text;
        var normal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                normal.Append(text[i]);
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                normal.Append(text[i..]);
                break;
            }

            var octet = (char)((Hex((byte)text[i + 1]) << 4) | Hex((byte)text[i + 2]));
            if (char.IsAsciiLetterOrDigit(octet) || octet is '-' or '.' or '_' or '~') normal.Append(octet);
            else normal.Append(text.Slice(i, 3));
            i += 2;
        }

        return normal.ToString();
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

using System.Text;

namespace Taiji.Server.Http;

/// <summary>The credentials of HTTP Basic authentication (RFC 7617 §2).</summary>
internal static class BasicCredentials
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>User and password of <c>Basic BASE64</c>, or null.</summary>
    /// <param name="header">The header <c>Authorization</c>.</param>
    public static (string User, string Password)? Parse(string? header)
    {
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var encoded = header.AsSpan(6).Trim();
        var octets = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, octets, out var length)) return null;
        string text;
        try
        {
            text = StrictUtf8.GetString(octets, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || text.Any(char.IsControl) ? null : (text[..colon], text[(colon + 1)..]);
    }
}

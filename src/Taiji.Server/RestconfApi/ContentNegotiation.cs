using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Taiji.Server.RestconfApi;

/// <summary>Chooses media types (RFC 9110 §12.5.1, RFC 8040 §5.2).</summary>
internal static class ContentNegotiation
{
    /// <summary>The offer that the client likes best, or -1 when it accepts none of them.</summary>
    /// <param name="accept">The Accept header; empty when the client did not send one.</param>
    /// <param name="offers">What the server can send, the server's favourite first: it wins among equals.</param>
    public static int Choose(StringValues accept, params ReadOnlySpan<string> offers)
    {
        if (StringValues.IsNullOrEmpty(accept) || (accept.Count == 1 && accept[0] == "*/*")) return 0;
        for (var i = 0; i < offers.Length; i++)
        {
            if (accept.Count == 1 && accept[0] == offers[i]) return i;
        }

        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges)) return -1;
        var best = -1;
        var bestQuality = 0.0;
        for (var i = 0; i < offers.Length; i++)
        {
            var quality = Quality(ranges, offers[i]);
            if (quality > bestQuality)
            {
                best = i;
                bestQuality = quality;
            }
        }

        return best;
    }

    /// <summary>The encoding a Content-Type header names, or null: none of ours, or not in UTF-8 (RFC 8040 §5.2).</summary>
    /// <param name="contentType">The header.</param>
    /// <param name="isPatch">Whether it is that of a YANG Patch (RFC 8072 §2) rather than of data.</param>
    public static DataEncoding? EncodingOf(string? contentType, out bool isPatch)
    {
        isPatch = false;
        if (contentType is null) return null;
        if (contentType.Equals(MediaTypes.YangDataJson, StringComparison.OrdinalIgnoreCase)) return DataEncoding.Json;
        if (contentType.Equals(MediaTypes.YangDataXml, StringComparison.OrdinalIgnoreCase)) return DataEncoding.Xml;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed)) return null;
        if (parsed.Charset.HasValue && !HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return null;
        if (parsed.MediaType.Equals(MediaTypes.YangDataJson, StringComparison.OrdinalIgnoreCase)) return DataEncoding.Json;
        if (parsed.MediaType.Equals(MediaTypes.YangDataXml, StringComparison.OrdinalIgnoreCase)) return DataEncoding.Xml;
        isPatch = true;
        if (parsed.MediaType.Equals(MediaTypes.YangPatchJson, StringComparison.OrdinalIgnoreCase)) return DataEncoding.Json;
        return parsed.MediaType.Equals(MediaTypes.YangPatchXml, StringComparison.OrdinalIgnoreCase) ? DataEncoding.Xml : null;
    }

    /// <summary>The quality that the most specific range gives an offer; 0 when none matches.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string offer)
    {
        var specificity = 0;
        var quality = 0.0;
        foreach (var range in ranges)
        {
            var s = Specificity(range, offer);
            if (s <= specificity) continue;
            specificity = s;
            quality = range.Quality ?? 1.0;
        }

        return quality;
    }

    /// <summary>4 for the type itself, 3 for <c>type/*+suffix</c>, 2 for <c>type/*</c>, 1 for <c>*/*</c>, 0 for no match; parameters don't count.</summary>
    private static int Specificity(MediaTypeHeaderValue range, string offer)
    {
        var slash = offer.IndexOf('/', StringComparison.Ordinal);
        if (range.MatchesAllTypes) return 1;
        if (!range.Type.AsSpan().Equals(offer.AsSpan(0, slash), StringComparison.OrdinalIgnoreCase)) return 0;
        if (range.MatchesAllSubTypes) return 2;
        if (range.MatchesAllSubTypesWithoutSuffix)
        {
            var plus = offer.IndexOf('+', StringComparison.Ordinal);
            return plus >= 0 && range.Suffix.AsSpan().Equals(offer.AsSpan(plus + 1), StringComparison.OrdinalIgnoreCase) ? 3 : 0;
        }

        return range.MediaType.Equals(offer, StringComparison.OrdinalIgnoreCase) ? 4 : 0;
    }
}

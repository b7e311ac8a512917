using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace Taiji.Server.Http;

/// <summary>What one proxy said of whoever connected to it (RFC 7239 §4); null for what it didn't say.</summary>
/// <param name="For">The client's address.</param>
/// <param name="Proto">The scheme.</param>
/// <param name="Host">The authority that was asked for.</param>
internal sealed record ForwardedElement(string? For, string? Proto, string? Host)
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%:[]");

    /// <summary>The client's address and port (RFC 7239 §6); null when it has no address. A port that is obfuscated is none.</summary>
    public IPEndPoint? Client
    {
        get
        {
            if (For is null) return null;
            var hidden = For.IndexOf(":_", StringComparison.Ordinal);
            return IPEndPoint.TryParse(hidden < 0 ? For : For.AsSpan(0, hidden), out var endPoint) ? endPoint : null;
        }
    }

    /// <summary>The scheme in lower case (RFC 3986 §3.1), when it is one of HTTP's.</summary>
    public string? Scheme => Proto?.ToLowerInvariant() is "http" or "https" ? Proto.ToLowerInvariant() : null;

    /// <summary>The authority, when it is one: links are made of it.</summary>
    public string? Authority =>
        Host is { Length: > 0 } && Host.AsSpan().IndexOfAnyExcept(HostCharacters) < 0 && Uri.TryCreate("http://" + Host, UriKind.Absolute, out _) ? Host : null;

    /// <summary>The elements of <c>Forwarded</c>, the first proxy's first; empty when they can't be read.</summary>
    /// <param name="header">The header.</param>
    public static List<ForwardedElement> Parse(StringValues header)
    {
        var elements = new List<ForwardedElement>();
        foreach (var element in Split(string.Join(',', header.ToArray()), ','))
        {
            string? client = null, proto = null, host = null;
            foreach (var pair in Split(element, ';'))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals < 0) return [];
                var value = Unquote(pair[(equals + 1)..].Trim());
                switch (pair[..equals].Trim().ToLowerInvariant())
                {
                    case "for": client = value; break;
                    case "proto": proto = value; break;
                    case "host": host = value; break;
                }
            }

            elements.Add(new ForwardedElement(client, proto, host));
        }

        return elements;
    }

    /// <summary>As if <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> had been one <c>Forwarded</c>: their last values belong together.</summary>
    public static List<ForwardedElement> Parse(StringValues clients, StringValues protos, StringValues hosts)
    {
        string[] a = Values(clients), b = Values(protos), c = Values(hosts);
        var count = Math.Max(a.Length, Math.Max(b.Length, c.Length));
        var elements = new List<ForwardedElement>(count);
        for (var left = count; left > 0; left--) elements.Add(new ForwardedElement(FromEnd(a, left), FromEnd(b, left), FromEnd(c, left)));
        return elements;
    }

    private static string? FromEnd(string[] values, int left) => left <= values.Length ? values[^left] : null;

    private static string[] Values(StringValues header) =>
        string.Join(',', header.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        var isQuoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') isQuoted = !isQuoted;
            if (i < text.Length && (isQuoted || text[i] != separator)) continue;
            if (text[start..i].Trim() is { Length: > 0 } part) yield return part;
            start = i + 1;
        }
    }

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? inner.Replace("\\", "", StringComparison.Ordinal) : value;
}

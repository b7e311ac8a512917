using System.Globalization;

namespace Taiji.Clients.Restconf;

/// <summary>The query parameters of a retrieval (RFC 8040 §4.8, RFC 8527 §3.2).</summary>
public sealed record RestconfQuery
{
    /// <summary>config, nonconfig or all; null for all.</summary>
    public string? Content { get; init; }

    /// <summary>How many levels come, 1 to 65535; null for all.</summary>
    public int? Depth { get; init; }

    /// <summary>Which nodes below come, as <c>name;mtu</c>.</summary>
    public string? Fields { get; init; }

    /// <summary>RFC 6243's mode; null for the server's own.</summary>
    public string? WithDefaults { get; init; }

    /// <summary>Whether nodes come with their origin (RFC 8527).</summary>
    public bool WithOrigin { get; init; }

    /// <summary>Other parameters, that a server has beside the standard's.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    /// <summary>The parameters with their question mark; empty for none.</summary>
    internal string ToQuery() => QueryText.Of(
    [
        ("content", Content), ("depth", Depth?.ToString(CultureInfo.InvariantCulture)), ("fields", Fields), ("with-defaults", WithDefaults),
        ("with-origin", WithOrigin ? "" : null), .. Others.Select(o => (o.Key, (string?)o.Value)),
    ]);
}

/// <summary>Where an entry goes in a list that users order (RFC 8040 §4.8.5), and on which condition an edit is done (§3.4.1).</summary>
public sealed record RestconfEditOptions
{
    /// <summary>first, last, before or after; null for last.</summary>
    public string? Insert { get; init; }

    /// <summary>For before and after: the path of the other entry, as of data, without root.</summary>
    public string? Point { get; init; }

    /// <summary>The entity-tag that the resource must have: it hasn't changed since.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The resource must not exist yet.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>The resource must not have changed since.</summary>
    public DateTimeOffset? IfUnmodifiedSince { get; init; }

    /// <summary>The parameters with their question mark; empty for none.</summary>
    internal string ToQuery() => QueryText.Of([("insert", Insert), ("point", Point is null ? null : "/" + Point.TrimStart('/'))]);
}

/// <summary>Writes query strings.</summary>
internal static class QueryText
{
    public static string Of(IEnumerable<(string Name, string? Value)> parameters)
    {
        var text = string.Join('&', parameters.Where(p => p.Value is not null).Select(p => p.Value!.Length == 0 ? p.Name : $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return text.Length == 0 ? "" : "?" + text;
    }
}

using System.Globalization;

namespace Taiji.Clients.Restconf;

/// <summary>What of a stream comes, and what is done when it breaks off.</summary>
public sealed record RestconfEventOptions
{
    /// <summary>An XPath expression that the notification must meet (RFC 8040 §4.8.4); null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Replay from then on (RFC 8040 §4.8.7); null for none.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The end (RFC 8040 §4.8.8); null for never.</summary>
    public DateTimeOffset? StopTime { get; init; }

    /// <summary>
    /// Whether a stream that breaks off is taken up again where it was: by the event's mark (<c>Last-Event-ID</c>) and by replay from the last event's time, without telling an
    /// event twice. Servers without replay leave a gap.
    /// </summary>
    public bool Resumes { get; init; } = true;

    /// <summary>The pause before a stream is taken up again; the server may ask for another.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many attempts in a row may fail; null for any number.</summary>
    public int? MaxAttempts { get; init; } = 10;

    /// <summary>The parameters with their question mark; empty for none.</summary>
    internal string ToQuery(DateTimeOffset? startTime) => QueryText.Of([("filter", Filter), ("start-time", Text(startTime)), ("stop-time", Text(StopTime))]);

    private static string? Text(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

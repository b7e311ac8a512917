using System.Globalization;

namespace Taiji.Server.RestconfApi;

/// <summary>HTTP dates (RFC 9110 §5.6.7).</summary>
internal static class HttpDate
{
    // Most replies tell the same time as the one before.
    [ThreadStatic]
    private static Written? _last;

    /// <summary>The text of a time, to the second.</summary>
    /// <param name="time">The time.</param>
    public static string Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks;
        if (_last?.Ticks != ticks) _last = new Written(ticks, Format(ticks));
        return _last.Text;
    }

    private static string Format(long ticks) => new DateTimeOffset(ticks, TimeSpan.Zero).ToString("r", CultureInfo.InvariantCulture);

    private sealed record Written(long Ticks, string Text);
}

using System.Globalization;

namespace Taiji.Server.RestconfApi;

/// <summary>HTTP dates (RFC 9110 §5.6.7).</summary>
internal static class HttpDate
{
    // Most replies tell the same time as the one before.
    private static Written _last = new(0, Format(0));

    /// <summary>The text of a time, to the second.</summary>
    /// <param name="time">The time.</param>
    public static string Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks;
        var last = Volatile.Read(ref _last);
        if (last.Ticks == ticks) return last.Text;
        Volatile.Write(ref _last, last = new Written(ticks, Format(ticks)));
        return last.Text;
    }

    private static string Format(long ticks) => new DateTimeOffset(ticks, TimeSpan.Zero).ToString("r", CultureInfo.InvariantCulture);

    private sealed record Written(long Ticks, string Text);
}

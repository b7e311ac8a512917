using System.Globalization;
using Taiji.Datastores.Events;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>
/// Names events for <c>Last-Event-ID</c>: by their time, and by how many of the same time came before on the stream. Good for every stream, filter and encoding; a name read on a
/// connection that began in the middle of a moment may bring an event of that moment again, never leave one out.
/// </summary>
internal struct EventId
{
    private long _ticks;
    private int _count;

    /// <summary>The time to begin again at.</summary>
    public readonly DateTimeOffset Time => new(_ticks, TimeSpan.Zero);

    /// <summary>Counts the next event.</summary>
    /// <param name="record">The event.</param>
    public void Take(NotificationRecord record)
    {
        _count = record.EventTime.UtcTicks == _ticks ? _count + 1 : 1;
        _ticks = record.EventTime.UtcTicks;
    }

    /// <summary>Whether an event, the position of which this one is, was read by whoever read up to another.</summary>
    /// <param name="last">The other.</param>
    public readonly bool IsUpTo(in EventId last) => _ticks < last._ticks || (_ticks == last._ticks && _count <= last._count);

    /// <inheritdoc/>
    public override readonly string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_ticks:x}-{_count}");

    /// <summary>Reads a name back.</summary>
    /// <param name="text">The name.</param>
    /// <param name="id">What it names.</param>
    public static bool TryParse(string? text, out EventId id)
    {
        id = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash <= 0
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            || !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        id = new EventId { _ticks = ticks, _count = count };
        return true;
    }
}

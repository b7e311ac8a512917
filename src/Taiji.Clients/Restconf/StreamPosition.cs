namespace Taiji.Clients.Restconf;

/// <summary>How far a stream was read, so that it can be taken up again without telling an event twice.</summary>
internal sealed class StreamPosition(DateTimeOffset? startTime)
{
    // Those of the last moment: replay begins with it.
    private readonly HashSet<string> _told = [];
    private DateTimeOffset? _last;

    /// <summary>How many events were told.</summary>
    public long Count { get; private set; }

    /// <summary>The last event's mark; null when it had none.</summary>
    public string? EventId { get; private set; }

    /// <summary>The pause that the server asks for; null when it doesn't.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>From when replay is to begin.</summary>
    public DateTimeOffset? StartTime => _last ?? startTime;

    /// <summary>The event, or null when it was told before.</summary>
    public RestconfNotification? Take(RestconfNotification notification, TimeSpan? retry)
    {
        Retry = retry ?? Retry;
        EventId = notification.EventId ?? EventId;
        var text = notification.Content.ToString();
        if (notification.EventTime == _last && !_told.Add(text)) return null;
        if (notification.EventTime != _last)
        {
            if (notification.EventTime < _last && _told.Contains(text)) return null;
            _told.Clear();
            _told.Add(text);
            _last = notification.EventTime;
        }

        Count++;
        return notification;
    }
}

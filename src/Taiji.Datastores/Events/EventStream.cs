namespace Taiji.Datastores.Events;

/// <summary>A stream of notifications (RFC 5277 §3.2), and what is kept of it for replay: whatever is within both bounds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What is in it, for whoever subscribes.</param>
public sealed record EventStream(string Name, string Description)
{
    /// <summary>The stream that has everything (RFC 5277 §3.2.3).</summary>
    public const string Default = "NETCONF";

    /// <summary>How many of the newest notifications are kept; 0 for none: the stream has no replay then.</summary>
    public int KeepCount { get; init; } = 10_000;

    /// <summary>How long notifications are kept; null for however long.</summary>
    public TimeSpan? KeepAge { get; init; }

    /// <summary>Whether it can be replayed.</summary>
    public bool HasReplay => KeepCount > 0;
}

/// <summary>A stream as it is now.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="LogCreated">When its log was begun; null without replay.</param>
/// <param name="LogAged">The time of the newest notification that is no longer kept; null while all are.</param>
public sealed record EventStreamStatus(EventStream Stream, DateTimeOffset? LogCreated, DateTimeOffset? LogAged);

/// <summary>What of a stream is wanted.</summary>
/// <param name="Stream">Its name.</param>
public sealed record StreamRequest(string Stream = EventStream.Default)
{
    /// <summary>From when on what is kept is wanted, before what happens from now on; in the past. Null for no replay.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, in the past (with <see cref="From"/>) or the future; null until the session, or the reader, ends.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>What comes of a stream.</summary>
public enum StreamItemKind
{
    /// <summary>A notification.</summary>
    Notification,

    /// <summary>All that was kept has been given; it comes once, and only after a replay (RFC 5277 <c>replayComplete</c>, RFC 8639 <c>replay-completed</c>).</summary>
    ReplayComplete,

    /// <summary>The end that was asked for has come; nothing follows (RFC 5277 <c>notificationComplete</c>).</summary>
    Complete,
}

/// <summary>One item of a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Time">When: a notification's event time.</param>
/// <param name="Notification">The notification, or null.</param>
public readonly record struct StreamItem(StreamItemKind Kind, DateTimeOffset Time, NotificationRecord? Notification);

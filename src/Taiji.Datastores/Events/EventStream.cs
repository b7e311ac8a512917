namespace Taiji.Datastores.Events;

/// <summary>A stream of notifications (RFC 5277 §3.2), and what is kept of it for replay: whatever is within both bounds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What is in it, for whoever subscribes.</param>
public sealed record EventStream(string Name, string Description)
{
    /// <summary>The stream that has everything (RFC 5277 §3.2.3).</summary>
    public const string Default = "NETCONF";

    /// <summary>What is in it.</summary>
    public const string DefaultDescription = "All notifications of this server.";

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

    /// <summary>
    /// Cancelled when the end comes that wasn't known at the beginning: what was published by then comes, then nothing more. Not before a replay is complete. An end that is known
    /// is <see cref="Until"/>.
    /// </summary>
    public CancellationToken Ending { get; init; }

    /// <summary>
    /// Who looks after a reader that falls behind: with a listener it loses nothing unseen, but is suspended where its queue is full (RFC 8639 §2.7.4). What was before comes, then
    /// <see cref="StreamItemKind.Suspended"/>; once that has been read on from, <see cref="StreamItemKind.Resumed"/> and what happens from then on. Null for the oldest to go.
    /// </summary>
    public IStreamListener? Listener { get; init; }
}

/// <summary>Hears how a reader of a stream is doing. Called while something is delivered: it returns at once.</summary>
public interface IStreamListener
{
    /// <summary>The reader has fallen so far behind that nothing more is kept for it until it has read what is.</summary>
    void Suspended();

    /// <summary>A notification was left out, since the session may not receive it.</summary>
    void Withheld();
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

    /// <summary>The reader has fallen too far behind: what happens is lost to it until <see cref="Resumed"/>. Only for a request with a <see cref="StreamRequest.Listener"/>.</summary>
    Suspended,

    /// <summary>What happens from now on comes again.</summary>
    Resumed,
}

/// <summary>One item of a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Time">When: a notification's event time.</param>
/// <param name="Notification">The notification, or null.</param>
public readonly record struct StreamItem(StreamItemKind Kind, DateTimeOffset Time, NotificationRecord? Notification);

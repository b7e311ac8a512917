namespace Taiji.Datastores.Events.Log;

/// <summary>A notification in the log.</summary>
/// <param name="Sequence">Its number: 1 and up in the order of publication.</param>
/// <param name="Stream">The stream it was published to.</param>
/// <param name="Record">The notification.</param>
internal sealed record LoggedNotification(long Sequence, string Stream, NotificationRecord Record)
{
    /// <summary>The commit that it tells of; 0 for none. Not kept with it, but see <see cref="INotificationLog.LastCommit"/>.</summary>
    public long Commit { get; init; }
}

/// <summary>What to read of the log.</summary>
/// <param name="Stream">The stream; the default one has everything.</param>
/// <param name="After">Only later numbers.</param>
/// <param name="UpTo">Only numbers up to this one.</param>
/// <param name="From">Only event times from then on.</param>
/// <param name="Until">Only event times until then.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record LogQuery(EventStream Stream, long After, long UpTo, DateTimeOffset From, DateTimeOffset Until, int Limit);

/// <summary>What was read.</summary>
/// <param name="Records">In order.</param>
/// <param name="Reached">The number up to which everything was looked at.</param>
internal sealed record LogPage(IReadOnlyList<LoggedNotification> Records, long Reached);

/// <summary>
/// Keeps notifications in the order of publication. One thread appends; any number may read meanwhile. What was appended survives the end of the process, however it ends; after
/// a loss of power the newest may be gone, never one without all that came after it.
/// </summary>
internal interface INotificationLog : IDisposable
{
    /// <summary>The newest number ever given; 0 when there is none.</summary>
    long LastSequence { get; }

    /// <summary>The newest commit that a notification in the log tells of, remembered in the same step; null when none ever did.</summary>
    long? LastCommit { get; }

    /// <summary>Remembers that nothing up to a commit has to be told of.</summary>
    /// <param name="commit">The commit.</param>
    void BeginAfter(long commit);

    /// <summary>Appends, all or none, and lets go what need not be kept.</summary>
    /// <param name="batch">In order.</param>
    void Append(IReadOnlyList<LoggedNotification> batch);

    /// <summary>Reads.</summary>
    /// <param name="query">What.</param>
    LogPage Read(LogQuery query);

    /// <summary>When a stream's log was begun, and the time of the newest that was let go.</summary>
    /// <param name="stream">The stream's name.</param>
    (DateTimeOffset Created, DateTimeOffset? Aged) Status(string stream);

    /// <summary>The streams that were published to before the start.</summary>
    IReadOnlyList<string> KnownStreams { get; }

    /// <summary>Something to remember beside the notifications; null when it was never set.</summary>
    /// <param name="name">Its name.</param>
    string? Fact(string name);

    /// <summary>Remembers something.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    void SetFact(string name, string value);
}

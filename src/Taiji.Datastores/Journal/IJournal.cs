namespace Taiji.Datastores.Journal;

/// <summary>
/// What running was and became, kept for ever: a sequence of records, numbered without gaps from 1, and now and then a whole snapshot. Knows nothing of trees.
/// Others may append too: an append can lose a race, and records of others are followed.
/// </summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>Whether records may come from elsewhere, so that following is needed.</summary>
    bool IsShared { get; }

    /// <summary>Appends records in one durable step, all or none; when it returns they survive a power cut.</summary>
    /// <param name="after">The sequence that the first record follows.</param>
    /// <param name="records">In order, numbered from <paramref name="after"/> + 1.</param>
    /// <returns>False when somebody else's record after <paramref name="after"/> came first; nothing was appended then.</returns>
    /// <exception cref="JournalException">Nothing was appended, or it can't be told; the next append or read tells.</exception>
    bool Append(long after, IReadOnlyList<JournalRecord> records);

    /// <summary>The newest snapshot that can be read, or null.</summary>
    /// <exception cref="JournalException">Snapshots were taken, but none can be read.</exception>
    JournalSnapshot? ReadNewestSnapshot();

    /// <summary>Keeps a snapshot, without holding up appends; older ones that are no longer needed go.</summary>
    /// <param name="info">Which.</param>
    /// <param name="write">Writes the sections.</param>
    /// <param name="cancellationToken">Gives up; nothing is kept then.</param>
    /// <returns>Its length in bytes.</returns>
    Task<long> WriteSnapshotAsync(SnapshotInfo info, Func<SnapshotWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken);

    /// <summary>The records after a sequence, in order, each with its checksum verified.</summary>
    /// <param name="after">The sequence.</param>
    /// <param name="wait">Whether to go on with those to come until cancelled; false ends with the newest there is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JournalException">A record is missing or damaged: named by its sequence.</exception>
    IAsyncEnumerable<JournalRecord> FollowAsync(long after, bool wait, CancellationToken cancellationToken);

    /// <summary>The records of a kind before a sequence that are still kept, the newest first, each with its checksum verified.</summary>
    /// <param name="kind">The kind; every version of it.</param>
    /// <param name="before">The sequence.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="JournalException">A record is damaged: named by its sequence.</exception>
    IReadOnlyList<JournalRecord> ReadBack(RecordKind kind, long before, int limit);
}

using System.Runtime.CompilerServices;

namespace Taiji.Datastores.Journal;

/// <summary>The journal of a server without a data directory: numbers records, and forgets all but the newest commits.</summary>
/// <param name="kept">How many commits it keeps.</param>
internal sealed class VolatileJournal(int kept = 1_000) : IJournal
{
    private readonly LinkedList<JournalRecord> _commits = new();
    private long _last;

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public bool Append(long after, IReadOnlyList<JournalRecord> records)
    {
        lock (_commits)
        {
            if (_last != after) return false;
            _last = records[^1].Sequence;
            foreach (var record in records.Where(r => r.Kind == CommitRecord.Kind)) _commits.AddFirst(record);
            while (_commits.Count > kept) _commits.RemoveLast();
            return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<JournalRecord> ReadBack(RecordKind kind, long before, int limit)
    {
        lock (_commits) return [.. _commits.Where(r => r.Kind.Name == kind.Name && r.Sequence < before).Take(limit)];
    }

    /// <inheritdoc/>
    public JournalSnapshot? ReadNewestSnapshot() => null;

    /// <inheritdoc/>
    public Task<long> WriteSnapshotAsync(SnapshotInfo info, Func<SnapshotWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken) =>
        Task.FromResult(0L);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> FollowAsync(long after, bool wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (wait) await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        yield break;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}

using System.Runtime.CompilerServices;

namespace Taiji.Datastores.Journal;

/// <summary>The journal of a server without a data directory: numbers records and forgets them.</summary>
internal sealed class VolatileJournal : IJournal
{
    private long _last;

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public bool Append(long after, IReadOnlyList<JournalRecord> records) =>
        Interlocked.CompareExchange(ref _last, records[^1].Sequence, after) == after;

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

using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Journal;

/// <summary>What a journal held at start.</summary>
/// <param name="Running">The content after the newest commit.</param>
/// <param name="Unsettled">The last commits, of which participants may not have heard.</param>
/// <param name="TailLength">How many bytes of changes came after the snapshot.</param>
/// <param name="SchemaId">The content-id of the schema that the snapshot was written under; null without a snapshot.</param>
internal sealed record LoadedJournal(DatastoreSnapshot Running, IReadOnlyList<CommitChange> Unsettled, long TailLength, string? SchemaId)
{
    /// <summary>Whether nothing was ever committed.</summary>
    public bool IsNew => Running.Sequence == 0;
}

/// <summary>Start: the newest snapshot, then the commits after it.</summary>
internal static class JournalLoader
{
    /// <summary>Loads what a journal holds.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="codec">How contents are kept.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="now">When a new, empty running counts as made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JournalException">Something is missing or damaged: named.</exception>
    /// <exception cref="RpcErrorException">Something doesn't fit the schema: every path is named.</exception>
    public static async Task<LoadedJournal> LoadAsync(IJournal journal, IChangeCodec codec, YangSchema schema, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var running = new DatastoreSnapshot(DataTree.Empty(schema), 0, now);
        var snapshot = journal.ReadNewestSnapshot();
        if (snapshot is not null)
        {
            var tree = Read($"the snapshot of commit {snapshot.Info.Sequence}", () => codec.Read(snapshot.Content));
            running = new DatastoreSnapshot(tree, snapshot.Info.Sequence, snapshot.Info.Time);
        }

        long length = 0;
        var unsettled = new Queue<CommitChange>();
        await foreach (var record in journal.FollowAsync(running.Sequence, wait: false, cancellationToken).ConfigureAwait(false))
        {
            var before = running.Tree;
            var after = Read($"commit {record.Sequence}", () => codec.Apply(before, record.Diff));
            running = new DatastoreSnapshot(after, record.Sequence, record.Time);
            length += record.Diff.Length;
            unsettled.Enqueue(new CommitChange(record.Sequence, new DataDiff(before, after), null));
            while (unsettled.TryPeek(out var oldest) && oldest.Sequence <= record.Settled) unsettled.Dequeue();
        }

        return new LoadedJournal(running, [.. unsettled], length, snapshot?.Info.SchemaId);
    }

    private static DataTree Read(string what, Func<DataTree> read)
    {
        try
        {
            return read();
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException([.. e.Errors.Select(error => error with { Message = $"In {what}: {error.Message}" })]);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new JournalException($"{what} can't be decoded: {e.Message}", e);
        }
    }
}

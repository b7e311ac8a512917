using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Journal;

/// <summary>What a journal held at start.</summary>
/// <param name="State">The state after the newest record.</param>
/// <param name="Unsettled">The last commits, of which participants may not have heard.</param>
/// <param name="TailLength">How many bytes of records came after the snapshot.</param>
/// <param name="SchemaId">The content-id of the schema that the snapshot was written under; null without a snapshot.</param>
internal sealed record LoadedJournal(DurableState State, IReadOnlyList<CommitChange> Unsettled, long TailLength, string? SchemaId)
{
    /// <summary>The confirmed commit that this start took back; null for none.</summary>
    public PendingConfirmation? TakenBack { get; init; }

    /// <summary>The sequence of the record that brought the data to other modules; 0 for none. What was before it can't be come back to.</summary>
    public long MigratedAt { get; init; }

    /// <summary>Whether nothing was ever committed.</summary>
    public bool IsNew => State.Sequence == 0;
}

/// <summary>Start: the newest snapshot, then the records after it.</summary>
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
        var replay = new JournalReplay(codec, schema, now);
        var snapshot = journal.ReadNewestSnapshot();
        var migration = journal.ReadBack(MigrationRecord.Kind, long.MaxValue, 1);
        if (migration is [var newest, ..])
        {
            replay.MigratedAt = newest.Sequence;
            if (snapshot is null || snapshot.Info.Sequence < newest.Sequence) replay.BeginBefore(newest);
            else replay.Begin(snapshot);
        }
        else if (snapshot is not null)
        {
            replay.Begin(snapshot);
        }

        await foreach (var record in journal.FollowAsync(replay.State.Sequence, wait: false, cancellationToken).ConfigureAwait(false)) replay.Apply(record);
        return new LoadedJournal(replay.State, replay.Unsettled, replay.TailLength, replay.SchemaId) { MigratedAt = replay.MigratedAt };
    }
}

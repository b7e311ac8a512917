using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Journal;

/// <summary>What records make of the state, one by one. The one place that knows every kind of record: for a start and for the follower of a shared journal.</summary>
internal sealed class StateReplay
{
    private readonly IChangeCodec _codec;
    private (long Sequence, DataDiff Diff)? _lastCommit;

    /// <summary>Begins with a state.</summary>
    /// <param name="codec">How contents are kept.</param>
    /// <param name="state">The state.</param>
    public StateReplay(IChangeCodec codec, DurableState state)
    {
        _codec = codec;
        State = state;
    }

    /// <summary>The state so far.</summary>
    public DurableState State { get; private set; }

    /// <summary>Does what a record says.</summary>
    /// <param name="record">The one after the last.</param>
    /// <returns>The commit that it was; null for any other kind.</returns>
    /// <exception cref="JournalException">It is of a kind that isn't known, or malformed.</exception>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">Something doesn't fit the schema: every path is named.</exception>
    public CommitRecord? Apply(JournalRecord record)
    {
        if (record.Kind == CommitRecord.Kind) return Commit(CommitRecord.From(record));
        if (record.Kind == StartupRecord.Kind) State = StartupRecord.Apply(record, State, _codec);
        else if (record.Kind == ConfirmationRecord.Kind) State = ConfirmationRecord.Apply(record, State, _lastCommit);
        else if (record.Kind == ConfirmationEndRecord.Kind) State = ConfirmationEndRecord.Apply(record, State);
        else if (record.Kind == MigrationRecord.Kind) Migrate(record);
        else throw new JournalException($"Record {record.Sequence} is of kind {record.Kind}, which this version of the product doesn't know: a newer one wrote it.");
        return null;
    }

    private void Migrate(JournalRecord record)
    {
        State = MigrationRecord.Apply(record, _codec);
        _lastCommit = null;
    }

    private CommitRecord Commit(CommitRecord commit)
    {
        var before = State.Running.Tree;
        var running = new DatastoreSnapshot(_codec.Apply(before, commit.Diff), commit.Sequence, commit.Time);
        _lastCommit = (commit.Sequence, new DataDiff(before, running.Tree));
        State = State with { Running = running, Sequence = commit.Sequence };
        return commit;
    }
}

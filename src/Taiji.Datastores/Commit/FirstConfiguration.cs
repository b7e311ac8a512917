using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>The first commit of a new data directory: the start-up configuration, validated like any other. Participants hear of it once the server is up; they can't veto it.</summary>
internal static class FirstConfiguration
{
    /// <summary>Makes it durable.</summary>
    /// <param name="startup">The configuration.</param>
    /// <param name="journal">A new journal.</param>
    /// <param name="codec">How it is kept.</param>
    /// <param name="validator">The schema's constraints.</param>
    /// <param name="time">The clock.</param>
    /// <returns>As if it had been loaded.</returns>
    /// <exception cref="RpcErrorException">It isn't valid; with all errors.</exception>
    public static LoadedJournal Commit(DataTree startup, IJournal journal, IChangeCodec codec, IChangeValidator validator, TimeProvider time)
    {
        var empty = DataTree.Empty(startup.Schema);
        var content = validator.CleanUp(empty, startup);
        var errors = validator.CheckAll(content);
        if (errors.Any(e => e.Severity == ErrorSeverity.Error)) throw new RpcErrorException(errors);
        var now = time.GetUtcNow();
        var diff = new DataDiff(empty, content);
        if (diff.IsEmpty) return new LoadedJournal(new DurableState(new DatastoreSnapshot(empty, 0, now), 0), [], 0, startup.Schema.ContentId);
        var commit = new CommitRecord { Sequence = 1, Time = now, Comment = "start-up configuration", Diff = codec.Encode(diff) };
        if (!journal.Append(0, [commit.ToRecord()])) throw new JournalException("Somebody else has written to the new journal: start again.");
        return new LoadedJournal(new DurableState(new DatastoreSnapshot(content, 1, now), 1), [new CommitChange(1, diff, null)], commit.Diff.Length, startup.Schema.ContentId);
    }
}

using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Commit;

/// <summary>
/// What a start does to what it has loaded, before anybody sees it: a confirmed commit that was never confirmed is taken back (RFC 6241 §8.4.1: "reboots for any reason"), and
/// with a distinct startup datastore running begins with that (§8.7.1). Both are commits like any other; participants hear of them once the server is up.
/// </summary>
/// <param name="journal">Where they are decided.</param>
/// <param name="codec">How they are kept.</param>
/// <param name="validator">The schema's constraints.</param>
/// <param name="time">The clock.</param>
internal sealed class Restart(IJournal journal, IChangeCodec codec, IChangeValidator validator, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <param name="loaded">What was loaded.</param>
    /// <param name="startup">Whether there is a distinct startup.</param>
    /// <param name="factory">What an empty startup stands for; null for nothing.</param>
    /// <returns>As if it had been loaded.</returns>
    public LoadedJournal Run(LoadedJournal loaded, StartupMode startup, Lazy<DataTree?> factory)
    {
        if (loaded.State.Confirmation is { } pending) loaded = TakeBack(loaded, pending);
        if (startup != StartupMode.On) return loaded;
        if (loaded.State.Startup is not { } saved) return Append(loaded, null, "", new SaveStartup(codec, null));
        var content = saved.Tree.IsEmpty ? factory.Value ?? saved.Tree : saved.Tree;
        return Append(loaded, content, "restart: running begins with startup", null);
    }

    private LoadedJournal TakeBack(LoadedJournal loaded, PendingConfirmation pending)
    {
        var why = $"confirmed commit of {pending.User} taken back: the server was restarted before it was confirmed";
        return Append(loaded, Reversal.Of(loaded.State.Running, pending.Changes, validator), why, new TakeBack(pending, TakeBackCause.Restarted)) with { TakenBack = pending };
    }

    private LoadedJournal Append(LoadedJournal loaded, DataTree? running, string comment, StateStep? step)
    {
        var before = loaded.State;
        var now = time.GetUtcNow() is var t && t > before.Running.LastModified ? t : before.Running.LastModified;
        var diff = new DataDiff(before.Running.Tree, running ?? before.Running.Tree);
        var state = before;
        var records = new List<JournalRecord>();
        var unsettled = loaded.Unsettled;
        if (!diff.IsEmpty)
        {
            var settled = unsettled is [var first, ..] ? first.Sequence - 1 : before.Sequence;
            var inverse = DiffEncoder.Encode(new DataDiff(diff.After, diff.Before));
            var commit = new CommitRecord { Sequence = before.Sequence + 1, Time = now, Comment = comment, Settled = settled, Diff = codec.Encode(diff), Inverse = inverse };
            records.Add(commit.ToRecord());
            state = state with { Running = new DatastoreSnapshot(diff.After, commit.Sequence, now), Sequence = commit.Sequence };
            unsettled = [.. unsettled, new CommitChange(commit.Sequence, diff, null)];
        }

        if (step?.Decide(before, state, now) is { } decided)
        {
            state = decided.After;
            records.Add(decided.Record);
        }

        if (records.Count == 0) return loaded;
        if (!journal.Append(before.Sequence, records)) throw new JournalException("Somebody else has written to the journal while the server started: start again.");
        return loaded with { State = state, Unsettled = unsettled, TailLength = loaded.TailLength + records.Sum(r => r.Payload.Length) };
    }
}

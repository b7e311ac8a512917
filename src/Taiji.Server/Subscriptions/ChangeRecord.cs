using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>
/// What is told of one or more commits (RFC 8641 §3.3): the differences between what is selected before and after them, and of what has changed in between and is again as it was,
/// the last change.
/// </summary>
internal static class ChangeRecord
{
    /// <summary>The edits.</summary>
    /// <param name="before">What was read for the update before.</param>
    /// <param name="now">What has been read now.</param>
    /// <param name="commits">The commits in between, in order.</param>
    /// <param name="terms">The filter, and what isn't told.</param>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyList<PushEdit> Of(ReadResult before, ReadResult now, IReadOnlyList<CommitChange> commits, SubscriptionTerms terms, YangSchema schema)
    {
        var selected = Selections.Of(now, terms, schema);
        var edits = PushEdits.Of(Selections.Of(before, terms, schema), selected).ToList();
        if (commits.Count > 1) AddPassing(edits, before, now, commits, terms, schema, selected);
        edits.RemoveAll(e => terms.Excluded.Contains(e.Operation));
        return edits;
    }

    private static void AddPassing(
        List<PushEdit> edits, ReadResult before, ReadResult now, IReadOnlyList<CommitChange> commits, SubscriptionTerms terms, YangSchema schema, DataTree selected)
    {
        var last = new Dictionary<string, PushEdit>();
        foreach (var commit in commits)
        {
            foreach (var edit in PushEdits.Of(Select(commit.Diff.Before, before), Select(commit.Diff.After, now))) last[edit.Target] = edit;
        }

        var told = edits.ConvertAll(e => e.Target);
        foreach (var (target, edit) in last)
        {
            if (told.Exists(t => IsAtOrBelow(target, t))) continue;
            var again = PushEdits.Again(edit, selected);
            // What came again as a whole is told as a whole.
            edits.RemoveAll(e => IsAtOrBelow(e.Target, target));
            told.RemoveAll(t => IsAtOrBelow(t, target));
            edits.Add(again);
            told.Add(target);
        }

        DataTree Select(DataTree tree, ReadResult rules) => Selections.Of(rules with { Tree = tree }, terms, schema);
    }

    private static bool IsAtOrBelow(string target, string other) =>
        target.StartsWith(other, StringComparison.Ordinal) && (target.Length == other.Length || target[other.Length] == '/');
}

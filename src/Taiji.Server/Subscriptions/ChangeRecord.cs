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
        var narrowing = new Narrowing(terms.Filter, schema);
        var (old, current) = narrowing.Apply(before, now, commits.SelectMany(c => c.Diff.Changes));
        var selected = Selections.Of(current, terms, schema);
        var edits = PushEdits.Of(Selections.Of(old, terms, schema), selected).ToList();
        if (commits.Count > 1) AddPassing(edits, LastEdits(before, now, commits, terms, schema, narrowing), selected);
        edits.RemoveAll(e => terms.Excluded.Contains(e.Operation));
        return edits;
    }

    /// <summary>The edits between two readings of which nobody says what lies between them.</summary>
    /// <param name="before">What was read for the update before.</param>
    /// <param name="now">What has been read now.</param>
    /// <param name="terms">The filter, and what isn't told.</param>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyList<PushEdit> Of(ReadResult before, ReadResult now, SubscriptionTerms terms, YangSchema schema) =>
        [.. PushEdits.Of(Selections.Of(before, terms, schema), Selections.Of(now, terms, schema)).Where(e => !terms.Excluded.Contains(e.Operation))];

    /// <summary>The last edit of each node, commit by commit.</summary>
    private static Dictionary<string, PushEdit> LastEdits(
        ReadResult before, ReadResult now, IReadOnlyList<CommitChange> commits, SubscriptionTerms terms, YangSchema schema, Narrowing narrowing)
    {
        var last = new Dictionary<string, PushEdit>();
        foreach (var commit in commits)
        {
            var (old, current) = narrowing.Apply(before with { Tree = commit.Diff.Before }, now with { Tree = commit.Diff.After }, commit.Diff.Changes);
            foreach (var edit in PushEdits.Of(Selections.Of(old, terms, schema), Selections.Of(current, terms, schema))) last[edit.Target] = edit;
        }

        return last;
    }

    private static void AddPassing(List<PushEdit> edits, Dictionary<string, PushEdit> last, DataTree selected)
    {
        foreach (var (target, edit) in last)
        {
            if (edits.Exists(e => IsAtOrBelow(target, e.Target))) continue;
            // What came again as a whole is told as a whole.
            edits.RemoveAll(e => IsAtOrBelow(e.Target, target));
            edits.Add(PushEdits.Again(edit, selected));
        }
    }

    private static bool IsAtOrBelow(string target, string other) =>
        target.StartsWith(other, StringComparison.Ordinal) && (target.Length == other.Length || target[other.Length] == '/');
}

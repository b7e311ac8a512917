using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Events;

/// <summary>A commit that was durable when the server ended without having told of it.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Diff">What it changed.</param>
internal sealed record MissedChange(CommitRecord Commit, DataDiff Diff)
{
    private const int Page = 256;

    // A log that couldn't be written for long: what is older is not told of any more.
    private const int Most = 10_000;

    /// <summary>The commits after a sequence, in order: the content before each is what takes it back, applied to the content after it.</summary>
    /// <param name="journal">Where they are.</param>
    /// <param name="running">What they led to.</param>
    /// <param name="after">The sequence.</param>
    /// <exception cref="JournalException">A record is damaged.</exception>
    public static IReadOnlyList<MissedChange> Since(IJournal journal, DatastoreSnapshot running, long after)
    {
        var missed = new List<MissedChange>();
        var content = running.Tree;
        for (var before = running.Sequence + 1; before > after + 1 && missed.Count < Most;)
        {
            var page = journal.ReadBack(CommitRecord.Kind, before, Page);
            foreach (var record in page)
            {
                before = record.Sequence;
                var commit = CommitRecord.From(record);
                if (commit.Sequence <= after || commit.Inverse is null || Undo(content, commit) is not { } earlier) return InOrder(missed);
                missed.Add(new MissedChange(commit, new DataDiff(earlier, content)));
                content = earlier;
            }

            if (page.Count == 0) break;
        }

        return InOrder(missed);
    }

    private static List<MissedChange> InOrder(List<MissedChange> missed)
    {
        missed.Reverse();
        return missed;
    }

    /// <summary>Null when it was of other modules, which don't fit any more.</summary>
    private static DataTree? Undo(DataTree content, CommitRecord commit)
    {
        try
        {
            var editor = content.Edit();
            foreach (var edit in DiffDecoder.Decode(content.Schema, commit.Inverse!.Value))
            {
                if (editor.Apply(edit) is not null) return null;
            }

            return editor.Seal();
        }
        catch (RpcErrorException)
        {
            return null;
        }
    }
}

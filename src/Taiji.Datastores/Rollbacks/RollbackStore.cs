using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Rollbacks;

/// <summary>The rollbacks: every commit's record in the journal has what takes it back, so that keeping them costs a commit nothing more, however many there are.</summary>
internal sealed class RollbackStore
{
    private const int Page = 256;

    private readonly YangSchema _schema;
    private readonly IJournal _journal;
    private readonly RunningStore _running;
    private readonly int _kept;
    private readonly long _after;

    /// <summary>Makes the store.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="journal">Where the commits are.</param>
    /// <param name="running">Tells what is published.</param>
    /// <param name="kept">How many of the newest commits can be taken back.</param>
    /// <param name="after">Only those after this sequence: what was before was under other modules.</param>
    public RollbackStore(YangSchema schema, IJournal journal, RunningStore running, int kept, long after = 0)
    {
        _schema = schema;
        _journal = journal;
        _running = running;
        _kept = kept;
        _after = after;
    }

    /// <summary>The rollbacks, the newest first.</summary>
    public IEnumerable<Rollback> List() => Records().Select((c, i) => new Rollback(c.Sequence, i, c.Time, c.User, c.Transport, c.Label, c.Comment));

    /// <summary>The edits that take commits back, in the order in which they are applied.</summary>
    /// <param name="selection">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">invalid-value: there is no such rollback; or one doesn't fit the schema any more.</exception>
    public IReadOnlyList<Edit> Edits(RollbackSelection selection)
    {
        var edits = Selected(selection).SelectMany(c => DiffDecoder.Decode(_schema, c.Inverse!.Value));
        return [.. selection.Subtree is { } subtree ? SubtreeEdits.Of(edits, subtree) : edits];
    }

    private List<CommitRecord> Selected(RollbackSelection selection)
    {
        var newer = new List<CommitRecord>();
        foreach (var commit in Records())
        {
            if (commit.Sequence < selection.Id) break;
            newer.Add(commit);
            if (commit.Sequence == selection.Id) return selection.IsAlone ? [commit] : newer;
        }

        throw Errors.InvalidValue($"There is no rollback {selection.Id}.");
    }

    private IEnumerable<CommitRecord> Records()
    {
        var before = _running.Current.Sequence + 1;
        for (var given = 0; given < _kept;)
        {
            var page = _journal.ReadBack(CommitRecord.Kind, before, Math.Min(Page, _kept - given));
            foreach (var record in page)
            {
                var commit = CommitRecord.From(record);
                // A commit without what takes it back ends the row: those before it can't be reached.
                if (commit.Inverse is null || commit.Sequence <= _after) yield break;
                yield return commit;
                before = record.Sequence;
                given++;
            }

            if (page.Count == 0) yield break;
        }
    }
}

using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Commit;

/// <summary>How the journal answered.</summary>
internal enum JournalOutcome
{
    /// <summary>It is decided: durable and published.</summary>
    Durable,

    /// <summary>Somebody else's commit came first, or one that this one was built on failed before it got its turn: try again.</summary>
    Superseded,

    /// <summary>The journal failed.</summary>
    Failed,
}

/// <summary>A change on its way through the journal.</summary>
internal sealed class PendingCommit
{
    private readonly TaskCompletionSource<JournalOutcome> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes it.</summary>
    /// <param name="change">The change, with the sequence it gets when all goes well.</param>
    /// <param name="after">The content it makes.</param>
    /// <param name="before">The content it is built on.</param>
    /// <param name="records">What is kept, all or none: the commit, and what must stand or fall with it.</param>
    /// <param name="concerned">Whom it concerns, all prepared.</param>
    public PendingCommit(CommitChange change, DatastoreSnapshot before, DatastoreSnapshot after, IReadOnlyList<JournalRecord> records, IReadOnlyList<ICommitParticipant> concerned)
    {
        Change = change;
        Before = before;
        After = after;
        Records = records;
        Concerned = concerned;
    }

    /// <summary>The change.</summary>
    public CommitChange Change { get; }

    /// <summary>The content before.</summary>
    public DatastoreSnapshot Before { get; }

    /// <summary>The content after.</summary>
    public DatastoreSnapshot After { get; }

    /// <summary>What is kept, all or none.</summary>
    public IReadOnlyList<JournalRecord> Records { get; }

    /// <summary>The record that these follow.</summary>
    public long Follows => Records[0].Sequence - 1;

    /// <summary>The last of them.</summary>
    public long LastSequence => Records[^1].Sequence;

    /// <summary>How many bytes they keep.</summary>
    public int Length
    {
        get
        {
            var length = 0;
            foreach (var record in Records) length += record.Payload.Length;
            return length;
        }
    }

    /// <summary>The participants that prepared.</summary>
    public IReadOnlyList<ICommitParticipant> Concerned { get; }

    /// <summary>Why the journal failed.</summary>
    public JournalException? Failure { get; private set; }

    /// <summary>The journal's answer.</summary>
    public Task<JournalOutcome> Settled => _settled.Task;

    /// <summary>Tells the answer.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="failure">Why it failed.</param>
    public void Settle(JournalOutcome outcome, JournalException? failure = null)
    {
        Failure = failure;
        _settled.TrySetResult(outcome);
    }
}

using System.Diagnostics;
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
    private readonly Lazy<IReadOnlyList<JournalRecord>> _records;
    private readonly TaskCompletionSource<JournalOutcome> _settled;

    /// <summary>Makes it.</summary>
    /// <param name="change">The change of running, with the sequence it gets when all goes well; null when running stays as it is.</param>
    /// <param name="before">The state it is built on.</param>
    /// <param name="after">The state it makes.</param>
    /// <param name="records">Makes what is kept, all or none: the commit, and what must stand or fall with it.</param>
    /// <param name="concerned">Whom it concerns, all prepared.</param>
    /// <param name="settled">Tells the journal's answer; null for a new one.</param>
    public PendingCommit(
        CommitChange? change, DurableState before, DurableState after, Func<IReadOnlyList<JournalRecord>> records, IReadOnlyList<ICommitParticipant> concerned,
        TaskCompletionSource<JournalOutcome>? settled = null)
    {
        _settled = settled ?? new TaskCompletionSource<JournalOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Change = change;
        Before = before;
        After = after;
        _records = new Lazy<IReadOnlyList<JournalRecord>>(records);
        Concerned = concerned;
    }

    /// <summary>The change of running; null when it stays as it is.</summary>
    public CommitChange? Change { get; }

    /// <summary>Who; null for the server itself.</summary>
    public Session? Session { get; init; }

    /// <summary>What happens to the confirmed commit with it; null for nothing.</summary>
    public ConfirmationEvent? Confirmation { get; init; }

    /// <summary>The state before.</summary>
    public DurableState Before { get; }

    /// <summary>The state after.</summary>
    public DurableState After { get; }

    /// <summary>What is kept, all or none. Made by whoever needs it first: its own caller, once others may go on, or whoever writes.</summary>
    public IReadOnlyList<JournalRecord> Records => _records.Value;

    /// <summary>Makes the records. What goes wrong with that is told by whoever writes them.</summary>
    public void MakeRecords()
    {
        try
        {
            _ = _records.Value;
        }
#pragma warning disable CA1031 // It is in the queue already: the writer meets the same exception, and settles it.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>How many bytes of them a start has to replay.</summary>
    public int Length
    {
        get
        {
            var length = 0;
            foreach (var record in Records) length += record.Weight;
            return length;
        }
    }

    /// <summary>The participants that prepared.</summary>
    public IReadOnlyList<ICommitParticipant> Concerned { get; }

    /// <summary>The span of the change; null when nobody listens.</summary>
    public Activity? Span { get; init; }

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

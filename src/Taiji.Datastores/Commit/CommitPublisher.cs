using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Steps 7 and 8 once a change is durable: publish by one volatile write, tell the participants, notify. Called in order by whoever writes the journal; never throws.
/// </summary>
internal sealed partial class CommitPublisher
{
    private readonly RunningStore _running;
    private readonly ParticipantTable _participants;
    private readonly IChangeCodec _codec;
    private readonly ILogger _logger;
    private StateReplay? _adopting;
    private readonly Lock _telling = new();
    private readonly List<long> _told = [];
    private long _unsettled;

    /// <summary>Makes the publisher.</summary>
    /// <param name="running">Where to publish.</param>
    /// <param name="participants">Whom to tell.</param>
    /// <param name="codec">Decodes somebody else's commits.</param>
    /// <param name="logger">Hears of failures.</param>
    public CommitPublisher(RunningStore running, ParticipantTable participants, IChangeCodec codec, ILogger logger)
    {
        _running = running;
        _participants = participants;
        _codec = codec;
        _logger = logger;
    }

    /// <summary>Raised in order with the commits that became durable in one step, before they are published.</summary>
    public event Action<IReadOnlyList<CommitChange>>? Durable;

    /// <summary>Raised in order after each commit, wherever it came from; the length of what is kept of it with it.</summary>
    public event Action<CommitChange, int>? Published;

    /// <summary>Raised in order when startup was written, by a change of this process.</summary>
    public event Action<PendingCommit>? StartupSaved;

    /// <summary>Raised in order, after the commit it may have come with, when something happened to the confirmed commit, in this process.</summary>
    public event Action<ConfirmationEvent>? ConfirmationChanged;

    /// <summary>The sequence up to which all participants have heard the outcome.</summary>
    public long Settled
    {
        get
        {
            // Running first: a change that is published in between counts as unsettled a moment longer, never the other way round.
            var published = _running.Current.Sequence;
            var unsettled = Interlocked.Read(ref _unsettled);
            return unsettled == 0 ? published : Math.Min(published, unsettled - 1);
        }
    }

    /// <summary>A change that concerns participants is about to be journalled.</summary>
    /// <param name="sequence">Its sequence.</param>
    public void BeginTelling(long sequence)
    {
        lock (_telling)
        {
            _told.Add(sequence);
            Interlocked.Exchange(ref _unsettled, _told.Min());
        }
    }

    /// <summary>Its participants have heard the outcome, or won't be asked.</summary>
    /// <param name="sequence">Its sequence.</param>
    public void EndTelling(long sequence)
    {
        lock (_telling)
        {
            _told.Remove(sequence);
            Interlocked.Exchange(ref _unsettled, _told.Count == 0 ? 0 : _told.Min());
        }
    }

    /// <summary>Tells of changes of this process that are going to be published.</summary>
    /// <param name="commits">Durable.</param>
    public void Decided(IReadOnlyList<PendingCommit> commits)
    {
        if (Durable is not { } durable) return;
        var changes = new List<CommitChange>(commits.Count);
        foreach (var commit in commits)
        {
            if (commit.Change is { } change) changes.Add(change);
        }

        if (changes.Count > 0) Notify(changes[0].Sequence, () => durable(changes));
    }

    /// <summary>Publishes a change of this process.</summary>
    /// <param name="commit">Durable.</param>
    public void Publish(PendingCommit commit)
    {
        _running.Publish(commit.After);
        if (commit.Change is { } change) Notify(change, commit.Length);
        if (!ReferenceEquals(commit.Before.Startup, commit.After.Startup)) Notify(commit.After.Sequence, () => StartupSaved?.Invoke(commit));
        if (commit.Confirmation is { } confirmation) Notify(commit.After.Sequence, () => ConfirmationChanged?.Invoke(confirmation));
    }

    /// <summary>Does what a record of somebody else says, and tells the participants here when it is a commit.</summary>
    /// <param name="record">It follows what is published.</param>
    /// <exception cref="JournalException">It is of a kind that isn't known, or malformed.</exception>
    public void Adopt(JournalRecord record)
    {
        if (_adopting is null || !ReferenceEquals(_adopting.State, _running.State)) _adopting = new StateReplay(_codec, _running.State);
        var before = _adopting.State.Running;
        var commit = _adopting.Apply(record);
        var change = commit is null ? null : new CommitChange(record.Sequence, new DataDiff(before.Tree, _adopting.State.Running.Tree), null);
        if (change is not null) Notify(change.Sequence, () => Durable?.Invoke([change]));
        _running.Publish(_adopting.State);
        if (change is null) return;
        var concerned = _participants.Concerned(change.Diff);
        if (concerned.Count > 0) _ = _participants.CommitAsync(concerned, change);
        Notify(change, record.Payload.Length);
    }

    private void Notify(CommitChange change, int length) => Notify(change.Sequence, () => Published?.Invoke(change, length));

    private void Notify(long sequence, Action tell)
    {
        try
        {
            tell();
        }
#pragma warning disable CA1031 // The change is decided; whoever can't digest the news must not undo that.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotifyFailed(sequence, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling of commit {Sequence} failed")]
    private partial void LogNotifyFailed(long sequence, Exception exception);
}

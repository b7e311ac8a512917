using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Commit;

/// <summary>
/// The only writer of running. Changes are evaluated one at a time, each on the newest content that is decided or about to be (<see cref="CommitQueue.Head"/>), and become
/// durable in groups; a caller hears of success, and of a refusal that rests on something not durable yet, only when that is durable.
/// </summary>
internal sealed partial class CommitPipeline : IAsyncDisposable
{
    private static readonly TimeSpan RetryFollowing = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly RunningStore _running;
    private readonly IJournal _journal;
    private readonly IChangeCodec _codec;
    private readonly ChangeEvaluator _evaluator;
    private readonly ParticipantTable _participants;
    private readonly CommitPublisher _publisher;
    private readonly CommitQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private ChangeInProgress? _held;
    private bool _isClosed;

    /// <summary>Starts the pipeline.</summary>
    /// <param name="running">What it writes.</param>
    /// <param name="journal">Where changes are decided.</param>
    /// <param name="codec">How they are kept.</param>
    /// <param name="evaluator">Steps 3 to 5.</param>
    /// <param name="participants">Step 6.</param>
    /// <param name="publisher">Steps 7 and 8.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public CommitPipeline(
        RunningStore running, IJournal journal, IChangeCodec codec, ChangeEvaluator evaluator, ParticipantTable participants, CommitPublisher publisher,
        TimeProvider time, ILogger logger)
    {
        _running = running;
        _journal = journal;
        _codec = codec;
        _evaluator = evaluator;
        _participants = participants;
        _publisher = publisher;
        _time = time;
        _logger = logger;
        _queue = new CommitQueue(journal, running, publisher.Publish, publisher.Adopt, LogCatchUpFailed);
        _following = journal.IsShared ? Task.Run(FollowAsync) : Task.CompletedTask;
    }

    /// <summary>Carries a change out; it is durable when this returns.</summary>
    /// <param name="request">The change.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <exception cref="RpcErrorException">It is refused or could not be made durable; running is as it was.</exception>
    public Task<ChangeResult> RunAsync(ChangeRequest request, CancellationToken cancellationToken) => RunAsync(new ChangeInProgress(request), cancellationToken);

    /// <summary>Evaluates a change and has participants prepare for it, and leaves it there, for <see cref="CommitAsync"/> or <see cref="AbortAsync"/>.</summary>
    /// <param name="request">The change, under a validate lock: there is one held change at a time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcErrorException">It is refused; nothing is held then.</exception>
    public async Task<ChangeInProgress> PrepareAsync(ChangeRequest request, CancellationToken cancellationToken)
    {
        var work = new ChangeInProgress(request);
        try
        {
            while (await AttemptAsync(work, holds: true, cancellationToken).ConfigureAwait(false) is { Result: null } attempt)
            {
                if (attempt.Next is { } next) await PrepareAsync(work, next, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await EndAsync(work).ConfigureAwait(false);
            throw;
        }

        if (Interlocked.Exchange(ref _held, work) is { } left) await EndAsync(left).ConfigureAwait(false);
        // The session may have ended before there was anything to let go of.
        if (request.Session?.Closed.IsCancellationRequested == true) await AbortAsync(work).ConfigureAwait(false);
        return work;
    }

    /// <summary>Carries out a change that is held; or from the beginning, when the server itself had to change what it concerns meanwhile.</summary>
    /// <param name="held">What <see cref="PrepareAsync(ChangeRequest, CancellationToken)"/> gave.</param>
    /// <param name="request">The change, with its label and comment.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<ChangeResult> CommitAsync(ChangeInProgress held, ChangeRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _held, null, held) != held) return RunAsync(request, cancellationToken);
        held.Request = request;
        return RunAsync(held, cancellationToken);
    }

    /// <summary>Gives up a change that is held: participants hear abort.</summary>
    /// <param name="held">What <see cref="PrepareAsync(ChangeRequest, CancellationToken)"/> gave.</param>
    public async Task AbortAsync(ChangeInProgress held)
    {
        if (Interlocked.CompareExchange(ref _held, null, held) == held) await EndAsync(held).ConfigureAwait(false);
    }

    /// <summary>A session has ended: what it holds is given up.</summary>
    /// <param name="session">Which.</param>
    public void SessionEnded(Session session)
    {
        if (_held is { } held && held.Request.Session == session) _ = AbortAsync(held);
    }

    /// <summary>Tells participants of commits that they may not have heard of before a crash; changes that concern participants wait meanwhile.</summary>
    /// <param name="changes">The commits, in order.</param>
    public async Task TellAgainAsync(IReadOnlyList<CommitChange> changes)
    {
        foreach (var change in changes)
        {
            var concerned = _participants.Concerned(change.Diff);
            var turns = await _participants.Turns.TakeAsync(concerned, CancellationToken.None).ConfigureAwait(false);
            await _participants.CommitAsync(concerned, change).ConfigureAwait(false);
            _participants.Turns.Release(turns);
        }
    }

    /// <summary>Completes when every change that was let in before is decided.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        _gate.Release();
        await _queue.WhenIdle().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in no more changes, and waits for those that are in to be decided and told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        _gate.Release();
        await _queue.WhenIdle().ConfigureAwait(false);
        await BreakHeldAsync().ConfigureAwait(false);
        await _participants.Turns.TakeAllAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<ChangeResult> RunAsync(ChangeInProgress work, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var attempt = await AttemptAsync(work, holds: false, cancellationToken).ConfigureAwait(false);
                if (attempt.Result is { } result) return result;
                if (attempt.Next is { } next) await PrepareAsync(work, next, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (work.Turns.Count > 0) await EndAsync(work).ConfigureAwait(false);
        }
    }

    private async ValueTask<Attempt> AttemptAsync(ChangeInProgress work, bool holds, CancellationToken cancellationToken)
    {
        var request = work.Request;
        EvaluatedChange? change = null;
        PendingCommit? commit = null, rests = null;
        ExceptionDispatchInfo? refusal = null;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) throw Errors.Failed("The server is stopping.");
            (var head, rests) = _queue.Head;
            change = _evaluator.Evaluate(request, head, work.Known);
            if (!request.IsTest)
            {
                var concerned = change.IsEmpty ? [] : _participants.Concerned(change.Diff);
                if (!work.Covers(change, concerned))
                {
                    var next = new Preparation(change, concerned, head.Sequence + 1, rests);
                    if (!work.IsOutOfPatience || !work.HasTurns(concerned)) return Attempt.Prepare(next);
                    await PrepareAsync(work, next, CancellationToken.None).ConfigureAwait(false);
                    if (!work.Covers(change, concerned)) return Attempt.Again;
                }

                if (!holds && Decide(request, head, change) is { } decision)
                {
                    commit = new PendingCommit(decision.Commit, decision.Before, decision.After, decision.Records, concerned);
                    if (concerned.Count > 0) _publisher.BeginTelling(commit.Change!.Sequence);
                    if (!_queue.TryEnqueue(commit)) return GiveUp(commit);
                }
            }
        }
        catch (RpcErrorException e)
        {
            refusal = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _gate.Release();
        }

        if (commit is not null) return await DecideAsync(work, commit, change!).ConfigureAwait(false);
        // An answer that rests on a change which may never be is given when that is decided.
        if (rests is not null && await rests.Settled.ConfigureAwait(false) != JournalOutcome.Durable) return Attempt.Again;
        refusal?.Throw();
        return Attempt.Done(new ChangeResult(change!.Before, change.Before, change.Errors));
    }

    // Outside the gate: whoever takes long to prepare holds up nobody whom it doesn't concern. Whether it is still the same change is looked at afterwards.
    private async ValueTask PrepareAsync(ChangeInProgress work, Preparation next, CancellationToken cancellationToken)
    {
        await AbortPreparedAsync(work).ConfigureAwait(false);
        if (!work.HasTurns(next.Concerned))
        {
            ReleaseTurns(work);
            // What the server has to do (take back a commit that was not confirmed) doesn't wait for a client.
            if (work.Request.Session is null) await BreakHeldAsync().ConfigureAwait(false);
            work.Turns = await _participants.Turns.TakeAsync(next.Concerned, cancellationToken).ConfigureAwait(false);
            return;
        }

        work.Known = next.Change;
        if (next.Concerned.Count == 0) return;
        var told = new CommitChange(next.Sequence, next.Change.Diff, work.Request.Session);
        try
        {
            await _participants.PrepareAsync(next.Concerned, told, mayVeto: !work.Request.IsUnvetoable).ConfigureAwait(false);
            work.HavePrepared(next.Change, told, next.Concerned);
        }
        catch (RpcErrorException) when (next.Rests is not null)
        {
            // A veto of something that may never be counts for nothing.
            if (await next.Rests.Settled.ConfigureAwait(false) == JournalOutcome.Durable) throw;
        }
    }

    private async ValueTask AbortPreparedAsync(ChangeInProgress work)
    {
        if (work.Prepared is not { } prepared) return;
        var concerned = work.Concerned;
        work.Told();
        await _participants.AbortAsync(concerned, prepared).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(ChangeInProgress work)
    {
        await AbortPreparedAsync(work).ConfigureAwait(false);
        ReleaseTurns(work);
    }

    private void ReleaseTurns(ChangeInProgress work)
    {
        var turns = work.Turns;
        work.Turns = [];
        _participants.Turns.Release(turns);
    }

    private async ValueTask BreakHeldAsync()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held) await EndAsync(held).ConfigureAwait(false);
    }

    // What running and all that goes with it become, and what is kept of that; null when there is nothing to decide.
    private Decision? Decide(ChangeRequest request, DurableState head, EvaluatedChange change)
    {
        var now = _time.GetUtcNow();
        // The clock may be set back; what was modified later never says it was modified earlier.
        var time = now > head.Running.LastModified ? now : head.Running.LastModified;
        var after = head;
        var records = new List<JournalRecord>(1 + request.Steps.Count);
        CommitChange? commit = null;
        if (!change.IsEmpty)
        {
            commit = new CommitChange(head.Sequence + 1, change.Diff, request.Session);
            after = head with { Running = new DatastoreSnapshot(change.After, commit.Sequence, time), Sequence = commit.Sequence };
            records.Add(Record(request, commit, time));
        }

        foreach (var step in request.Steps)
        {
            if (step.Decide(head, after, time) is not { } decided) continue;
            after = decided.After;
            records.Add(decided.Record);
        }

        return records.Count == 0 ? null : new Decision(commit, head, after, records);
    }

    private JournalRecord Record(ChangeRequest request, CommitChange commit, DateTimeOffset time) => new CommitRecord
    {
        Sequence = commit.Sequence,
        Time = time,
        User = request.Session?.Identity.User,
        Transport = request.Session?.Identity.Transport,
        Comment = request.Comment,
        Label = request.Label,
        Settled = _publisher.Settled,
        Diff = _codec.Encode(commit.Diff),
        Inverse = DiffEncoder.Encode(new DataDiff(commit.Diff.After, commit.Diff.Before)),
    }.ToRecord();

    private async ValueTask<Attempt> DecideAsync(ChangeInProgress work, PendingCommit commit, EvaluatedChange change)
    {
        switch (await _queue.SettleAsync(commit).ConfigureAwait(false))
        {
            case JournalOutcome.Durable:
                if (commit.Concerned.Count > 0)
                {
                    work.Told();
                    await _participants.CommitAsync(commit.Concerned, commit.Change!).ConfigureAwait(false);
                    _publisher.EndTelling(commit.Change!.Sequence);
                }

                return Attempt.Done(new ChangeResult(commit.Before.Running, commit.After.Running, change.Errors));

            case JournalOutcome.Superseded:
                return GiveUp(commit);

            default:
                GiveUp(commit);
                LogAppendFailed(commit.Records[0].Sequence, commit.Failure!);
                throw NotDurable(commit.Failure!);
        }
    }

    private Attempt GiveUp(PendingCommit commit)
    {
        if (commit.Concerned.Count > 0) _publisher.EndTelling(commit.Change!.Sequence);
        return Attempt.Again;
    }

    private static RpcErrorException NotDurable(JournalException failure) => new(new RpcError
    {
        Type = ErrorType.Application,
        Tag = failure.IsOutOfResources ? ErrorTag.ResourceDenied : ErrorTag.OperationFailed,
        Message = "The change could not be made durable, and running is as it was: "
            + (failure.IsOutOfResources ? "the disk is full or can't be written." : "the journal failed."),
    });

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var record in _journal.FollowAsync(_running.State.Sequence, wait: true, _stop.Token).ConfigureAwait(false))
                {
                    if (record.Sequence > _running.State.Sequence) await _queue.CatchUpAsync().ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (IOException e)
            {
                LogCatchUpFailed(e);
                await Task.Delay(RetryFollowing, _time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit {Sequence} could not be made durable; running is as it was")]
    private partial void LogAppendFailed(long sequence, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Commits of others can't be read from the journal")]
    private partial void LogCatchUpFailed(Exception exception);

    private sealed record Decision(CommitChange? Commit, DurableState Before, DurableState After, IReadOnlyList<JournalRecord> Records);

    private sealed record Preparation(EvaluatedChange Change, IReadOnlyList<ICommitParticipant> Concerned, long Sequence, PendingCommit? Rests);

    private readonly record struct Attempt(ChangeResult? Result, Preparation? Next)
    {
        public static Attempt Again => default;

        public static Attempt Prepare(Preparation next) => new(null, next);

        public static Attempt Done(ChangeResult result) => new(result, null);
    }
}

using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
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
    // Changes that concern participants go one by one from prepare to commit, so that each participant hears them in order.
    private readonly SemaphoreSlim _turn = new(1, 1);
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
    public async Task<ChangeResult> RunAsync(ChangeRequest request, CancellationToken cancellationToken)
    {
        var hasTurn = false;
        try
        {
            while (true)
            {
                var attempt = await AttemptAsync(request, hasTurn, cancellationToken).ConfigureAwait(false);
                if (attempt.Result is { } result) return result;
                if (attempt.NeedsTurn)
                {
                    await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
                    hasTurn = true;
                }
            }
        }
        finally
        {
            if (hasTurn) _turn.Release();
        }
    }

    /// <summary>Tells participants of commits that they may not have heard of before a crash; changes that concern participants wait meanwhile.</summary>
    /// <param name="changes">The commits, in order.</param>
    public async Task TellAgainAsync(IReadOnlyList<CommitChange> changes)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var change in changes) await _participants.CommitAsync(_participants.Concerned(change.Diff), change).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
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
        await _turn.WaitAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async ValueTask<Attempt> AttemptAsync(ChangeRequest request, bool hasTurn, CancellationToken cancellationToken)
    {
        EvaluatedChange? change = null;
        PendingCommit? commit = null, rests = null;
        ExceptionDispatchInfo? refusal = null;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) throw Errors.Failed("The server is stopping.");
            (var head, rests) = _queue.Head;
            change = _evaluator.Evaluate(request, head);
            var concerned = change.IsEmpty || request.IsTest ? [] : _participants.Concerned(change.Diff);
            if (concerned.Count > 0 && !hasTurn) return Attempt.Turn;
            if (!request.IsTest && Decide(request, head, change) is { } decision)
            {
                commit = await PrepareAsync(request, decision, concerned).ConfigureAwait(false);
                if (!_queue.TryEnqueue(commit)) return await GiveUpAsync(commit).ConfigureAwait(false);
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

        if (commit is not null) return await DecideAsync(commit, change!).ConfigureAwait(false);
        // An answer that rests on a change which may never be is given when that is decided.
        if (rests is not null && await rests.Settled.ConfigureAwait(false) != JournalOutcome.Durable) return Attempt.Again;
        refusal?.Throw();
        return Attempt.Done(new ChangeResult(change!.Before, change.Before, change.Errors));
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

    private async ValueTask<PendingCommit> PrepareAsync(ChangeRequest request, Decision decision, IReadOnlyList<ICommitParticipant> concerned)
    {
        if (decision.Commit is { } change && concerned.Count > 0)
        {
            await _participants.PrepareAsync(concerned, change, mayVeto: !request.IsUnvetoable).ConfigureAwait(false);
            _publisher.BeginTelling(change.Sequence);
        }

        return new PendingCommit(decision.Commit, decision.Before, decision.After, decision.Records, concerned);
    }

    private async ValueTask<Attempt> DecideAsync(PendingCommit commit, EvaluatedChange change)
    {
        switch (await _queue.SettleAsync(commit).ConfigureAwait(false))
        {
            case JournalOutcome.Durable:
                if (commit.Concerned.Count > 0)
                {
                    await _participants.CommitAsync(commit.Concerned, commit.Change!).ConfigureAwait(false);
                    _publisher.EndTelling();
                }

                return Attempt.Done(new ChangeResult(commit.Before.Running, commit.After.Running, change.Errors));

            case JournalOutcome.Superseded:
                return await GiveUpAsync(commit).ConfigureAwait(false);

            default:
                await GiveUpAsync(commit).ConfigureAwait(false);
                LogAppendFailed(commit.Records[0].Sequence, commit.Failure!);
                throw NotDurable(commit.Failure!);
        }
    }

    private async ValueTask<Attempt> GiveUpAsync(PendingCommit commit)
    {
        if (commit.Concerned.Count > 0)
        {
            await _participants.AbortAsync(commit.Concerned, commit.Change!).ConfigureAwait(false);
            _publisher.EndTelling();
        }

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

    private readonly record struct Attempt(ChangeResult? Result, bool NeedsTurn)
    {
        public static Attempt Again => default;

        public static Attempt Turn => new(null, true);

        public static Attempt Done(ChangeResult result) => new(result, false);
    }
}

using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
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

    private readonly TurnGate _gate;
    private readonly RunningStore _running;
    private readonly IJournal _journal;
    private readonly IChangeCodec _codec;
    private readonly ChangeEvaluator _evaluator;
    private readonly ParticipantTable _participants;
    private readonly CommitPublisher _publisher;
    private readonly CommitQueue _queue;
    private readonly SpanSource _spans;
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
    /// <param name="spans">Gets a span for each step.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public CommitPipeline(
        RunningStore running, IJournal journal, IChangeCodec codec, ChangeEvaluator evaluator, ParticipantTable participants, CommitPublisher publisher,
        SpanSource spans, TimeProvider time, ILogger logger)
    {
        _running = running;
        _journal = journal;
        _codec = codec;
        _evaluator = evaluator;
        _participants = participants;
        _publisher = publisher;
        _spans = spans;
        _time = time;
        _logger = logger;
        _queue = new CommitQueue(journal, running, publisher.Decided, Publish, publisher.Adopt, LogCatchUpFailed);
        _gate = new TurnGate(_queue.Wake);
        _following = journal.IsShared ? Task.Run(FollowAsync) : Task.CompletedTask;
    }

    /// <summary>Carries a change out; it is durable when this returns.</summary>
    /// <param name="request">The change.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <exception cref="RpcErrorException">It is refused or could not be made durable; running is as it was.</exception>
    public Task<ChangeResult> RunAsync(ChangeRequest request, CancellationToken cancellationToken) => RunAsync(new ChangeInProgress(request), cancellationToken);

    /// <summary>Completes when every change that was let in before is decided.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        _gate.Leave();
        await _queue.WhenIdle().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in no more changes, and waits for those that are in to be decided and told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.EnterAsync().ConfigureAwait(false);
        _isClosed = true;
        _gate.Leave();
        await _queue.WhenIdle().ConfigureAwait(false);
        await BreakHeldAsync().ConfigureAwait(false);
        await _participants.Turns.TakeAllAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _stop.Dispose();
        _queue.Dispose();
    }

    private async Task<ChangeResult> RunAsync(ChangeInProgress work, CancellationToken cancellationToken)
    {
        using var span = _spans.Begin(work.Request.IsTest ? "check transaction" : "apply transaction", SpanDetail.Normal, work.Request.Session);
        work.Span = span.Activity;
        try
        {
            while (true)
            {
                var attempt = await AttemptAsync(work, holds: false, cancellationToken).ConfigureAwait(false);
                if (attempt.Result is { } result)
                {
                    span.Succeed();
                    return result;
                }

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
        cancellationToken.ThrowIfCancellationRequested();
        if (work.IsOutOfPatience) return await AttemptAloneAsync(work, holds, cancellationToken).ConfigureAwait(false);
        var look = new Look(this, work, holds);
        if (!_gate.TryTake(look)) await WaitAsync(look, cancellationToken).ConfigureAwait(false);
        return await EndAsync(work, look).ConfigureAwait(false);
    }

    private async ValueTask WaitAsync(Look look, CancellationToken cancellationToken)
    {
        using var span = _spans.Begin("wait for other changes", SpanDetail.Debug);
        await look.TakenAsync(cancellationToken).ConfigureAwait(false);
        span.Succeed();
    }

    // Nobody else changes anything while it is prepared.
    private async ValueTask<Attempt> AttemptAloneAsync(ChangeInProgress work, bool holds, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        Look look;
        try
        {
            look = new Look(this, work, holds);
            look.Take();
            if (look.Next is { } next && work.HasTurns(next.Concerned))
            {
                await PrepareAsync(work, next, CancellationToken.None).ConfigureAwait(false);
                look = new Look(this, work, holds);
                look.Take();
            }
        }
        finally
        {
            _gate.Leave();
        }

        return await EndAsync(work, look).ConfigureAwait(false);
    }

    private async ValueTask<Attempt> EndAsync(ChangeInProgress work, Look look)
    {
        if (look.Commit is not { } commit) return await look.AnswerAsync().ConfigureAwait(false);
        if (!commit.Settled.IsCompleted) commit.MakeRecords();
        return await DecideAsync(work, commit, look.Change).ConfigureAwait(false);
    }

    private readonly record struct Attempt(ChangeResult? Result, Preparation? Next)
    {
        public static Attempt Again => default;

        public static Attempt Prepare(Preparation next) => new(null, next);

        public static Attempt Done(ChangeResult result) => new(result, null);
    }
}

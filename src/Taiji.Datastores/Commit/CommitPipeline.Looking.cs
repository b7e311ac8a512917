using System.Runtime.ExceptionServices;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <content>Looking at a change while nobody else's is looked at: what it comes to on the newest content there is.</content>
internal sealed partial class CommitPipeline
{
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="work">The change.</param>
    /// <param name="holds">Whether it is to be held once all have prepared.</param>
    private sealed class Look(CommitPipeline pipeline, ChangeInProgress work, bool holds) : Turn
    {
        private EvaluatedChange? _change;
        private PendingCommit? _rests;
        private ExceptionDispatchInfo? _refusal, _fault;

        /// <summary>What is to become durable.</summary>
        public PendingCommit? Commit { get; private set; }

        /// <summary>What must be prepared first.</summary>
        public Preparation? Next { get; private set; }

        /// <summary>The change, when it came to something.</summary>
        public EvaluatedChange Change => _change!;

        /// <summary>Whether somebody else's change came in between.</summary>
        public bool IsSuperseded { get; private set; }

        protected override bool IsDone => Commit is null;

        public override void Take()
        {
            try
            {
                TakeIt();
            }
            catch (RpcErrorException e)
            {
                _refusal = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning disable CA1031 // Its caller hears of it, whoever's thread this is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _fault = ExceptionDispatchInfo.Capture(e);
            }
        }

        /// <summary>The answer where nothing is to become durable; one that rests on a change which may never be is given when that is decided.</summary>
        public async ValueTask<Attempt> AnswerAsync()
        {
            _fault?.Throw();
            if (Next is not null) return Attempt.Prepare(Next);
            if (IsSuperseded || (_rests is not null && await _rests.Settled.ConfigureAwait(false) != JournalOutcome.Durable)) return Attempt.Again;
            _refusal?.Throw();
            return Attempt.Done(new ChangeResult(Change.Before, Change.Before, Change.Errors) { Warnings = Change.Warnings });
        }

        private void TakeIt()
        {
            if (pipeline._isClosed) throw Store.Errors.Failed("The server is stopping.");
            var request = work.Request;
            (var head, _rests) = pipeline._queue.Head;
            var change = _change = Evaluate(request, head);
            if (request.IsTest) return;
            var concerned = change.IsEmpty ? [] : pipeline._participants.Concerned(change.Diff);
            if (!work.Covers(change, concerned))
            {
                Next = new Preparation(change, concerned, head.Sequence + 1, _rests);
                return;
            }

            if (holds || pipeline.Decide(request, head, change) is not { } decision) return;
            var commit = new PendingCommit(decision.Commit, decision.Before, decision.After, decision.Records, concerned, Taken)
            {
                Session = request.Session, Confirmation = decision.Confirmation, Span = work.Span,
            };
            if (concerned.Count > 0) pipeline._publisher.BeginTelling(commit.Change!.Sequence);
            if (pipeline._queue.TryEnqueue(commit))
            {
                Commit = commit;
                return;
            }

            if (concerned.Count > 0) pipeline._publisher.EndTelling(commit.Change!.Sequence);
            IsSuperseded = true;
        }

        private EvaluatedChange Evaluate(ChangeRequest request, DurableState head)
        {
            // What is known holds while running is the same: then there is nothing to do. The thread may be another change's.
            using var span = ReferenceEquals(work.Known?.Before, head.Running) ? default : pipeline._spans.Begin("validate", SpanDetail.Normal, null, work.Span);
            var change = pipeline._evaluator.Evaluate(request, head, work.Known);
            span.Succeed();
            return change;
        }
    }
}

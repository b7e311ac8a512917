using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Commit;

/// <content>Deciding: what is kept of a change, and what the journal's answer leads to.</content>
internal sealed partial class CommitPipeline
{
    // What running and all that goes with it become, and what is kept of that; null when there is nothing to decide.
    private Decision? Decide(ChangeRequest request, DurableState head, EvaluatedChange change)
    {
        var now = _time.GetUtcNow();
        // The clock may be set back; what was modified later never says it was modified earlier.
        var time = now > head.Running.LastModified ? now : head.Running.LastModified;
        var after = head;
        List<JournalRecord>? others = null;
        CommitChange? commit = null;
        ConfirmationEvent? confirmation = null;
        if (!change.IsEmpty)
        {
            commit = new CommitChange(head.Sequence + 1, change.Diff, request.Session);
            after = head with { Running = new DatastoreSnapshot(change.After, commit.Sequence, time), Sequence = commit.Sequence };
        }

        foreach (var step in request.Steps)
        {
            if (step.Decide(head, after, time) is not { } decided) continue;
            after = decided.After;
            (others ??= []).Add(decided.Record);
            confirmation ??= step.EventOf(head, request.Session);
        }

        if (commit is null && others is null) return null;
        // How the commit is kept is worked out when the next change may already be looked at.
        return new Decision(commit, head, after, () => commit is null ? others! : [Record(request, commit, time), .. others ?? []], confirmation);
    }

    private JournalRecord Record(ChangeRequest request, CommitChange commit, DateTimeOffset time) => new CommitRecord
    {
        Sequence = commit.Sequence,
        Time = time,
        User = request.Session?.Identity.User,
        Transport = request.Session?.Identity.Transport,
        Session = request.Session?.Id,
        Source = request.Session?.Identity.SourceHost,
        Comment = request.Comment,
        Label = request.Label,
        Settled = _publisher.Settled,
        Diff = _codec.Encode(commit.Diff),
        Inverse = DiffEncoder.Encode(commit.Diff.Reverse()),
    }.ToRecord();

    private async ValueTask<Attempt> DecideAsync(ChangeInProgress work, PendingCommit commit, EvaluatedChange change)
    {
        switch (await SettleAsync(commit).ConfigureAwait(false))
        {
            case JournalOutcome.Durable:
                if (commit.Concerned.Count > 0)
                {
                    work.Told();
                    await _participants.CommitAsync(commit.Concerned, commit.Change!).ConfigureAwait(false);
                    _publisher.EndTelling(commit.Change!.Sequence);
                }

                return Attempt.Done(new ChangeResult(commit.Before.Running, commit.After.Running, change.Errors) { Warnings = change.Warnings });

            case JournalOutcome.Superseded:
                return GiveUp(commit);

            default:
                GiveUp(commit);
                LogAppendFailed(commit.Records[0].Sequence, commit.Failure!);
                throw NotDurable(commit.Failure!);
        }
    }

    private async ValueTask<JournalOutcome> SettleAsync(PendingCommit commit)
    {
        using var span = _spans.Begin("journal");
        if (span.Activity is not null) span.Add("sequence", commit.After.Sequence);
        var outcome = await _queue.SettleAsync(commit).ConfigureAwait(false);
        if (outcome == JournalOutcome.Durable) span.Succeed();
        return outcome;
    }

    // Whoever writes the journal publishes for all that wait: the span belongs to the change.
    private void Publish(PendingCommit commit)
    {
        using var span = commit.Span is null ? default : _spans.Begin("publish", SpanDetail.Verbose, null, commit.Span);
        _publisher.Publish(commit);
        span.Succeed();
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit {Sequence} could not be made durable; running is as it was")]
    private partial void LogAppendFailed(long sequence, Exception exception);

    private sealed record Decision(CommitChange? Commit, DurableState Before, DurableState After, Func<IReadOnlyList<JournalRecord>> Records, ConfirmationEvent? Confirmation);
}

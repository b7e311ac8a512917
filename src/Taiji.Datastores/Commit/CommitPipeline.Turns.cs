using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tracing;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <content>Participants: their turns, what they prepared for, and changes that are held between prepare and commit.</content>
internal sealed partial class CommitPipeline
{
    /// <summary>Evaluates a change and has participants prepare for it, and leaves it there, for <see cref="CommitAsync"/> or <see cref="AbortAsync"/>.</summary>
    /// <param name="request">The change, under a validate lock: there is one held change at a time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcErrorException">It is refused; nothing is held then.</exception>
    public async Task<ChangeInProgress> PrepareAsync(ChangeRequest request, CancellationToken cancellationToken)
    {
        var work = new ChangeInProgress(request);
        using var span = _spans.Begin("prepare transaction", SpanDetail.Normal, request.Session);
        work.Span = span.Activity;
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
        span.Succeed();
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

    // Outside the gate: whoever takes long to prepare holds up nobody whom it doesn't concern. Whether it is still the same change is looked at afterwards.
    private async ValueTask PrepareAsync(ChangeInProgress work, Preparation next, CancellationToken cancellationToken)
    {
        await AbortPreparedAsync(work).ConfigureAwait(false);
        work.Known = next.Change;
        if (!work.HasTurns(next.Concerned))
        {
            ReleaseTurns(work);
            // What the server has to do (take back a commit that was not confirmed) doesn't wait for a client.
            if (work.Request.Session is null) await BreakHeldAsync().ConfigureAwait(false);
            using var span = _spans.Begin("wait for participants", SpanDetail.Debug);
            work.Turns = await _participants.Turns.TakeAsync(next.Concerned, cancellationToken).ConfigureAwait(false);
            span.Succeed();
            return;
        }

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

    private sealed record Preparation(EvaluatedChange Change, IReadOnlyList<ICommitParticipant> Concerned, long Sequence, PendingCommit? Rests);
}

using Microsoft.Extensions.Logging;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>Steps 6 and 7b: the commit participants. Whatever one does (throw, hang, answer late or twice) costs no more than its time-out.</summary>
internal sealed partial class ParticipantTable
{
    private readonly IReadOnlyList<(SchemaNode Node, ICommitParticipant Participant)> _participants;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SpanSource _spans;
    private readonly ILogger _logger;

    /// <summary>Makes the table.</summary>
    /// <param name="participants">In the order of prepare.</param>
    /// <param name="timeout">How long each may take for each call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="spans">Gets a span for each call.</param>
    /// <param name="logger">Hears of failures.</param>
    public ParticipantTable(
        IReadOnlyList<(SchemaNode Node, ICommitParticipant Participant)> participants, TimeSpan timeout, TimeProvider time, SpanSource spans, ILogger logger)
    {
        _participants = participants;
        _timeout = timeout;
        _time = time;
        _spans = spans;
        _logger = logger;
        Turns = new ParticipantTurns(participants.Select(p => p.Participant));
    }

    /// <summary>Whose turn it is with each.</summary>
    public ParticipantTurns Turns { get; }

    /// <summary>The participants that a change concerns, in the order of prepare.</summary>
    /// <param name="diff">The change.</param>
    public IReadOnlyList<ICommitParticipant> Concerned(DataDiff diff)
    {
        if (_participants.Count == 0) return [];
        return [.. SchemaWay.Touched(diff, _participants)];
    }

    /// <summary>Prepares participants one after the other; when one vetoes, those before it are aborted in reverse order.</summary>
    /// <param name="participants">The participants.</param>
    /// <param name="change">The change.</param>
    /// <param name="mayVeto">Whether they are asked, or told: then whatever one says is written down, and the others go on.</param>
    /// <exception cref="RpcErrorException">The veto, or operation-failed for one that threw something else or took too long.</exception>
    public async ValueTask PrepareAsync(IReadOnlyList<ICommitParticipant> participants, CommitChange change, bool mayVeto = true)
    {
        using var all = _spans.Begin("prepare");
        all.Add("participants", participants.Count);
        for (var i = 0; i < participants.Count; i++)
        {
            var participant = participants[i];
            try
            {
                using var span = SpanOf("prepare", participant);
                await CallAsync(participant.PrepareAsync, change, mayVeto ? late => AbortLateAsync(late, participant, change) : null).ConfigureAwait(false);
                span.Succeed();
            }
#pragma warning disable CA1031 // A user's code may throw anything.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!mayVeto)
                {
                    LogFailed("prepare", INamedPlugin.NameOf(participant), change.Sequence, e);
                    continue;
                }

                await AbortAsync([.. participants.Take(e is TimeoutException ? i + 1 : i)], change).ConfigureAwait(false);
                if (e is RpcErrorException) throw;
                LogFailed("prepare", INamedPlugin.NameOf(participant), change.Sequence, e);
                throw Errors.Failed(e is TimeoutException
                    ? $"Commit participant {INamedPlugin.NameOf(participant)} did not answer within {_timeout.TotalSeconds} s; nothing was changed."
                    : $"Commit participant {INamedPlugin.NameOf(participant)} failed to prepare; nothing was changed.");
            }
        }

        all.Succeed();
    }

    /// <summary>Tells participants, in reverse order, that a change won't happen.</summary>
    /// <param name="participants">Those that prepared.</param>
    /// <param name="change">The change.</param>
    public async ValueTask AbortAsync(IReadOnlyList<ICommitParticipant> participants, CommitChange change)
    {
        for (var i = participants.Count - 1; i >= 0; i--) await TellAsync("abort", participants[i], participants[i].AbortAsync, change).ConfigureAwait(false);
    }

    /// <summary>Tells participants that a change is decided. A failure is reported; it changes nothing.</summary>
    /// <param name="participants">Those concerned.</param>
    /// <param name="change">The change.</param>
    public async Task CommitAsync(IReadOnlyList<ICommitParticipant> participants, CommitChange change)
    {
        using var all = _spans.Begin("commit");
        all.Add("participants", participants.Count);
        foreach (var participant in participants) await TellAsync("commit", participant, participant.CommitAsync, change).ConfigureAwait(false);
        all.Succeed();
    }

    private Span SpanOf(string what, ICommitParticipant participant) =>
        _spans.IsHeard ? _spans.Begin($"{what} {INamedPlugin.NameOf(participant)}", SpanDetail.Verbose) : default;

    private async ValueTask TellAsync(string what, ICommitParticipant participant, Func<CommitChange, CancellationToken, ValueTask> call, CommitChange change)
    {
        using var span = SpanOf(what, participant);
        try
        {
            await CallAsync(call, change, null).ConfigureAwait(false);
            span.Succeed();
        }
#pragma warning disable CA1031 // A user's code may throw anything; the outcome stands.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(what, INamedPlugin.NameOf(participant), change.Sequence, e);
        }
    }

    // On the pool: a participant that blocks instead of awaiting must not block the pipeline for ever.
    private async Task CallAsync(Func<CommitChange, CancellationToken, ValueTask> call, CommitChange change, Func<Task, Task>? late)
    {
        using var cancellation = new CancellationTokenSource();
        var token = cancellation.Token;
        var task = Task.Run(() => call(change, token).AsTask(), CancellationToken.None);
        try
        {
            await task.WaitAsync(_timeout, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            _ = late is null ? task.ContinueWith(static t => t.Exception, TaskScheduler.Default) : late(task);
            throw;
        }
    }

    // Prepared after all, when nobody waited any more: it hears once more that the change won't happen.
    private async Task AbortLateAsync(Task prepare, ICommitParticipant participant, CommitChange change)
    {
        try
        {
            await prepare.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // It is late; whatever it says has no consequence.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }

        await TellAsync("abort", participant, participant.AbortAsync, change).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit participant {Participant} failed to {What} commit {Sequence}")]
    private partial void LogFailed(string what, string participant, long sequence, Exception exception);
}

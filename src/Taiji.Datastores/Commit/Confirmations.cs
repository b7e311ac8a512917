using Microsoft.Extensions.Logging;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Watches the confirmed commit that waits (RFC 6241 §8.4), of which there is at most one: takes it back at its deadline, when its session ends, when it is cancelled, and when
/// the server stops. (What a crash leaves behind is taken back by the next start: <see cref="Restart"/>.)
/// </summary>
internal sealed partial class Confirmations : IAsyncDisposable
{
    // Timers take no more than some 49 days; confirm-timeout does.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly CommitPipeline _pipeline;
    private readonly SessionTable _sessions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly YangSchema _schema;
    private ITimer? _timer;
    private Task _takingBack = Task.CompletedTask;
    private bool _isStopped;

    /// <summary>Begins to watch.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="running">Where it is seen what waits.</param>
    /// <param name="pipeline">Takes back.</param>
    /// <param name="sessions">The live sessions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of what is taken back.</param>
    public Confirmations(YangSchema schema, RunningStore running, CommitPipeline pipeline, SessionTable sessions, TimeProvider time, ILogger logger)
    {
        _schema = schema;
        _running = running;
        _pipeline = pipeline;
        _sessions = sessions;
        _time = time;
        _logger = logger;
    }

    /// <summary>What waits; null for nothing.</summary>
    public PendingConfirmation? Pending => _running.State.Confirmation;

    /// <summary>A session's confirmed commit is durable: its time begins.</summary>
    /// <param name="session">Who.</param>
    /// <param name="timeout">How long.</param>
    public void Begin(Session session, TimeSpan timeout)
    {
        if (Pending is not { } pending) return;
        Arm(pending, timeout);
        // It may have ended before there was anything to take back.
        if (_sessions.Find(session.Id) != session) SessionEnded(session);
    }

    /// <summary>A session has ended: what only it could confirm is taken back (RFC 6241 §8.4.1).</summary>
    /// <param name="session">Which.</param>
    public void SessionEnded(Session session)
    {
        if (Pending is { PersistId: null } pending && pending.SessionId == session.Id) Start(pending, TakeBackCause.SessionEnded);
    }

    /// <summary>Takes back what waits (RFC 6241 §8.4.4.1).</summary>
    /// <param name="session">Who.</param>
    /// <param name="persistId">The token; null for the session's own.</param>
    /// <exception cref="RpcErrorException">Nothing waits, or it isn't that session's to cancel.</exception>
    public async Task CancelAsync(Session session, string? persistId)
    {
        var pending = Pending;
        ConfirmationRules.DemandCancel(pending, session, persistId);
        await TakeBackAsync(pending!, TakeBackCause.CancelledBy(session)).ConfigureAwait(false);
    }

    /// <summary>Takes back what waits: nobody will confirm it now.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_sync)
        {
            _isStopped = true;
            _timer?.Dispose();
        }

        await _takingBack.ConfigureAwait(false);
        if (Pending is { } pending) await TryTakeBackAsync(pending, TakeBackCause.ServerStops).ConfigureAwait(false);
    }

    private void Arm(PendingConfirmation pending, TimeSpan remaining)
    {
        lock (_sync)
        {
            if (_isStopped) return;
            _timer?.Dispose();
            var wait = remaining < LongestWait ? remaining : LongestWait;
            _timer = _time.CreateTimer(_ => Due(pending, remaining - wait), null, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Due(PendingConfirmation pending, TimeSpan remaining)
    {
        if (!ReferenceEquals(Pending, pending)) return;
        if (remaining > TimeSpan.Zero) Arm(pending, remaining);
        else Start(pending, TakeBackCause.TimedOut);
    }

    private void Start(PendingConfirmation pending, TakeBackCause cause)
    {
        lock (_sync)
        {
            if (!_isStopped) _takingBack = Task.Run(() => TryTakeBackAsync(pending, cause));
        }
    }

    private async Task TryTakeBackAsync(PendingConfirmation pending, TakeBackCause cause)
    {
        try
        {
            await TakeBackAsync(pending, cause).ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            // The journal can't be written, say: running must not stay as it is for that.
            LogFailed(pending.User, e);
            Arm(pending, Retry);
        }
    }

    private async Task TakeBackAsync(PendingConfirmation pending, TakeBackCause cause)
    {
        try
        {
            try
            {
                await RunAsync(Reversal.Inverse(_schema, pending.Changes), pending, cause).ConfigureAwait(false);
            }
            catch (RpcErrorException) when (pending.Changes.Count > 0)
            {
                // Somebody changed the same nodes meanwhile: then all is as it was before (RFC 6241 §8.4.1).
                await RunAsync(Reversal.Whole(_schema, pending.Changes), pending, cause).ConfigureAwait(false);
            }

            LogTakenBack(pending.User, cause.Text);
        }
        catch (ConfirmationChangedException)
        {
            // Confirmed or extended at the last moment, or taken back already; unless that itself could not be made durable.
            await _pipeline.SettleAsync(CancellationToken.None).ConfigureAwait(false);
            if (ReferenceEquals(Pending, pending)) Arm(pending, Retry);
        }
    }

    private Task<ChangeResult> RunAsync(Transaction transaction, PendingConfirmation pending, TakeBackCause cause) => _pipeline.RunAsync(
        new ChangeRequest
        {
            Session = null,
            Transaction = transaction,
            Steps = [new TakeBack(pending, cause)],
            IsUnvetoable = true,
            Comment = $"confirmed commit of {pending.User} taken back: {cause.Text}",
        },
        CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The confirmed commit of {User} was taken back: {Why}")]
    private partial void LogTakenBack(string user, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The confirmed commit of {User} could not be taken back; it will be tried again")]
    private partial void LogFailed(string user, Exception exception);
}

using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Step 7, group commit: changes wait here in order while the journal makes the ones before them durable in one step. Whoever finds nobody writing writes its own, so that a lone
/// writer pays no hand-over; what came meanwhile, and what comes in groups, is written by a thread for that, so that many share an fsync and none of the thread pool's waits for the
/// disk. The next change is built on <see cref="Head"/>, which may not be durable yet: when the journal fails, all that was built on the failed one fails with it.
/// </summary>
internal sealed class CommitQueue : IDisposable
{
    private readonly Lock _sync = new();
    private readonly IJournal _journal;
    private readonly RunningStore _running;
    private readonly Action<IReadOnlyList<PendingCommit>> _decided;
    private readonly Action<PendingCommit> _publish;
    private readonly Action<JournalRecord> _adopt;
    private readonly Action<Exception> _catchUpFailed;
    private readonly WriterThread _thread;
    private List<PendingCommit> _waiting = [];
    private List<PendingCommit> _spare = [];
    private DurableState _head;
    private PendingCommit? _last;
    private bool _isWriting;
    private bool _mustCatchUp;
    private TaskCompletionSource? _idle;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="journal">Where changes are decided.</param>
    /// <param name="running">What is durable.</param>
    /// <param name="decided">Hears of the changes that became durable in one step, before they are published.</param>
    /// <param name="publish">Publishes a durable change; called in order.</param>
    /// <param name="adopt">Makes and publishes the content of somebody else's commit; called in order.</param>
    /// <param name="catchUpFailed">Hears when others' commits can't be read.</param>
    public CommitQueue(
        IJournal journal, RunningStore running, Action<IReadOnlyList<PendingCommit>> decided, Action<PendingCommit> publish, Action<JournalRecord> adopt, Action<Exception> catchUpFailed)
    {
        _decided = decided;
        _catchUpFailed = catchUpFailed;
        _journal = journal;
        _running = running;
        _publish = publish;
        _adopt = adopt;
        _head = running.State;
        _thread = new WriterThread(() => WriteAsync(null).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>The newest state that is decided or about to be, and the change that must become durable for it; null when it is durable.</summary>
    public (DurableState State, PendingCommit? Change) Head
    {
        get
        {
            lock (_sync) return (_head, _last);
        }
    }

    /// <summary>Puts a change in the queue.</summary>
    /// <param name="commit">The change.</param>
    /// <returns>False when the content it is built on is the head no longer.</returns>
    public bool TryEnqueue(PendingCommit commit)
    {
        lock (_sync)
        {
            if (!ReferenceEquals(_head, commit.Before)) return false;
            _waiting.Add(commit);
            _head = commit.After;
            _last = commit;
            return true;
        }
    }

    /// <summary>Waits for a change's turn, writing it when nobody else does.</summary>
    /// <param name="commit">One that was put in the queue.</param>
    public async ValueTask<JournalOutcome> SettleAsync(PendingCommit commit)
    {
        if (!commit.Settled.IsCompleted && TryBecomeWriter(out var isAlone))
        {
            if (isAlone) await WriteAsync(commit).ConfigureAwait(false);
            else _thread.Run();
        }

        return await commit.Settled.ConfigureAwait(false);
    }

    /// <summary>Has written what waits.</summary>
    public void Wake()
    {
        lock (_sync)
        {
            if (_isWriting || _waiting.Count == 0) return;
            _isWriting = true;
        }

        _thread.Run();
    }

    /// <inheritdoc/>
    public void Dispose() => _thread.Dispose();

    /// <summary>Takes over what others appended to the journal.</summary>
    public async ValueTask CatchUpAsync()
    {
        lock (_sync) _mustCatchUp = true;
        if (TryBecomeWriter(out _)) await WriteAsync(null).ConfigureAwait(false);
    }

    /// <summary>Completes when nothing waits and nobody writes.</summary>
    public Task WhenIdle()
    {
        lock (_sync) return _isWriting || _waiting.Count > 0 ? (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
    }

    private bool TryBecomeWriter(out bool isAlone)
    {
        lock (_sync)
        {
            isAlone = _waiting.Count == 1;
            if (_isWriting) return false;
            return _isWriting = true;
        }
    }

    // Ends, or hands over to the thread when the caller's own change is settled while more has come.
    private async ValueTask WriteAsync(PendingCommit? own)
    {
        while (TakeBatch() is { } work)
        {
            if (work.MustCatchUp) await TryCatchUpAsync().ConfigureAwait(false);
            if (work.Batch.Count > 0) await WriteBatchAsync(work.Batch).ConfigureAwait(false);
            Recycle(work.Batch);
            if (own is not { Settled.IsCompleted: true }) continue;
            if (IsMoreToDo()) _thread.Run();
            return;
        }
    }

    private (List<PendingCommit> Batch, bool MustCatchUp)? TakeBatch()
    {
        lock (_sync)
        {
            if (_waiting.Count == 0 && !_mustCatchUp)
            {
                BecomeIdle();
                return null;
            }

            var work = (_waiting, _mustCatchUp);
            _waiting = _spare;
            _mustCatchUp = false;
            return work;
        }
    }

    private bool IsMoreToDo()
    {
        lock (_sync)
        {
            if (_waiting.Count > 0 || _mustCatchUp) return true;
            BecomeIdle();
            return false;
        }
    }

    private void BecomeIdle()
    {
        _isWriting = false;
        _idle?.TrySetResult();
        _idle = null;
    }

    private void Recycle(List<PendingCommit> batch)
    {
        batch.Clear();
        _spare = batch;
    }

    private async ValueTask WriteBatchAsync(List<PendingCommit> batch)
    {
        // Something that a catch-up brought in between leaves nothing to write these on.
        if (!ReferenceEquals(batch[0].Before, _running.State))
        {
            Drop(batch, JournalOutcome.Superseded, null);
            return;
        }

        try
        {
            var records = new List<JournalRecord>(batch.Count);
            foreach (var commit in batch) records.AddRange(commit.Records);
            if (!_journal.Append(_running.State.Sequence, records))
            {
                await CatchUpNowAsync().ConfigureAwait(false);
                Drop(batch, JournalOutcome.Superseded, null);
                return;
            }
        }
#pragma warning disable CA1031 // Whatever the journal throws: these changes are not decided, and their callers must hear it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Drop(batch, JournalOutcome.Failed, e as JournalException ?? new JournalException("The journal failed.", e));
            return;
        }

        _decided(batch);
        foreach (var commit in batch)
        {
            _publish(commit);
            lock (_sync)
            {
                if (_last == commit) _last = null;
            }

            commit.Settle(JournalOutcome.Durable);
        }
    }

    private async ValueTask TryCatchUpAsync()
    {
        try
        {
            await CatchUpNowAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The next append will lose its race and hear of it; until then nothing is wrong but old.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _catchUpFailed(e);
        }
    }

    private async ValueTask CatchUpNowAsync()
    {
        await foreach (var record in _journal.FollowAsync(_running.State.Sequence, wait: false, CancellationToken.None).ConfigureAwait(false))
        {
            _adopt(record);
        }

        lock (_sync)
        {
            if (_last is null) _head = _running.State;
        }
    }

    // The batch and all that came behind it are built on what won't be.
    private void Drop(List<PendingCommit> batch, JournalOutcome outcome, JournalException? failure)
    {
        List<PendingCommit> behind;
        lock (_sync)
        {
            behind = [.. _waiting];
            _waiting.Clear();
            _head = _running.State;
            _last = null;
        }

        foreach (var commit in batch) commit.Settle(outcome, failure);
        foreach (var commit in behind) commit.Settle(outcome, failure);
    }
}

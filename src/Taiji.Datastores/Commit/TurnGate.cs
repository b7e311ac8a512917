namespace Taiji.Datastores.Commit;

/// <summary>
/// Lets in one at a time, in the order of arrival. Whoever finds nobody inside does its own work at once; what comes meanwhile is done for its callers by a thread that goes through all
/// that waits, so that under load the turn doesn't wander from thread to thread.
/// </summary>
/// <param name="helped">Called after turns were taken for others, who wait for what comes of them.</param>
internal sealed class TurnGate(Action helped) : IThreadPoolWorkItem
{
    // So many turns are taken for others before others of the thread pool's work gets its chance.
    private const int Most = 64;

    // And so many before what came of them goes on.
    private const int Few = 16;

    private readonly Lock _sync = new();
    private readonly Queue<Turn> _waiting = new();
    private bool _isTaken;

    /// <summary>Takes a turn now, or leaves it to be taken.</summary>
    /// <param name="turn">The turn.</param>
    /// <returns>Whether it was taken; otherwise <see cref="Turn.Taken"/> tells.</returns>
    public bool TryTake(Turn turn)
    {
        lock (_sync)
        {
            if (_isTaken)
            {
                turn.Wait();
                _waiting.Enqueue(turn);
                return false;
            }

            _isTaken = true;
        }

        try
        {
            turn.Take();
        }
        finally
        {
            Leave();
        }

        return true;
    }

    /// <summary>Waits for a turn that lasts until <see cref="Leave"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task EnterAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new LongTurn();
        lock (_sync)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            turn.Wait();
            _waiting.Enqueue(turn);
        }

        await turn.TakenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the turn.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            if (_waiting.Count == 0)
            {
                _isTaken = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes turns for those who wait.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var taken = 0; ;)
        {
            Turn turn;
            lock (_sync)
            {
                if (_waiting.Count == 0)
                {
                    _isTaken = false;
                    break;
                }

                if (taken == Most)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    break;
                }

                turn = _waiting.Dequeue();
            }

            if (!turn.TryTakeForAnother()) continue;
            // The gate is its holder's now.
            if (turn is LongTurn) break;
            if (++taken % Few == 0) helped();
        }

        helped();
    }

    // Taken by being let in.
    private sealed class LongTurn : Turn
    {
        public override void Take()
        {
        }

        protected override bool IsDone => true;
    }
}

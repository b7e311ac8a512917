using Taiji.Datastores.Journal;

namespace Taiji.Datastores.Commit;

/// <summary>What is done while nobody else is at it (<see cref="TurnGate"/>), by its caller or for it.</summary>
internal abstract class Turn
{
    private const int Waiting = 0, Begun = 1, GivenUp = 2;

    private int _state;

    /// <summary>Completes when it was taken for its caller and something has come of it; null when its caller takes it itself.</summary>
    public TaskCompletionSource<JournalOutcome>? Taken { get; private set; }

    /// <summary>Takes it; must not throw.</summary>
    public abstract void Take();

    /// <summary>Whether nothing more comes of it. Otherwise somebody else completes <see cref="Taken"/>.</summary>
    protected abstract bool IsDone { get; }

    /// <summary>It is going to be taken for its caller.</summary>
    public void Wait() => Taken = new TaskCompletionSource<JournalOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes it, unless its caller has given up.</summary>
    public bool TryTakeForAnother()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting) return false;
        Take();
        if (IsDone) Taken!.TrySetResult(JournalOutcome.Durable);
        return true;
    }

    /// <summary>Completes when something has come of it.</summary>
    /// <param name="cancellationToken">Gives up, unless it has begun.</param>
    public async Task TakenAsync(CancellationToken cancellationToken)
    {
        using var givingUp = cancellationToken.CanBeCanceled ? cancellationToken.UnsafeRegister(static (turn, token) => ((Turn)turn!).GiveUp(token), this) : default;
        await Taken!.Task.ConfigureAwait(false);
    }

    private void GiveUp(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting) Taken!.TrySetCanceled(token);
    }
}

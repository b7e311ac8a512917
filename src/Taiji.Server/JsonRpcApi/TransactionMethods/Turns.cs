namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>One at a time, in the order in which they came.</summary>
internal sealed class Turns
{
    private readonly Lock _sync = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Waits for one's turn; dispose what comes back to end it.</summary>
    /// <param name="cancellationToken">Gives up: the next one's turn comes all the same.</param>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var turn = new Turn();
        Task before;
        lock (_sync)
        {
            before = _last;
            _last = turn.Ended;
        }

        try
        {
            await before.WaitAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch (OperationCanceledException)
        {
            _ = before.ContinueWith(_ => turn.Dispose(), TaskScheduler.Default);
            throw;
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose() => _ended.TrySetResult();
    }
}

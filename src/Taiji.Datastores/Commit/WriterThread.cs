namespace Taiji.Datastores.Commit;

/// <summary>A thread that does one thing whenever it is told to: begun when first needed, it sleeps in between.</summary>
/// <param name="work">What it does; must not throw. It isn't told again before that has come to its end.</param>
internal sealed class WriterThread(Action work) : IDisposable
{
    // Waiting on it doesn't spin, as a semaphore would.
    private readonly object _sync = new();
    private Thread? _thread;
    private bool _isTold, _isEnding;

    /// <summary>Has it done.</summary>
    public void Run()
    {
        lock (_sync)
        {
            _isTold = true;
            if (_thread is not null)
            {
                Monitor.Pulse(_sync);
                return;
            }

            _thread = new Thread(Loop) { IsBackground = true, Name = "taiji journal" };
            _thread.Start();
        }
    }

    /// <summary>Ends the thread; nothing is to be done any more.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _isEnding = true;
            Monitor.Pulse(_sync);
        }

        _thread?.Join();
    }

    private void Loop()
    {
        while (true)
        {
            lock (_sync)
            {
                while (!_isTold && !_isEnding) Monitor.Wait(_sync);
                if (!_isTold) return;
                _isTold = false;
            }

            work();
        }
    }
}

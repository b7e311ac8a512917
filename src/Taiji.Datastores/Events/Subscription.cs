using System.Runtime.CompilerServices;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Events;

/// <summary>A subscriber's own bounded queue: when full the oldest goes, and the next one read tells how many were lost.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Queue<NotificationRecord> _queue = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly int _capacity;
    private readonly Action<Subscription> _onDispose;
    private CancellationTokenRegistration _sessionEnd;
    private long _lost;
    private bool _isClosed;

    /// <summary>Begins.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="onDispose">Takes it off the list.</param>
    public Subscription(Session session, string stream, int capacity, Action<Subscription> onDispose)
    {
        Session = session;
        Stream = stream;
        _capacity = capacity;
        _onDispose = onDispose;
    }

    /// <summary>On whose behalf.</summary>
    public Session Session { get; }

    /// <summary>The stream.</summary>
    public string Stream { get; }

    /// <summary>Ties the end of the subscription to something else's.</summary>
    /// <param name="end">Cancelled at the end.</param>
    public void EndWith(CancellationToken end) => _sessionEnd = end.Register(static s => ((Subscription)s!).Dispose(), this);

    /// <summary>Hands a notification in; never blocks.</summary>
    /// <param name="record">The notification.</param>
    public void Offer(NotificationRecord record)
    {
        lock (_sync)
        {
            if (_isClosed) return;
            _queue.Enqueue(record);
            if (_queue.Count <= _capacity)
            {
                _arrived.Release();
                return;
            }

            _queue.Dequeue();
            _lost++;
        }
    }

    /// <summary>What arrives, until the subscription, its session or the server ends; what waits then is still given.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async IAsyncEnumerable<NotificationRecord> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Take() is not { } record) yield break;
                yield return record;
            }
        }
        finally
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync)
        {
            if (_isClosed) return;
            _isClosed = true;
            // One release without a record behind it: the end.
            _arrived.Release();
        }

        _sessionEnd.Unregister();
        _onDispose(this);
    }

    private NotificationRecord? Take()
    {
        lock (_sync)
        {
            if (!_queue.TryDequeue(out var record)) return null;
            var lost = _lost;
            _lost = 0;
            return lost == 0 ? record : record with { LostBefore = lost };
        }
    }
}

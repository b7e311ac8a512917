using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Taiji.Netconf.Client;

/// <summary>The notifications that somebody has yet to read.</summary>
internal sealed class NotificationQueue(int capacity, Action onRead)
{
    private readonly Channel<Notification> _channel = Channel.CreateUnbounded<Notification>();
    private int _count;

    /// <summary>Whether as many wait as should.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= capacity;

    public void Add(Notification notification)
    {
        Interlocked.Increment(ref _count);
        _channel.Writer.TryWrite(notification);
    }

    /// <summary>No more will come.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Those that wait and those that come, in order, to the end.</summary>
    public async IAsyncEnumerable<Notification> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var notification in _channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Decrement(ref _count);
            onRead();
            yield return notification;
        }
    }
}

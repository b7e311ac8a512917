using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>
/// A subscription with a queue of its own (RFC 8639, RFC 8641), beside any number of others on the session: its updates, and what the server says about it. What a stream
/// sends carries no subscription's number (RFC 8640 §6), so it comes to <see cref="NetconfClient.ReadNotificationsAsync"/>.
/// </summary>
public sealed class NetconfSubscription : IAsyncDisposable
{
    private readonly NetconfClient _client;
    private readonly NotificationQueue _queue;
    private int _isDisposed;

    internal NetconfSubscription(NetconfClient client, EstablishedSubscription established, NotificationQueue queue)
    {
        _client = client;
        Established = established;
        _queue = queue;
    }

    /// <summary>What the server answered.</summary>
    public EstablishedSubscription Established { get; }

    /// <summary>The subscription's number.</summary>
    public uint Id => Established.Id;

    /// <summary>Its notifications in order, to its end or the session's. From the first one on: nothing is lost between the server's answer and this.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Notification> ReadAllAsync(CancellationToken cancellationToken = default) => _queue.ReadAllAsync(cancellationToken);

    /// <summary>modify-subscription (RFC 8639 §2.4.3).</summary>
    /// <param name="request">What is to hold from now on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<RpcReply> ModifyAsync(SubscriptionRequest request, CancellationToken cancellationToken = default) => _client.ModifySubscriptionAsync(Id, request, cancellationToken);

    /// <summary>resync-subscription (RFC 8641 §4.4.3), of an on-change subscription.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<RpcReply> ResyncAsync(CancellationToken cancellationToken = default) => _client.ResyncSubscriptionAsync(Id, cancellationToken);

    /// <summary>Deletes the subscription, if the server still has it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            if (_client.HasQueue(Id)) await _client.DeleteSubscriptionAsync(Id).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NetconfSessionClosedException or RpcErrorException)
        {
            // It went with the session, or the server has ended it meanwhile.
        }
        finally
        {
            _client.CloseQueue(Id);
        }
    }
}

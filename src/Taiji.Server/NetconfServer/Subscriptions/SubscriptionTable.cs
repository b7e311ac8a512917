using System.Collections.Concurrent;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>All dynamic subscriptions (RFC 8639 §2.4), of all sessions.</summary>
internal sealed class SubscriptionTable
{
    private readonly ConcurrentDictionary<uint, DynamicSubscription> _all = new();
    private uint _lastId;

    /// <summary>A number that hasn't been given before.</summary>
    public uint NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Keeps a subscription until it ends.</summary>
    /// <param name="subscription">It.</param>
    public void Add(DynamicSubscription subscription) => _all[subscription.Id] = subscription;

    /// <summary>Lets go of one that has ended.</summary>
    /// <param name="subscription">It.</param>
    public void Remove(DynamicSubscription subscription) => _all.TryRemove(subscription.Id, out _);

    /// <summary>The subscription of that number, or null.</summary>
    /// <param name="id">The number.</param>
    public DynamicSubscription? Find(uint id) => _all.GetValueOrDefault(id);

    /// <summary>The subscriptions of a session.</summary>
    /// <param name="session">The session.</param>
    public IEnumerable<DynamicSubscription> Of(NetconfServerSession session) => _all.Values.Where(s => s.Session == session);
}

using Taiji.Datastores.Sessions;

namespace Taiji.Server.Subscriptions;

/// <summary>Who gets the notifications of a subscription (RFC 8639 §1.2): a protocol's way to its subscriber, or to a receiver that is configured.</summary>
internal interface ISubscriptionReceiver
{
    /// <summary>On whose behalf: what it may read is what is sent.</summary>
    Session Session { get; }

    /// <summary>What it is called in <c>/subscriptions</c>.</summary>
    string Name { get; }

    /// <summary>Cancelled when nothing can be sent any more: its subscriptions end.</summary>
    CancellationToken Ended { get; }

    /// <summary>The encoding of its notifications when a subscriber asks for none, as an identity of ietf-subscribed-notifications: <c>encode-xml</c>.</summary>
    string Encoding { get; }

    /// <summary>Whether it can be sent notifications in an encoding.</summary>
    /// <param name="encoding">An identity of ietf-subscribed-notifications.</param>
    bool Supports(string encoding);

    /// <summary>Whether somebody is its subscriber, who may modify, delete and resynchronize its subscriptions.</summary>
    /// <param name="session">Who.</param>
    bool IsOf(Session session);

    /// <summary>Where it is to be fetched (RFC 8650 §6); null when it needn't be.</summary>
    string? Uri => null;

    /// <summary>Whether it is told when its subscriber modifies a subscription, since that isn't seen among its notifications otherwise (RFC 8650 §3.4).</summary>
    bool IsToldOfModification => false;

    /// <summary>Whether it is told when the stop-time has come, as the receivers of configured subscriptions are (RFC 8639 §2.7.6).</summary>
    bool IsToldOfCompletion => false;

    /// <summary>Sends a message; one that has begun to leave leaves whole. Returns when the receiver has taken it, as far as that can be known: whoever reads slowly holds up its own subscriptions.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hasMore">Whether another one follows at once, so that they may leave together.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It can't be reached any more.</exception>
    /// <exception cref="Netconf.NetconfException">It can't be reached any more.</exception>
    ValueTask SendAsync(SubscriptionMessage message, bool hasMore, CancellationToken cancellationToken);

    /// <summary>Sends event records that are there already, in order: they may leave together.</summary>
    /// <param name="messages">They; not kept.</param>
    /// <param name="hasMore">Whether another one follows at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It can't be reached any more.</exception>
    /// <exception cref="Netconf.NetconfException">It can't be reached any more.</exception>
    async ValueTask SendAsync(IReadOnlyList<EventMessage> messages, bool hasMore, CancellationToken cancellationToken)
    {
        for (var i = 0; i < messages.Count; i++) await SendAsync(messages[i], hasMore || i < messages.Count - 1, cancellationToken);
    }

    /// <summary>Lets what was sent with more to follow leave: nothing follows for now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It can't be reached any more.</exception>
    /// <exception cref="Netconf.NetconfException">It can't be reached any more.</exception>
    ValueTask FlushAsync(CancellationToken cancellationToken) => default;
}

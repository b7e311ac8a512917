using System.Globalization;
using System.Xml.Linq;
using Taiji.Yang.Diagnostics;
using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <content>Notifications (RFC 5277) and subscriptions (RFC 8639, RFC 8641).</content>
public static partial class NetconfClientOperations
{
    private const string Sn = NetconfNamespaces.SubscribedNotifications;

    /// <summary>create-subscription (RFC 5277 §2.1.1): one a session.</summary>
    /// <param name="client">The session.</param>
    /// <param name="stream">The stream; null for the default one.</param>
    /// <param name="filter">What to select; null for everything.</param>
    /// <param name="startTime">Replay from then on; null for no replay.</param>
    /// <param name="stopTime">End then; only with <paramref name="startTime"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">A stop time without a start time, or before it.</exception>
    public static Task<RpcReply> CreateSubscriptionAsync(
        this NetconfClient client, string? stream = null, NetconfFilter? filter = null, DateTimeOffset? startTime = null, DateTimeOffset? stopTime = null,
        CancellationToken cancellationToken = default)
    {
        if (stopTime is not null && startTime is null) throw new ArgumentException("stopTime needs startTime (RFC 5277 §2.1.1).", nameof(stopTime));
        if (stopTime < startTime) throw new ArgumentException("stopTime must be later than startTime (RFC 5277 §2.1.1).", nameof(stopTime));
        return Of(client).RpcAsync(
            $"<create-subscription xmlns=\"{NetconfNamespaces.Notification}\">{Parameter("stream", stream)}{filter?.ToFilter()}"
            + $"{Parameter("startTime", startTime)}{Parameter("stopTime", stopTime)}</create-subscription>",
            cancellationToken);
    }

    /// <summary>establish-subscription to a stream (RFC 8639 §2.4.2) or a datastore (RFC 8641 §4.4.1): any number a session.</summary>
    /// <param name="client">The session.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<EstablishedSubscription> EstablishSubscriptionAsync(
        this NetconfClient client, SubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reply = await Of(client).RpcAsync(ToEstablish(request), cancellationToken).ConfigureAwait(false);
        return ReadEstablished(reply);
    }

    /// <summary>As <see cref="EstablishSubscriptionAsync"/>, with a queue for what comes of it.</summary>
    /// <param name="client">The session.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The subscription; deleted when it is disposed of.</returns>
    public static async Task<NetconfSubscription> SubscribeAsync(this NetconfClient client, SubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        NetconfSubscription? subscription = null;
        var reply = await Of(client).SendAsync(ToEstablish(request), Begin, cancellationToken).ConfigureAwait(false);
        if (client.Raises(reply)) throw new RpcErrorException(reply.Errors);
        return subscription ?? throw NoId();

        // Before the subscription's first notification is looked at.
        void Begin(RpcReply answer)
        {
            if (!answer.IsFailure && TryReadEstablished(answer) is { } established)
                subscription = new NetconfSubscription(client, established, client.OpenQueue(established.Id));
        }
    }

    /// <summary>modify-subscription (RFC 8639 §2.4.3, RFC 8641 §4.4.2).</summary>
    /// <param name="client">The session that established it.</param>
    /// <param name="id">The subscription's number.</param>
    /// <param name="request">What is to hold from now on; what can't be changed is left out of the request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> ModifySubscriptionAsync(
        this NetconfClient client, uint id, SubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(client).RpcAsync($"<modify-subscription xmlns=\"{Sn}\">{Parameter("id", id)}{request.ToModifiableParameters()}</modify-subscription>", cancellationToken);
    }

    /// <summary>delete-subscription (RFC 8639 §2.4.4).</summary>
    /// <param name="client">The session that established it.</param>
    /// <param name="id">The subscription's number.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> DeleteSubscriptionAsync(this NetconfClient client, uint id, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<delete-subscription xmlns=\"{Sn}\">{Parameter("id", id)}</delete-subscription>", cancellationToken);

    /// <summary>kill-subscription (RFC 8639 §2.4.5): also of other sessions.</summary>
    /// <param name="client">A session.</param>
    /// <param name="id">The subscription's number.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> KillSubscriptionAsync(this NetconfClient client, uint id, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<kill-subscription xmlns=\"{Sn}\">{Parameter("id", id)}</kill-subscription>", cancellationToken);

    /// <summary>resync-subscription (RFC 8641 §4.4.3).</summary>
    /// <param name="client">The session that established it.</param>
    /// <param name="id">The number of an on-change subscription.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> ResyncSubscriptionAsync(this NetconfClient client, uint id, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<resync-subscription xmlns=\"{NetconfNamespaces.YangPush}\">{Parameter("id", id)}</resync-subscription>", cancellationToken);

    private static string ToEstablish(SubscriptionRequest request) => $"<establish-subscription xmlns=\"{Sn}\">{request.ToParameters()}</establish-subscription>";

    private static EstablishedSubscription ReadEstablished(RpcReply reply) => TryReadEstablished(reply) ?? throw NoId();

    private static NetconfException NoId() => new("The reply to establish-subscription has no id (RFC 8639 §2.4.2).");

    private static EstablishedSubscription? TryReadEstablished(RpcReply reply)
    {
        var root = reply.ToElement();
        if (!uint.TryParse(root.Element(XName.Get("id", Sn))?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var revision = root.Element(XName.Get("replay-start-time-revision", Sn))?.Value;
        return new EstablishedSubscription(
            number, DateTimeOffset.TryParse(revision, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null);
    }
}

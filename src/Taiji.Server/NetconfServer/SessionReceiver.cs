using Taiji.Datastores.Sessions;
using Taiji.Netconf.Serving;
using Taiji.Server.Subscriptions;

namespace Taiji.Server.NetconfServer;

/// <summary>A NETCONF session as the receiver of the subscriptions that it established (RFC 8640 §5).</summary>
/// <param name="session">On whose behalf.</param>
internal sealed class SessionReceiver(Session session) : ISubscriptionReceiver
{
    /// <summary>The session's messages; set before its first operation.</summary>
    public NetconfServerSession? Messages { get; set; }

    /// <inheritdoc/>
    public Session Session => session;

    /// <inheritdoc/>
    public string Name => $"session-{session.Id}";

    /// <inheritdoc/>
    public CancellationToken Ended => Messages?.Ended ?? session.Closed;

    /// <inheritdoc/>
    public string Encoding => "encode-xml";

    /// <inheritdoc/>
    public bool Supports(string encoding) => encoding == Encoding;

    /// <inheritdoc/>
    public bool IsOf(Session other) => other == session;

    /// <inheritdoc/>
    public ValueTask SendAsync(SubscriptionMessage message, bool hasMore, CancellationToken cancellationToken) => message is EventMessage { Record: var record }
        ? Messages!.SendNotificationAsync(NotificationText.Of(record), hasMore, cancellationToken)
        : Messages!.SendNotificationAsync(message.Time, (output, cancel) => SubscriptionXml.WriteAsync(output, message, cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(IReadOnlyList<EventMessage> messages, bool hasMore, CancellationToken cancellationToken) =>
        Messages!.SendNotificationsAsync(messages, static m => NotificationText.Of(m.Record), hasMore, cancellationToken);

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => Messages!.FlushAsync(cancellationToken);
}

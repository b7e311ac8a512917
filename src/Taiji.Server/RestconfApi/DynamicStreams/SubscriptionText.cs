using Taiji.Datastores.Events;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Server.Subscriptions;

namespace Taiji.Server.RestconfApi.DynamicStreams;

/// <summary>Messages of subscriptions as the <c>data</c> of server-sent events, each on one line (RFC 8650 §5, RFC 8040 §6.4).</summary>
internal static class SubscriptionText
{
    /// <summary>The text, UTF-8, without line breaks.</summary>
    /// <param name="message">The message.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<ReadOnlyMemory<byte>> OfAsync(SubscriptionMessage message, DataEncoding encoding, CancellationToken cancellationToken) => message switch
    {
        EventMessage { Record: var record } => EventText.Of(record, encoding),
        StateChangeMessage { Content: { } content } => EventText.Of(new NotificationRecord(message.Time, content), encoding),
        _ when encoding == DataEncoding.Xml => EventText.XmlOnOneLine(await SubscriptionXml.ToDocumentAsync(message, cancellationToken).ConfigureAwait(false)),
        _ => NotificationJson.Of(message),
    };
}

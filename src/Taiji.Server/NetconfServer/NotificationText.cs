using System.Buffers;
using System.Runtime.CompilerServices;
using System.Xml;
using Taiji.Datastores.Events;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Server.Subscriptions;

namespace Taiji.Server.NetconfServer;

/// <summary>Event records as <c>notification</c> messages (RFC 5277 §2.2.1). Written once, however many sessions get them.</summary>
internal static class NotificationText
{
    private static readonly ConditionalWeakTable<NotificationRecord, byte[]> Written = [];

    /// <summary>The message, UTF-8, without framing.</summary>
    /// <param name="record">The event record.</param>
    public static ReadOnlyMemory<byte> Of(NotificationRecord record) => Written.GetValue(record, Write);

    private static byte[] Write(NotificationRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteRaw($"<notification xmlns=\"{NetconfNamespaces.Notification}\">");
        output.WriteElement("eventTime", XmlConvert.ToString(record.EventTime));
        NotificationContent.Write(output, record.Target, record.Content);
        output.WriteRaw("</notification>");
        return output.WrittenSpan.ToArray();
    }
}

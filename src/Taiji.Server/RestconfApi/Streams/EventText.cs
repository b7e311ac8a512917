using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Taiji.Datastores.Events;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>Notifications as the <c>data</c> of server-sent events, each on one line (RFC 8040 §6.4). Written once, however many read it.</summary>
internal static class EventText
{
    private static readonly ConditionalWeakTable<NotificationRecord, byte[]> Json = [];
    private static readonly ConditionalWeakTable<NotificationRecord, byte[]> Xml = [];

    /// <summary>The text, UTF-8, without line breaks.</summary>
    /// <param name="record">The notification.</param>
    /// <param name="encoding">Its encoding.</param>
    public static byte[] Of(NotificationRecord record, DataEncoding encoding) => encoding == DataEncoding.Json ? Json.GetValue(record, NotificationJson.Of) : Xml.GetValue(record, ToXml);

    /// <summary>A breakless form of XML that means the same.</summary>
    /// <param name="text">UTF-8.</param>
    public static byte[] XmlOnOneLine(byte[] text) => OnOneLine(text, "&#10;"u8, "&#13;"u8);

    private static byte[] ToXml(NotificationRecord record)
    {
        const string ns = "urn:ietf:params:xml:ns:netconf:notification:1.0";
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("notification", ns);
            xml.WriteElementString("eventTime", ns, NotificationContent.TimeOf(record.EventTime));
            for (var i = 0; i < (record.Target?.Steps.Length ?? 0); i++)
            {
                var step = record.Target!.Steps[i];
                xml.WriteStartElement(step.Node.Name, step.Node.Module.Namespace);
                foreach (var key in NotificationContent.KeysOf(record.Target, i)) xml.WriteRaw(MarkupOf(key));
            }

            xml.WriteStartElement(record.Content.RootNode.Name, record.Content.RootNode.Module.Namespace);
            xml.WriteRaw(MarkupOf(record.Content.Root));
            xml.WriteEndDocument();
        }

        return XmlOnOneLine(text.ToArray());
    }

    private static string MarkupOf(DataNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        XmlDataWriter.Write(buffer, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static byte[] OnOneLine(byte[] text, ReadOnlySpan<byte> lineFeed, ReadOnlySpan<byte> carriageReturn)
    {
        if (text.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0) return text;
        var output = new ArrayBufferWriter<byte>(text.Length + 64);
        foreach (var b in text)
        {
            if (b == '\n') output.Write(lineFeed);
            else if (b == '\r') output.Write(carriageReturn);
            else output.Write([b]);
        }

        return output.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Taiji.Datastores.Events;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>Notifications as the <c>data</c> of server-sent events, each on one line (RFC 8040 §6.4). Written once, however many read it.</summary>
internal static class EventText
{
    private static readonly ConditionalWeakTable<NotificationRecord, byte[]> Json = [];
    private static readonly ConditionalWeakTable<NotificationRecord, byte[]> Xml = [];

    /// <summary>The text, UTF-8, without line breaks.</summary>
    /// <param name="record">The notification.</param>
    /// <param name="encoding">Its encoding.</param>
    public static byte[] Of(NotificationRecord record, DataEncoding encoding) => encoding == DataEncoding.Json ? Json.GetValue(record, ToJson) : Xml.GetValue(record, ToXml);

    /// <summary>A breakless form of XML that means the same.</summary>
    /// <param name="text">UTF-8.</param>
    public static byte[] XmlOnOneLine(byte[] text) => OnOneLine(text, "&#10;"u8, "&#13;"u8);

    /// <summary>An event time.</summary>
    /// <param name="time">It.</param>
    public static string TimeOf(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null);

    private static byte[] ToXml(NotificationRecord record)
    {
        const string ns = "urn:ietf:params:xml:ns:netconf:notification:1.0";
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("notification", ns);
            xml.WriteElementString("eventTime", ns, TimeOf(record.EventTime));
            for (var i = 0; i < (record.Target?.Steps.Length ?? 0); i++)
            {
                var step = record.Target!.Steps[i];
                xml.WriteStartElement(step.Node.Name, step.Node.Module.Namespace);
                foreach (var key in KeysOf(record.Target, i)) xml.WriteRaw(MarkupOf(key));
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

    private static byte[] ToJson(NotificationRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-restconf:notification");
            json.WriteString("eventTime", TimeOf(record.EventTime));
            var steps = record.Target is { } target ? target.Steps : default;
            for (var i = 0; i < steps.Length; i++) Open(json, record.Target!, i);
            var node = record.Content.RootNode;
            json.WritePropertyName(steps.Length > 0 && steps[^1].Node.Module == node.Module ? node.Name : $"{node.Module.Name}:{node.Name}");
            json.WriteRawValue(Value(record.Content.Root, "x:x"));
            for (var i = steps.Length - 1; i >= 0; i--)
            {
                json.WriteEndObject();
                if (steps[i].Node is ListNode) json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Opens a node on the way to a notification that belongs to a data node (RFC 7950 §7.16.2), keys included.</summary>
    private static void Open(Utf8JsonWriter json, DataPath target, int depth)
    {
        var name = new StringBuilder();
        ApiIdentifier.Append(target.Steps[depth].Node, name);
        if (target.Steps[depth].Node is ListNode) json.WriteStartArray(name.ToString());
        else json.WritePropertyName(name.ToString());
        json.WriteStartObject();
        foreach (var key in KeysOf(target, depth))
        {
            json.WritePropertyName(key.Schema.Name);
            json.WriteRawValue(Value(key, null));
        }
    }

    /// <summary>The keys of the list entry at a step.</summary>
    private static List<DataNode> KeysOf(DataPath target, int depth)
    {
        var keys = new List<DataNode>();
        if (target.Steps[depth].Node is not ListNode list) return keys;
        var path = new DataPath(target.Schema, target.Steps[..(depth + 1)]);
        var editor = DataTree.Empty(target.Schema).Edit();
        editor.Create(path);
        if (!editor.Seal().TryFind(path, out var entry)) return keys;
        foreach (var key in list.Keys)
        {
            if (entry.TryGetChild(key, out var leaf)) keys.Add(leaf);
        }

        return keys;
    }

    /// <summary>The value of the one member that a node is written as.</summary>
    private static string Value(DataNode node, string? wrapper)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, node, null, wrapper);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        using var members = document.RootElement.EnumerateObject();
        return members.MoveNext() ? members.Current.Value.GetRawText() : "{}";
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

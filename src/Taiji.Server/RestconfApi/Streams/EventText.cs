using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taiji.Datastores.Events;
using Taiji.Server.NetconfServer;
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

    private static string TimeOf(NotificationRecord record) => record.EventTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null);

    private static byte[] ToXml(NotificationRecord record)
    {
        var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes($"<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>{TimeOf(record)}</eventTime>"));
        var output = PipeWriter.Create(text, new StreamPipeWriterOptions(leaveOpen: true));
        // Nothing to wait for: what it writes to is memory.
        NotificationContent.WriteAsync(output, record.Target, record.Content, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        output.Complete();
        text.Write("</notification>"u8);
        return OnOneLine(text.ToArray(), "&#10;"u8, "&#13;"u8);
    }

    private static byte[] ToJson(NotificationRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-restconf:notification");
            json.WriteString("eventTime", TimeOf(record));
            var steps = record.Target is { } target ? target.Steps : default;
            foreach (var step in steps) Open(json, record.Target!, step);
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
    private static void Open(Utf8JsonWriter json, DataPath target, DataPathStep step)
    {
        var name = new StringBuilder();
        ApiIdentifier.Append(step.Node, name);
        if (step.Node is not ListNode list)
        {
            json.WriteStartObject(name.ToString());
            return;
        }

        json.WriteStartArray(name.ToString());
        json.WriteStartObject();
        var depth = 0;
        while (target.Steps[depth].Node != step.Node) depth++;
        var path = new DataPath(target.Schema, target.Steps[..(depth + 1)]);
        var editor = DataTree.Empty(target.Schema).Edit();
        editor.Create(path);
        editor.Seal().TryFind(path, out var entry);
        foreach (var key in list.Keys)
        {
            if (!entry.TryGetChild(key, out var leaf)) continue;
            json.WritePropertyName(key.Name);
            json.WriteRawValue(Value(leaf, null));
        }
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

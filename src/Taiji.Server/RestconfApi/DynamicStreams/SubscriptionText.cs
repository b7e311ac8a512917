using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taiji.Datastores.Events;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

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
        _ when encoding == DataEncoding.Xml => await ToXmlAsync(message, cancellationToken).ConfigureAwait(false),
        PushUpdateMessage update => ToJson(update, "push-update", json => Write(json, "datastore-contents", update.Contents.Root)),
        PushChangeMessage change => ToJson(change, "push-change-update", json => Write(json, change)),
        _ => throw new ArgumentException($"{message.GetType()} is no message of a subscription.", nameof(message)),
    };

    private static async ValueTask<ReadOnlyMemory<byte>> ToXmlAsync(SubscriptionMessage message, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var output = PipeWriter.Create(text, new StreamPipeWriterOptions(leaveOpen: true));
        output.Write(Encoding.UTF8.GetBytes($"<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>{EventText.TimeOf(message.Time)}</eventTime>"));
        await SubscriptionXml.WriteAsync(output, message, cancellationToken).ConfigureAwait(false);
        output.Write("</notification>"u8);
        await output.CompleteAsync().ConfigureAwait(false);
        return EventText.XmlOnOneLine(text.ToArray());
    }

    private static ReadOnlyMemory<byte> ToJson(SubscriptionMessage message, string name, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-restconf:notification");
            json.WriteString("eventTime", EventText.TimeOf(message.Time));
            json.WriteStartObject("ietf-yang-push:" + name);
            json.WriteNumber("id", message.Id);
            content(json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, PushChangeMessage change)
    {
        json.WriteStartObject("datastore-changes");
        json.WriteStartObject("yang-patch");
        json.WriteString("patch-id", change.PatchId.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("edit");
        for (var i = 0; i < change.Edits.Count; i++) Write(json, change.Edits[i], i + 1);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PushEdit edit, int number)
    {
        json.WriteStartObject();
        json.WriteString("edit-id", string.Create(CultureInfo.InvariantCulture, $"edit-{number}"));
        json.WriteString("operation", edit.Operation);
        json.WriteString("target", edit.Target);
        if (edit.Point is { } point) json.WriteString("point", point);
        if (edit.Where is { } where) json.WriteString("where", where);
        if (edit.HasValue) Write(json, "value", edit.Node);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DataNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, node);
        json.WritePropertyName(name);
        json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }
}

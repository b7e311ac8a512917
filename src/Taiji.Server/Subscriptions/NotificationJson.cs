using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taiji.Datastores.Events;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>Notifications in JSON (RFC 8040 §6.4, RFC 7951), UTF-8 without line breaks.</summary>
internal static class NotificationJson
{
    /// <summary>A message of a subscription.</summary>
    /// <param name="message">The message.</param>
    public static ReadOnlyMemory<byte> Of(SubscriptionMessage message) => message switch
    {
        EventMessage { Record: var record } => Of(record),
        StateChangeMessage { Content: { } content } => Of(new NotificationRecord(message.Time, content)),
        PushUpdateMessage update => ToJson(update, "push-update", json => Write(json, "datastore-contents", update.Contents.Root)),
        PushChangeMessage change => ToJson(change, "push-change-update", json => Write(json, change)),
        _ => throw new ArgumentException($"{message.GetType()} is no message of a subscription.", nameof(message)),
    };

    /// <summary>An event record, or whatever is told as one.</summary>
    /// <param name="record">It.</param>
    public static byte[] Of(NotificationRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-restconf:notification");
            json.WriteString("eventTime", NotificationContent.TimeOf(record.EventTime));
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
        var node = target.Steps[depth].Node;
        var name = depth > 0 && target.Steps[depth - 1].Node.Module == node.Module ? node.Name : $"{node.Module.Name}:{node.Name}";
        if (node is ListNode) json.WriteStartArray(name);
        else json.WritePropertyName(name);
        json.WriteStartObject();
        foreach (var key in NotificationContent.KeysOf(target, depth))
        {
            json.WritePropertyName(key.Schema.Name);
            json.WriteRawValue(Value(key, null));
        }
    }

    private static ReadOnlyMemory<byte> ToJson(SubscriptionMessage message, string name, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-restconf:notification");
            json.WriteString("eventTime", NotificationContent.TimeOf(message.Time));
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

    /// <summary>The value of the one member that a node is written as.</summary>
    private static string Value(DataNode node, string? wrapper)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, node, null, wrapper);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        using var members = document.RootElement.EnumerateObject();
        return members.MoveNext() ? members.Current.Value.GetRawText() : "{}";
    }
}

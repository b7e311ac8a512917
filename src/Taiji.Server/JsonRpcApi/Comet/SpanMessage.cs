using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Tracing;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Writes spans as <c>subscribe_progress_trace</c> tells of them.</summary>
internal static class SpanMessage
{
    public const string TransactionProperty = "jsonrpc.transaction", SinkProperty = "jsonrpc.sink", TraceIdProperty = "jsonrpc.trace-id";

    /// <summary>A beginning or an end.</summary>
    /// <param name="span">The span.</param>
    /// <param name="hasEnded">Which.</param>
    public static ReadOnlyMemory<byte> Write(Activity span, bool hasEnded) => MessageSource.Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("timestamp"u8, Timestamp(hasEnded ? span.StartTimeUtc + span.Duration : span.StartTimeUtc));
        if (hasEnded) w.WriteString("duration"u8, span.Duration.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture));
        WritePlace(w, span);
        w.WriteString("message"u8, span.DisplayName);
        if (hasEnded) w.WriteString("annotation"u8, span.Status == ActivityStatusCode.Error ? "error"u8 : "ok"u8);
        // Attributes are set when a span has begun: its end has them all.
        if (hasEnded && span.TagObjects.Any()) WriteAttributes(w, span.TagObjects);
        w.WriteEndObject();
    });

    /// <summary>What a handler says within a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="progress">What it says.</param>
    public static ReadOnlyMemory<byte> Write(Activity span, OperationProgress progress) => MessageSource.Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("timestamp"u8, Timestamp(DateTime.UtcNow));
        WritePlace(w, span);
        w.WriteString("message"u8, progress.Message ?? span.DisplayName);
        if (progress.Percent is { } percent)
        {
            w.WriteString("annotation"u8, string.Create(CultureInfo.InvariantCulture, $"{percent} %"));
            WriteAttributes(w, [new("percent", percent)]);
        }

        w.WriteEndObject();
    });

    private static string Timestamp(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static void WritePlace(Utf8JsonWriter writer, Activity span)
    {
        var session = SpanSource.SessionOf(span);
        writer.WriteString("span-id"u8, span.SpanId.ToHexString());
        if (span.ParentSpanId != default) writer.WriteString("parent-span-id"u8, span.ParentSpanId.ToHexString());
        writer.WriteString("trace-id"u8, SpanSource.Find(span, TraceIdProperty) as string ?? span.TraceId.ToHexString());
        writer.WriteNumber("session-id"u8, session?.Id ?? 0);
        if (SpanSource.Find(span, TransactionProperty) is WebTransaction transaction)
        {
            writer.WriteNumber("transaction-id"u8, transaction.Handle);
            writer.WriteString("datastore"u8, transaction.Settings.Database);
        }

        writer.WriteString("context"u8, SessionDescription.ContextOf(session?.Identity.Transport));
    }

    private static void WriteAttributes(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        writer.WriteStartObject("attributes"u8);
        foreach (var (name, value) in attributes)
        {
            if (value is int or long) writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            else writer.WriteString(name, value?.ToString());
        }

        writer.WriteEndObject();
    }
}

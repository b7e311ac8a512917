using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Taiji.Datastores.Rpcs;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Tells of spans as they begin and end: validations, commits, actions.</summary>
/// <param name="time">The clock.</param>
internal sealed class ProgressHub(TimeProvider time)
{
    private const string Context = "webui";
    private readonly ConcurrentDictionary<MessageSource, string?> _listeners = new();

    /// <summary>Begins to tell.</summary>
    /// <param name="source">Whom.</param>
    /// <param name="context">The one context that is told; null for all.</param>
    /// <returns>Ends it.</returns>
    public Action Add(MessageSource source, string? context)
    {
        _listeners[source] = context;
        return () => _listeners.TryRemove(source, out _);
    }

    /// <summary>Does something as a span.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="transaction">In which transaction; null for none.</param>
    /// <param name="message">What it is.</param>
    /// <param name="traceId">The flag's trace id; null for the transaction's trace context, or a new one.</param>
    /// <param name="also">Who is told beside the subscriptions; null for nobody.</param>
    /// <param name="action">Does it.</param>
    public ValueTask RunAsync(WebSession session, WebTransaction? transaction, string message, string? traceId, MessageSource? also, Func<ValueTask> action) =>
        RunAsync(session, transaction, message, traceId, also, _ => action());

    /// <summary>As the other one, for what tells itself how far it is.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="transaction">In which transaction; null for none.</param>
    /// <param name="message">What it is.</param>
    /// <param name="traceId">The flag's trace id; null for the transaction's trace context, or a new one.</param>
    /// <param name="also">Who is told beside the subscriptions; null for nobody.</param>
    /// <param name="action">Does it; its reports, when somebody listens, are told as events of the span.</param>
    public async ValueTask RunAsync(
        WebSession session, WebTransaction? transaction, string message, string? traceId, MessageSource? also, Func<IProgress<OperationProgress>?, ValueTask> action)
    {
        if (_listeners.IsEmpty && also is null)
        {
            await action(null).ConfigureAwait(false);
            return;
        }

        var span = new Span(
            session.Datastores.Id, transaction?.Handle, transaction?.Settings.Database, message, traceId ?? transaction?.Trace?.TraceId ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
            RandomNumberGenerator.GetHexString(16, lowercase: true), transaction?.Trace?.ParentId);
        // Later spans of the transaction belong to the same trace.
        if (transaction is not null && traceId is null) transaction.Trace ??= new TraceContext(span.TraceId, span.SpanId, null);
        var begin = time.GetTimestamp();
        Tell(span, null, null, also);
        var outcome = "ok";
        try
        {
            await action(new SpanReports(report => Tell(
                span with { Message = report.Message ?? span.Message }, null, report.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %") : null, also))).ConfigureAwait(false);
        }
        catch
        {
            outcome = "error";
            throw;
        }
        finally
        {
            Tell(span, time.GetElapsedTime(begin), outcome, also);
        }
    }

    private void Tell(Span span, TimeSpan? duration, string? outcome, MessageSource? also)
    {
        var json = MessageSource.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("timestamp"u8, time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
            if (duration is { } took) w.WriteString("duration"u8, took.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture));
            w.WriteString("span-id"u8, span.SpanId);
            if (span.ParentId is { } parent) w.WriteString("parent-span-id"u8, parent);
            w.WriteString("trace-id"u8, span.TraceId);
            w.WriteNumber("session-id"u8, span.SessionId);
            if (span.Transaction is { } handle) w.WriteNumber("transaction-id"u8, handle);
            if (span.Database is { } database) w.WriteString("datastore"u8, database);
            w.WriteString("context"u8, Context);
            w.WriteString("message"u8, span.Message);
            if (outcome is not null) w.WriteString("annotation"u8, outcome);
            w.WriteEndObject();
        });
        foreach (var (source, context) in _listeners)
        {
            if (context is null or Context) source.Send(json);
        }

        also?.Send(json);
    }

    private sealed class SpanReports(Action<OperationProgress> tell) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => tell(value);
    }

    private sealed record Span(uint SessionId, int? Transaction, string? Database, string Message, string TraceId, string SpanId, string? ParentId);
}

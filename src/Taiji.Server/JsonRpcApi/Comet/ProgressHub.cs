using System.Collections.Concurrent;
using System.Diagnostics;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Tracing;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Who follows spans, and which.</summary>
/// <param name="Session">Whose it is.</param>
/// <param name="Detail">How much it wants to know.</param>
/// <param name="Context">The one context that it is told of; null for all.</param>
internal sealed record ProgressInterest(WebSession Session, SpanDetail Detail, string? Context)
{
    /// <summary>The detail that a parameter names.</summary>
    /// <param name="text"><c>normal</c>, <c>verbose</c>, <c>very_verbose</c> or <c>debug</c>.</param>
    public static SpanDetail DetailOf(string text) => text switch
    {
        "verbose" => SpanDetail.Verbose,
        "very_verbose" => SpanDetail.VeryVerbose,
        "debug" => SpanDetail.Debug,
        _ => SpanDetail.Normal,
    };
}

/// <summary>Tells of spans as they begin and end: validations, commits and actions of every protocol, and what is done in them.</summary>
/// <param name="server">The server.</param>
/// <param name="spans">The spans.</param>
internal sealed class ProgressHub(JsonRpcServer server, SpanSource spans) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly ConcurrentDictionary<MessageSource, ProgressInterest> _listeners = new();
    private IDisposable? _listening;
    private int _needs;

    /// <summary>Begins to tell.</summary>
    /// <param name="source">Whom.</param>
    /// <param name="interest">Of what.</param>
    /// <returns>Ends it.</returns>
    public Action Add(MessageSource source, ProgressInterest interest)
    {
        _listeners[source] = interest;
        Need();
        return () =>
        {
            if (_listeners.TryRemove(source, out _)) NeedNoMore();
        };
    }

    /// <summary>Does something as a span.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="transaction">In which transaction.</param>
    /// <param name="message">What it is.</param>
    /// <param name="traceId">The flag's trace id; null for the transaction's trace context, or a new one.</param>
    /// <param name="also">Who is told of it, and of what is in it, beside the subscriptions; null for nobody.</param>
    /// <param name="action">Does it; is given what to tell of its progress, null when nobody wants to know.</param>
    public async ValueTask RunAsync(WebSession session, WebTransaction transaction, string message, string? traceId, ProgressSink? also, Func<IProgress<OperationProgress>?, ValueTask> action)
    {
        if (_listeners.IsEmpty && also is null)
        {
            await action(null).ConfigureAwait(false);
            return;
        }

        Need();
        try
        {
            using var span = spans.BeginTrace(message, session.Datastores, ContextOf(transaction), [
                (SpanMessage.TransactionProperty, transaction), .. also is null ? Array.Empty<(string, object)>() : [(SpanMessage.SinkProperty, also)],
                .. traceId is null ? Array.Empty<(string, object)>() : [(SpanMessage.TraceIdProperty, traceId)]]);
            // Later spans of the transaction belong to the same trace.
            if (traceId is null && span.Activity is { } activity) transaction.OwnTrace ??= new TraceContext(activity.TraceId.ToHexString(), activity.SpanId.ToHexString(), null);
            await action(span.Activity is { } around ? new Reports(this, around) : null).ConfigureAwait(false);
            span.Succeed();
        }
        finally
        {
            NeedNoMore();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _listening, null)?.Dispose();

    private static ActivityContext ContextOf(WebTransaction transaction) => (transaction.Trace ?? transaction.OwnTrace) is { } trace
        ? new ActivityContext(ActivityTraceId.CreateFromString(trace.TraceId), ActivitySpanId.CreateFromString(trace.ParentId), ActivityTraceFlags.Recorded, trace.State) : default;

    // Spans cost something: they are made while somebody wants them.
    private void Need()
    {
        lock (_sync)
        {
            if (_needs++ == 0) _listening = spans.Listen(span => Tell(span, hasEnded: false), span => Tell(span, hasEnded: true));
        }
    }

    private void NeedNoMore()
    {
        lock (_sync)
        {
            if (--_needs > 0) return;
            _listening?.Dispose();
            _listening = null;
        }
    }

    private void Tell(Activity span, bool hasEnded) => Tell(span, SpanSource.DetailOf(span), () => SpanMessage.Write(span, hasEnded));

    private void Tell(Activity span, SpanDetail detail, Func<ReadOnlyMemory<byte>> write)
    {
        ReadOnlyMemory<byte>? json = null;
        var session = SpanSource.SessionOf(span);
        var context = SessionDescription.ContextOf(session?.Identity.Transport);
        foreach (var (source, interest) in _listeners)
        {
            if (detail <= interest.Detail && (interest.Context is null || interest.Context == context) && IsShownTo(interest.Session, session)) source.Send(json ??= write());
        }

        if (SpanSource.Find(span, SpanMessage.SinkProperty) is ProgressSink sink && detail <= sink.Detail) sink.Send(json ?? write());
    }

    // What others do is seen by who may see that they are there.
    private bool IsShownTo(WebSession listener, Datastores.Sessions.Session? doing) => doing?.User == listener.Datastores.User || StateRules.ShowsSessions(server, listener);

    private sealed class Reports(ProgressHub hub, Activity span) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => hub.Tell(span, SpanDetail.Normal, () => SpanMessage.Write(span, value));
    }
}

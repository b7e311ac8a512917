using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.Events;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>GET on a stream resource: server-sent events (RFC 8040 §6.3) until the client leaves, the session ends or the stop-time comes.</summary>
internal static class EventStreaming
{
    public const string MediaType = "text/event-stream";

    public static async Task HandleAsync(RestconfExchange exchange)
    {
        var context = exchange.Context;
        if (ContentNegotiation.Choose(context.Request.Headers.Accept, MediaType) < 0) throw RestconfException.NotAcceptable(MediaType);
        var filter = exchange.Query.Filter is { } text ? EventFilter.Parse(text, exchange.Schema) : null;
        var request = RequestOf(exchange, out var last);
        // A server that stops waits for requests to end: this one must do so by itself.
        var stopping = exchange.Stopping;
        using var left = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, stopping);
        // Refused here and now when there is no such stream, or no replay of it.
        var events = exchange.Operations.SubscribeAsync(exchange.Session, request, left.Token).GetAsyncEnumerator(left.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            await BeginAsync(context, exchange.Aborted).ConfigureAwait(false);
            if (HttpMethods.IsHead(context.Request.Method)) return;
            var position = default(EventId);
            while (await BeatAsync(exchange, next).ConfigureAwait(false))
            {
                if (events.Current is { Notification: { } record })
                {
                    position.Take(record);
                    if (!position.IsUpTo(last) && filter?.Wants(record.Content) != false) await WriteAsync(exchange, record, position).ConfigureAwait(false);
                }

                next = events.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the reply is all there is to say.
        }
        finally
        {
            // The step begun last must be over before the stream can be left.
            await left.CancelAsync().ConfigureAwait(false);
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = MediaType;
        // A proxy must not hold events back (nginx asks for this header).
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        context.Response.BodyWriter.Write("retry: 3000\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static StreamRequest RequestOf(RestconfExchange exchange, out EventId last)
    {
        var query = exchange.Query;
        if (query.StopTime is not null && query.StartTime is null) throw RestconfException.BadRequest("The query parameter 'stop-time' needs 'start-time' (RFC 8040 §4.8.8).");
        if (query.StopTime <= query.StartTime) throw RestconfException.BadRequest("The query parameter 'stop-time' must be later than 'start-time'.");
        var name = exchange.Target.Stream!;
        var hasReplay = exchange.Operations.Streams.Any(s => s.Stream.Name == name && s.Stream.HasReplay);
        if (query.StartTime is not null && !hasReplay) throw RestconfException.BadRequest($"The query parameter 'start-time' is not for the stream '{name}': it has no replay.");
        // What a client has read already counts more than where it began. It sends the id on its own: one that leads nowhere (nothing is kept, or the clock was set back) refuses nothing.
        var resumes = EventId.TryParse(exchange.Context.Request.Headers["Last-Event-ID"], out last) && hasReplay && last.Time <= exchange.Operations.Now;
        if (!resumes) last = default;
        return new StreamRequest(name) { From = resumes ? last.Time : query.StartTime, Until = query.StopTime };
    }

    /// <summary>Waits for the next event; while nothing comes, a comment tells that the connection lives.</summary>
    private static async Task<bool> BeatAsync(RestconfExchange exchange, Task<bool> next)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(exchange.Options.Heartbeat).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                var output = exchange.Context.Response.BodyWriter;
                output.Write(":\n\n"u8);
                await output.FlushAsync(exchange.Aborted).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask WriteAsync(RestconfExchange exchange, NotificationRecord record, EventId position)
    {
        var output = exchange.Context.Response.BodyWriter;
        if (record.LostBefore > 0) output.Write(Encoding.UTF8.GetBytes($": {record.LostBefore} notifications were lost, since they were not read in time\n"));
        output.Write(Encoding.UTF8.GetBytes($"id: {position}\ndata: "));
        output.Write(EventText.Of(record, exchange.Target.StreamEncoding));
        output.Write("\n\n"u8);
        await output.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }
}

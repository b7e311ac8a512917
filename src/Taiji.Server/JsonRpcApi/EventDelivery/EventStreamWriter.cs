using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.Comet;

namespace Taiji.Server.JsonRpcApi.EventDelivery;

/// <summary>Writes a channel's messages as server-sent events (HTML, "Server-sent events"): <c>data</c> is <c>{"handle": …, "message": …}</c>, <c>id</c> the message's number.</summary>
/// <param name="context">The exchange.</param>
/// <param name="options">The limits.</param>
internal sealed class EventStreamWriter(HttpContext context, JsonRpcOptions options)
{
    /// <summary>The content type.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>Sends the channel's messages until the client leaves, another stream takes its place, or the session ends.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CometChannel channel, CancellationToken cancellationToken)
    {
        var after = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        using var stream = channel.Stream(after);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stream.Displaced);
        context.Response.ContentType = MediaType;
        // A proxy must not hold events back (nginx asks for this header).
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Response.BodyWriter.Write("retry: 3000\n\n"u8);
        try
        {
            await FlushAsync(ended.Token).ConfigureAwait(false);
            while (!ended.IsCancellationRequested)
            {
                var messages = await channel.ReceiveAsync(options.Heartbeat, ended.Token).ConfigureAwait(false);
                if (channel.TakeLost() is > 0 and var lost) Write($": {lost} messages were lost, since they were not read in time\n\n");
                if (messages.Count == 0) context.Response.BodyWriter.Write(":\n\n"u8);
                foreach (var message in messages) Write(message);
                await FlushAsync(ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The end of the reply is all there is to say.
        }
    }

    private void Write(in CometMessage message)
    {
        Write($"id: {message.Number}\ndata: {{\"handle\":{System.Text.Json.JsonSerializer.Serialize(message.Handle)},\"message\":");
        var output = context.Response.BodyWriter;
        var rest = message.Json.Span;
        for (int end; (end = rest.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; rest = rest[(end + 1)..])
        {
            // A line's end is a blank between tokens; the next line needs its own field name.
            output.Write(rest[..end]);
            output.Write("\ndata: "u8);
        }

        output.Write(rest);
        output.Write("}\n\n"u8);
    }

    private void Write(string text) => context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes(text));

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = context.Response.BodyWriter.FlushAsync(cancellationToken).AsTask();
        try
        {
            await flushed.WaitAsync(options.SendTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new IOException("the client doesn't read what it is sent");
        }
    }
}

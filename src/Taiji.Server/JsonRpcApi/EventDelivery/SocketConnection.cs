using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.EventDelivery;

/// <summary>A channel that a socket listens on.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Stream">The socket's place on it.</param>
internal readonly record struct ListenedChannel(string Id, CometChannel Channel, CometChannel.StreamListener Stream);

/// <summary>
/// A WebSocket (RFC 6455): each text message of the client is a request or a batch and is answered by one; the messages of the channels that the socket was opened for come as
/// notifications <c>comet</c> with <c>comet_id</c>, <c>handle</c> and <c>message</c>.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="context">The exchange that was upgraded.</param>
/// <param name="session">Whose it is.</param>
/// <param name="socket">The socket.</param>
internal sealed class SocketConnection(JsonRpcServer server, HttpContext context, WebSession session, WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SemaphoreSlim _calls = new(server.Options.MaxSocketCalls);

    /// <summary>Serves it until one side ends it.</summary>
    /// <param name="channels">The channels whose messages it is sent.</param>
    /// <param name="ended">Ends it: the session or the server does.</param>
    public async Task RunAsync(IReadOnlyList<ListenedChannel> channels, CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var ending = ended.Register(() =>
        {
            // The client answers, or is cut off.
            over.CancelAfter(server.Options.SendTimeout);
            _ = session.Closed.IsCancellationRequested
                ? CloseAsync(WebSocketCloseStatus.PolicyViolation, "the session has ended") : CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the server is stopping");
        });
        var listening = channels.Select(c => DeliverAsync(c, over.Token)).ToList();
        try
        {
            await ReceiveAllAsync(over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(listening).ConfigureAwait(false);
            // Calls that are under way have heard that the client is gone.
            for (var i = 0; i < server.Options.MaxSocketCalls; i++) await _calls.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sending.Dispose();
        _calls.Dispose();
    }

    private async Task ReceiveAllAsync(CancellationToken over)
    {
        while (await ReceiveAsync(over).ConfigureAwait(false) is { } text)
        {
            await _calls.WaitAsync(over).ConfigureAwait(false);
            _ = AnswerAsync(text, over);
        }
    }

    // Null at the end.
    private async Task<MemoryStream?> ReceiveAsync(CancellationToken over)
    {
        var text = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), over).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close) return await EndAsync(WebSocketCloseStatus.NormalClosure, null).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Binary) return await EndAsync(WebSocketCloseStatus.InvalidMessageType, "requests are text").ConfigureAwait(false);
                if (text.Length + received.Count > server.Options.MaxRequestSize)
                {
                    await SendAsync(new ResponseText(null).Fail(RequestText.TooBig(server.Options).Error), over).ConfigureAwait(false);
                    return await EndAsync(WebSocketCloseStatus.MessageTooBig, $"a request has at most {server.Options.MaxRequestSize} bytes").ConfigureAwait(false);
                }

                text.Write(buffer, 0, received.Count);
                if (received.EndOfMessage) return text;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<MemoryStream?> EndAsync(WebSocketCloseStatus status, string? reason)
    {
        await CloseAsync(status, reason).ConfigureAwait(false);
        if (socket.State != WebSocketState.CloseSent) return null;
        // A connection that is cut with something unread takes the reason along with it.
        using var patience = new CancellationTokenSource(server.Options.SendTimeout);
        var rest = new byte[16 * 1024];
        while ((await socket.ReceiveAsync(rest.AsMemory(), patience.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
        {
            // It is not looked at.
        }

        return null;
    }

    private async Task AnswerAsync(MemoryStream text, CancellationToken over)
    {
        try
        {
            var exchange = new Exchange(context) { HasCookie = true, Session = session };
            if (await server.Requests.RunAsync(exchange, text.GetBuffer().AsMemory(0, (int)text.Length)).ConfigureAwait(false) is { } answer)
                await SendAsync(answer, over).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone: there is nobody to answer.
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task DeliverAsync(ListenedChannel listened, CancellationToken over)
    {
        try
        {
            var (id, channel, _) = listened;
            using var stream = listened.Stream;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(over, stream.Displaced);
            while (true)
            {
                var messages = await channel.ReceiveAsync(Timeout.InfiniteTimeSpan, ended.Token).ConfigureAwait(false);
                if (channel.TakeLost() is > 0 and var lost) await SendAsync(Notification(id, w => w.WriteNumber("lost"u8, lost)), ended.Token).ConfigureAwait(false);
                foreach (var message in messages) await SendAsync(Notification(id, w => Write(w, message)), ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone, or listens elsewhere.
        }
    }

    private static void Write(Utf8JsonWriter writer, CometMessage message)
    {
        writer.WriteString("handle"u8, message.Handle);
        writer.WritePropertyName("message"u8);
        writer.WriteRawValue(message.Json.Span, skipInputValidation: true);
    }

    private static ReadOnlyMemory<byte> Notification(string id, Action<Utf8JsonWriter> write) => MessageSource.Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("jsonrpc"u8, "2.0"u8);
        w.WriteString("method"u8, "comet"u8);
        w.WriteStartObject("params"u8);
        w.WriteString("comet_id"u8, id);
        write(w);
        w.WriteEndObject();
        w.WriteEndObject();
    });

    // One at a time; who doesn't read what is sent is let go of.
    private async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(server.Options.SendTimeout);
            await socket.SendAsync(text, WebSocketMessageType.Text, true, patience.Token).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        try
        {
            await _sending.WaitAsync(server.Options.SendTimeout, CancellationToken.None).ConfigureAwait(false);
            try
            {
                using var patience = new CancellationTokenSource(server.Options.SendTimeout);
                await socket.CloseOutputAsync(status, reason, patience.Token).ConfigureAwait(false);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or SemaphoreFullException)
        {
            socket.Abort();
        }
    }
}

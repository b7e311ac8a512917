using System.Text.Json;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>A message on a channel.</summary>
/// <param name="Handle">Whose it is.</param>
/// <param name="Json">The message.</param>
internal readonly record struct CometMessage(string Handle, ReadOnlyMemory<byte> Json);

/// <summary>A comet channel: messages wait in it for its one listener.</summary>
/// <param name="capacity">How many it keeps; the oldest go then.</param>
internal sealed class CometChannel(int capacity)
{
    private readonly Lock _sync = new();
    private readonly Queue<CometMessage> _messages = [];
    private TaskCompletionSource? _arrival;
    private bool _isListened;

    /// <summary>Puts a message in; never waits.</summary>
    /// <param name="message">The message.</param>
    public void Send(CometMessage message)
    {
        TaskCompletionSource? arrival;
        lock (_sync)
        {
            if (_messages.Count == capacity) _messages.Dequeue();
            _messages.Enqueue(message);
            arrival = _arrival;
        }

        arrival?.TrySetResult();
    }

    /// <summary>Becomes the one listener; dispose what comes back to end it.</summary>
    /// <exception cref="JsonRpcException"><c>comet.duplicated_channel</c>: there is one already.</exception>
    public IDisposable Listen()
    {
        lock (_sync)
        {
            if (_isListened) throw new JsonRpcException(ErrorKind.DuplicatedChannel, "somebody listens on the channel already");
            _isListened = true;
            return new Listener(this);
        }
    }

    /// <summary>Takes out all messages, waiting for one when there is none.</summary>
    /// <param name="timeout">How long to wait at most; then there are none.</param>
    /// <param name="cancellationToken">Gives up: the messages stay.</param>
    public async ValueTask<IReadOnlyList<CometMessage>> ReceiveAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_sync)
        {
            if (_messages.Count > 0) return TakeAll();
            arrived = (_arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await arrived.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing has come: the client asks again.
        }

        lock (_sync) return TakeAll();
    }

    /// <summary>Writes messages as <c>[{"handle": …, "message": …}]</c>.</summary>
    /// <param name="writer">Where the array goes.</param>
    /// <param name="messages">The messages.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<CometMessage> messages)
    {
        writer.WriteStartArray();
        foreach (var message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("handle"u8, message.Handle);
            writer.WritePropertyName("message"u8);
            writer.WriteRawValue(message.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private List<CometMessage> TakeAll()
    {
        List<CometMessage> all = [.. _messages];
        _messages.Clear();
        _arrival = null;
        return all;
    }

    private sealed class Listener(CometChannel channel) : IDisposable
    {
        public void Dispose()
        {
            lock (channel._sync) channel._isListened = false;
        }
    }
}

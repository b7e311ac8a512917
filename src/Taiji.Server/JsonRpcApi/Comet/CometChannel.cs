using System.Text.Json;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>A message on a channel.</summary>
/// <param name="Handle">Whose it is.</param>
/// <param name="Json">The message.</param>
internal readonly record struct CometMessage(string Handle, ReadOnlyMemory<byte> Json)
{
    /// <summary>Its number on the channel, from 1.</summary>
    public long Number { get; init; }
}

/// <summary>A comet channel: messages wait in it for its one listener.</summary>
/// <param name="capacity">How many it keeps; the oldest go then.</param>
internal sealed class CometChannel(int capacity)
{
    // So many of the messages that a stream was sent are kept for one that comes back.
    private const int Remembered = 256;

    private readonly Lock _sync = new();
    private readonly Queue<CometMessage> _messages = [];
    private TaskCompletionSource? _arrival;
    private bool _isListened;
    private StreamListener? _stream;
    private long _number;
    private long _lost;
    private Queue<CometMessage>? _sent;

    /// <summary>Puts a message in; never waits.</summary>
    /// <param name="message">The message.</param>
    public void Send(CometMessage message)
    {
        TaskCompletionSource? arrival;
        lock (_sync)
        {
            if (_messages.Count == capacity)
            {
                _messages.Dequeue();
                _lost++;
            }

            _messages.Enqueue(message with { Number = ++_number });
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

    /// <summary>
    /// Becomes the channel's stream. An older stream gives way: a browser that lost its connection comes back before the server has noticed.
    /// </summary>
    /// <param name="after">The number of the last message that the client has seen: those after it that were sent lately are sent again; null for none.</param>
    /// <exception cref="JsonRpcException"><c>comet.duplicated_channel</c>: a call of <c>comet</c> waits on it.</exception>
    public StreamListener Stream(long? after)
    {
        StreamListener? older;
        StreamListener stream;
        lock (_sync)
        {
            if (_isListened && _stream is null) throw new JsonRpcException(ErrorKind.DuplicatedChannel, "a call of comet waits on the channel");
            older = _stream;
            _isListened = true;
            _stream = stream = new StreamListener(this);
            if (after is { } number && _sent is not null) PutBack(number);
            _sent ??= new Queue<CometMessage>(Remembered);
        }

        older?.GiveWay();
        return stream;
    }

    /// <summary>How many messages were dropped since it was last asked, since nobody took them in time.</summary>
    public long TakeLost()
    {
        lock (_sync)
        {
            var lost = _lost;
            _lost = 0;
            return lost;
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

        lock (_sync)
        {
            // Whoever has given way leaves them to the next one.
            cancellationToken.ThrowIfCancellationRequested();
            return TakeAll();
        }
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
        if (_sent is null) return all;
        foreach (var message in all.Skip(Math.Max(0, all.Count - Remembered)))
        {
            if (_sent.Count == Remembered) _sent.Dequeue();
            _sent.Enqueue(message);
        }

        return all;
    }

    private void PutBack(long number)
    {
        List<CometMessage> waiting = [.. _sent!.Where(m => m.Number > number), .. _messages];
        _messages.Clear();
        foreach (var message in waiting) _messages.Enqueue(message);
        _sent!.Clear();
    }

    private void End(StreamListener stream)
    {
        lock (_sync)
        {
            if (_stream != stream) return;
            _stream = null;
            _isListened = false;
        }
    }

    /// <summary>A stream or socket that listens.</summary>
    /// <param name="channel">The channel.</param>
    public sealed class StreamListener(CometChannel channel) : IDisposable
    {
        private readonly CancellationTokenSource _displaced = new();

        /// <summary>Fires when another one takes its place.</summary>
        public CancellationToken Displaced => _displaced.Token;

        /// <inheritdoc/>
        public void Dispose() => channel.End(this);

        /// <summary>Another one takes its place.</summary>
        internal void GiveWay() => _displaced.Cancel();
    }

    private sealed class Listener(CometChannel channel) : IDisposable
    {
        public void Dispose()
        {
            lock (channel._sync) channel._isListened = false;
        }
    }
}

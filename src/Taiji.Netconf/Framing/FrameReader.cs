using System.Buffers;
using System.IO.Pipelines;

namespace Taiji.Netconf.Framing;

/// <summary>
/// Reads messages from a transport, whichever way its bytes are split. Each byte is looked at once; a message that arrived whole is not copied; one that is longer than
/// allowed is skipped without being kept; of one that is longer than is kept, the rest is left to be read piece by piece. One reader at a time.
/// </summary>
public sealed class FrameReader
{
    // Of a message that is too big: enough to find its message-id in.
    private const int HeadSize = 16 * 1024;

    private readonly PipeReader _input;
    private readonly MessageBuffer _collected = new();
    private IFrameDecoder _decoder = new EndOfMessageDecoder();
    private SequencePosition? _held;
    private FramingMode _mode;
    private bool _isTooBig;

    /// <summary>Makes a reader that expects <see cref="FramingMode.EndOfMessage"/>.</summary>
    /// <param name="input">The transport's input.</param>
    /// <param name="maxMessageSize">The longest message taken, in bytes without frames.</param>
    public FrameReader(PipeReader input, long maxMessageSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessageSize);
        _input = input;
        MaxMessageSize = maxMessageSize;
    }

    /// <summary>The framing in force; changed once, between the hello and what follows.</summary>
    public FramingMode Mode
    {
        get => _mode;
        set
        {
            if (value == _mode) return;
            _mode = value;
            _decoder = value == FramingMode.Chunked ? new ChunkedDecoder() : new EndOfMessageDecoder();
        }
    }

    /// <summary>The longest message taken, in bytes without frames.</summary>
    public long MaxMessageSize { get; set; }

    /// <summary>About how much of a message is kept, in bytes: of a longer one <see cref="ReadMessageAsync"/> gives the beginning, and what has come in one read with it.</summary>
    public long MaxKept { get; set; } = long.MaxValue;

    /// <summary>Reads the next message; the one before is no longer valid.</summary>
    /// <param name="cancellationToken">Gives up; what has arrived stays.</param>
    /// <returns>The message or its beginning, or null when the peer has ended its side between two messages.</returns>
    /// <exception cref="FramingException">A malformed frame, or the input ended inside a message.</exception>
    public async ValueTask<FramedMessage?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        Release();
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCanceled) throw new OperationCanceledException("The input was cancelled.");
            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var message))
            {
                _held = buffer.Start;
                return message;
            }

            var isInside = _decoder.IsInsideMessage;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (!result.IsCompleted) continue;
            Release();
            return isInside ? throw new FramingException("The input ended inside a message.") : null;
        }
    }

    /// <summary>
    /// Reads whatever has arrived of a message; the piece before is no longer valid. Not to be mixed with <see cref="ReadMessageAsync"/> inside a message, unless that gave its beginning.
    /// </summary>
    /// <param name="cancellationToken">Gives up; what has arrived stays.</param>
    /// <returns>The piece, or null when the peer has ended its side between two messages.</returns>
    /// <exception cref="FramingException">A malformed frame, or the input ended inside a message.</exception>
    public async ValueTask<MessagePiece?> ReadPieceAsync(CancellationToken cancellationToken)
    {
        Release();
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCanceled) throw new OperationCanceledException("The input was cancelled.");
            var buffer = result.Buffer;
            if (_decoder.TryDecode(ref buffer, out var content, out var isEnd))
            {
                _held = buffer.Start;
                return new MessagePiece(content, isEnd);
            }

            var isInside = _decoder.IsInsideMessage;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return isInside ? throw new FramingException("The input ended inside a message.") : null;
        }
    }

    private bool TryTake(ref ReadOnlySequence<byte> buffer, out FramedMessage message)
    {
        ReadOnlySequence<byte> whole = default;
        while (_decoder.TryDecode(ref buffer, out var content, out var isEnd))
        {
            if (isEnd && _collected.Length == 0 && !_isTooBig && (whole.IsEmpty || content.IsEmpty))
            {
                // The usual case: all of it lies in the input's own buffer, in one piece.
                whole = whole.IsEmpty ? content : whole;
                message = new FramedMessage(whole, whole.Length > MaxMessageSize);
                return true;
            }

            if (_collected.Length == 0 && whole.IsEmpty && !_isTooBig)
            {
                whole = content;
                continue;
            }

            Collect(whole);
            whole = default;
            Collect(content);
            if (!isEnd) continue;
            message = new FramedMessage(_collected.Content, _isTooBig);
            return true;
        }

        Collect(whole);
        message = new FramedMessage(_collected.Content, false, IsPart: true);
        return !_isTooBig && _collected.Length >= MaxKept;
    }

    private void Collect(in ReadOnlySequence<byte> content)
    {
        if (content.IsEmpty || _isTooBig) return;
        _isTooBig = content.Length > MaxMessageSize - _collected.Length;
        if (!_isTooBig)
        {
            _collected.Append(content);
            return;
        }

        var head = _collected.Length > 0 ? _collected.Content : content;
        head = new ReadOnlySequence<byte>(head.Slice(0, Math.Min(HeadSize, head.Length)).ToArray());
        _collected.Clear();
        _collected.Append(head);
    }

    /// <summary>Lets go of the message handed out last.</summary>
    private void Release()
    {
        if (_held is not { } position) return;
        _held = null;
        _isTooBig = false;
        _collected.Clear();
        _input.AdvanceTo(position);
    }
}

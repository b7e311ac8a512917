using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>
/// RFC 6242 §4.2: <c>LF # size LF data</c>, as often as the sender likes, then <c>LF # # LF</c>. Strict but for one thing: line ends between the hello's
/// <c>]]&gt;]]&gt;</c> and the first chunk are skipped, because hellos kept in text files end with one.
/// </summary>
internal sealed class ChunkedDecoder : IFrameDecoder
{
    private const long LargestChunk = uint.MaxValue;

    private State _state = State.LineFeed;
    private long _size;
    private bool _hasChunk;
    private bool _isAfterHello = true;

    private enum State
    {
        LineFeed,
        Hash,
        SizeOrEnd,
        Size,
        EndLineFeed,
        Data,
    }

    /// <inheritdoc/>
    public bool IsInsideMessage => _hasChunk || _state is not (State.LineFeed or State.Hash);

    /// <inheritdoc/>
    public bool TryDecode(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> content, out bool isEnd)
    {
        content = default;
        isEnd = false;
        if (_state != State.Data && !TryReadHeader(ref buffer, out isEnd)) return false;
        if (isEnd) return true;
        if (buffer.IsEmpty) return false;
        content = buffer.Slice(0, Math.Min(_size, buffer.Length));
        buffer = buffer.Slice(content.End);
        _size -= content.Length;
        if (_size == 0)
        {
            _state = State.LineFeed;
            isEnd = TryTakeEnd(ref buffer);
        }

        return true;
    }

    /// <summary>Takes end-of-chunks when all of it is there: the usual case, spared a turn of its own.</summary>
    private bool TryTakeEnd(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.IsNext("\n##\n"u8, advancePast: true)) return false;
        buffer = reader.UnreadSequence;
        _hasChunk = false;
        return true;
    }

    private bool TryReadHeader(ref ReadOnlySequence<byte> buffer, out bool isEnd)
    {
        isEnd = false;
        var reader = new SequenceReader<byte>(buffer);
        while (_state != State.Data && !isEnd && reader.TryRead(out var b)) isEnd = Take(b);
        buffer = reader.UnreadSequence;
        return isEnd || _state == State.Data;
    }

    /// <summary>Takes one byte of a header; true after that of end-of-chunks.</summary>
    private bool Take(byte b)
    {
        switch (_state)
        {
            case State.LineFeed or State.Hash when _isAfterHello && b is (byte)'\r' or (byte)'\n':
                if (b == '\n') _state = State.Hash;
                return false;
            case State.LineFeed when b == '\n':
                _state = State.Hash;
                return false;
            case State.Hash when b == '#':
                _isAfterHello = false;
                _state = State.SizeOrEnd;
                return false;
            case State.SizeOrEnd when b == '#' && _hasChunk:
                _state = State.EndLineFeed;
                return false;
            case State.SizeOrEnd when b is >= (byte)'1' and <= (byte)'9':
                _size = b - '0';
                _state = State.Size;
                return false;
            case State.Size when b is >= (byte)'0' and <= (byte)'9' && _size * 10 + (b - '0') <= LargestChunk:
                _size = _size * 10 + (b - '0');
                return false;
            case State.Size when b == '\n':
                _hasChunk = true;
                _state = State.Data;
                return false;
            case State.EndLineFeed when b == '\n':
                _hasChunk = false;
                _state = State.LineFeed;
                return true;
            default:
                throw new FramingException($"Bad chunk framing (RFC 6242 §4.2): {Describe(b)}, expected {Expected()}.");
        }
    }

    private static string Describe(byte b) => b is > 0x20 and < 0x7F ? $"found '{(char)b}'" : $"found the byte 0x{b:X2}";

    private string Expected() => _state switch
    {
        State.LineFeed => "the line feed before a chunk's header",
        State.Hash => "'#'",
        State.SizeOrEnd => _hasChunk ? "a chunk-size without leading zeros, or '#'" : "a chunk-size without leading zeros",
        State.Size => $"a chunk-size up to {LargestChunk} and a line feed",
        _ => "the line feed that ends the message",
    };
}

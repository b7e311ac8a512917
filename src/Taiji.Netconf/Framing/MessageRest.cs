using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>
/// The rest of a message that is too long to be kept, for a thread that can wait for its bytes. Nothing is held but the piece being read, so that a peer that sends
/// faster than it is read has to wait.
/// </summary>
/// <param name="next">Reads the next piece.</param>
/// <param name="left">How many bytes may still come.</param>
/// <param name="tooLong">The error when more do.</param>
internal sealed class MessageRest(Func<ValueTask<MessagePiece?>> next, long left, Func<Exception> tooLong)
{
    private ReadOnlySequence<byte> _piece;
    private long _left = left;
    private bool _isLast;

    /// <summary>Whether all of it was longer than allowed.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads what has come; waits when nothing has. 0 at the message's end.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <exception cref="FramingException">The input ended inside the message, or is malformed.</exception>
    public int Read(Span<byte> buffer)
    {
        while (_piece.IsEmpty)
        {
            if (_isLast) return 0;
            var reading = next();
            Take(reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult());
            _left -= _piece.Length;
            if (_left >= 0) continue;
            IsTooLong = true;
            throw tooLong();
        }

        var n = (int)Math.Min(buffer.Length, _piece.Length);
        _piece.Slice(0, n).CopyTo(buffer);
        _piece = _piece.Slice(n);
        return n;
    }

    /// <summary>Lets whatever is left pass by.</summary>
    public async ValueTask SkipAsync()
    {
        while (!_isLast) Take(await next().ConfigureAwait(false));
        _piece = default;
    }

    private void Take(MessagePiece? piece)
    {
        if (piece is not { } found) throw new FramingException("The input ended inside a message.");
        _piece = found.Content;
        _isLast = found.IsEnd;
    }
}

using System.Text;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>A text with a long middle that exists nowhere in memory.</summary>
internal sealed class RepeatedStream(string start, string middle, int count, string end) : Stream
{
    private readonly byte[] _middle = Encoding.UTF8.GetBytes(middle);
    private byte[] _piece = Encoding.UTF8.GetBytes(start);
    private int _at;
    private int _left = count;
    private bool _isAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && TryPiece())
        {
            var part = _piece.AsSpan(_at, Math.Min(_piece.Length - _at, buffer.Length - written));
            part.CopyTo(buffer[written..]);
            _at += part.Length;
            written += part.Length;
        }

        return written;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryPiece()
    {
        if (_at < _piece.Length) return true;
        if (_isAtEnd) return false;
        _isAtEnd = _left == 0;
        _piece = _isAtEnd ? Encoding.UTF8.GetBytes(end) : _middle;
        _left--;
        _at = 0;
        return true;
    }
}

using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>A message's bytes as a stream: those that are there, then those that still come.</summary>
internal sealed class SequenceStream : Stream
{
    private readonly MessageRest? _following;
    private ReadOnlySequence<byte> _rest;

    public SequenceStream(in ReadOnlySequence<byte> content, MessageRest? following = null)
    {
        _rest = content;
        _following = following;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // What is there is over before what follows takes its place in memory.
        if (_rest.IsEmpty) return _following?.Read(buffer) ?? 0;
        var n = (int)Math.Min(buffer.Length, _rest.Length);
        _rest.Slice(0, n).CopyTo(buffer);
        _rest = _rest.Slice(n);
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>Collects the pieces of a message in pooled memory.</summary>
internal sealed class MessageBuffer
{
    private const int SmallestSegment = 16 * 1024;
    private const int LargestSegment = 1024 * 1024;

    private Segment? _first;
    private Segment? _last;
    private int _lastUsed;

    /// <summary>How many bytes are in it.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySequence<byte> Content =>
        _first is null ? default : new ReadOnlySequence<byte>(_first, 0, _last!, _lastUsed);

    /// <summary>Adds a copy of the bytes.</summary>
    /// <param name="content">A piece of the message.</param>
    public void Append(in ReadOnlySequence<byte> content)
    {
        foreach (var memory in content)
        {
            var rest = memory.Span;
            while (!rest.IsEmpty)
            {
                var free = FreeSpace();
                var n = Math.Min(free.Length, rest.Length);
                rest[..n].CopyTo(free);
                rest = rest[n..];
                _lastUsed += n;
                Length += n;
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        for (var s = _first; s is not null; s = s.NextSegment) ArrayPool<byte>.Shared.Return(s.Array);
        _first = _last = null;
        _lastUsed = 0;
        Length = 0;
    }

    private Span<byte> FreeSpace()
    {
        if (_last is null || _lastUsed == _last.Array.Length)
        {
            var size = _last is null ? SmallestSegment : Math.Min(_last.Array.Length * 2, LargestSegment);
            var next = new Segment(ArrayPool<byte>.Shared.Rent(size), Length);
            _first ??= next;
            if (_last is not null) _last.NextSegment = next;
            _last = next;
            _lastUsed = 0;
        }

        return _last.Array.AsSpan(_lastUsed);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] array, long runningIndex)
        {
            Array = array;
            Memory = array;
            RunningIndex = runningIndex;
        }

        public byte[] Array { get; }

        public Segment? NextSegment
        {
            get => (Segment?)Next;
            set => Next = value;
        }
    }
}

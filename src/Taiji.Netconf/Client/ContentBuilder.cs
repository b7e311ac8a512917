using System.Buffers;

namespace Taiji.Netconf.Client;

/// <summary>Gathers a message's pieces without ever moving them: a large reply is in memory once.</summary>
internal sealed class ContentBuilder
{
    // Below the size from which objects are large ones to the collector.
    private const int LargestSegment = 80 * 1024;
    private const int SmallestSegment = 4 * 1024;

    private Segment? _first;
    private Segment? _last;
    private int _used;

    /// <summary>How many bytes were gathered.</summary>
    public long Length { get; private set; }

    /// <summary>What was gathered so far.</summary>
    public ReadOnlySequence<byte> Content => _first is null ? default : new ReadOnlySequence<byte>(_first, 0, _last!, _used);

    /// <summary>Adds a copy of the bytes.</summary>
    /// <param name="content">A piece.</param>
    public void Append(in ReadOnlySequence<byte> content)
    {
        foreach (var memory in content)
        {
            var rest = memory.Span;
            while (!rest.IsEmpty)
            {
                var free = FreeSpace(rest.Length);
                var n = Math.Min(free.Length, rest.Length);
                rest[..n].CopyTo(free);
                rest = rest[n..];
                _used += n;
                Length += n;
            }
        }
    }

    /// <summary>Gives away what was gathered, and begins anew.</summary>
    public ReadOnlySequence<byte> Take()
    {
        var content = Content;
        _first = _last = null;
        _used = 0;
        Length = 0;
        return content;
    }

    private Span<byte> FreeSpace(int wanted)
    {
        if (_last is null || _used == _last.Array.Length)
        {
            var size = Math.Clamp(Math.Max(wanted, _last is null ? 0 : _last.Array.Length * 2), SmallestSegment, LargestSegment);
            var next = new Segment(new byte[size], Length);
            _first ??= next;
            if (_last is not null) _last.Following = next;
            _last = next;
            _used = 0;
        }

        return _last.Array.AsSpan(_used);
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

        public Segment Following
        {
            set => Next = value;
        }
    }
}

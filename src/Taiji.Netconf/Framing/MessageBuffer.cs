using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>Collects the pieces of a message without ever moving them: a large message is in memory once.</summary>
/// <param name="isGivenAway">Whether what is collected is for somebody who keeps it (<see cref="Take"/>); otherwise its memory is pooled (<see cref="Clear"/>).</param>
internal sealed class MessageBuffer(bool isGivenAway = false)
{
    private const int SmallestPooled = 16 * 1024;
    private const int LargestPooled = 1024 * 1024;
    private const int SmallestGivenAway = 4 * 1024;

    // Below the size from which objects are large ones to the collector.
    private const int LargestGivenAway = 80 * 1024;

    private Segment? _first;
    private Segment? _last;
    private int _lastUsed;

    /// <summary>How many bytes are in it.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes; pooled ones are valid until <see cref="Clear"/>.</summary>
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
                var free = FreeSpace(rest.Length);
                var n = Math.Min(free.Length, rest.Length);
                rest[..n].CopyTo(free);
                rest = rest[n..];
                _lastUsed += n;
                Length += n;
            }
        }
    }

    /// <summary>Gives away what was collected, and begins anew.</summary>
    public ReadOnlySequence<byte> Take()
    {
        if (!isGivenAway) throw new InvalidOperationException("Pooled memory can't be given away.");
        var content = Content;
        Forget();
        return content;
    }

    /// <summary>Begins anew; pooled memory goes back.</summary>
    public void Clear()
    {
        if (!isGivenAway)
        {
            for (var s = _first; s is not null; s = s.Following) ArrayPool<byte>.Shared.Return(s.Array);
        }

        Forget();
    }

    private void Forget()
    {
        _first = _last = null;
        _lastUsed = 0;
        Length = 0;
    }

    private Span<byte> FreeSpace(int wanted)
    {
        if (_last is null || _lastUsed == _last.Array.Length)
        {
            var next = new Segment(Allocate(wanted), Length);
            _first ??= next;
            if (_last is not null) _last.Following = next;
            _last = next;
            _lastUsed = 0;
        }

        return _last.Array.AsSpan(_lastUsed);
    }

    private byte[] Allocate(int wanted)
    {
        var doubled = _last is null ? 0 : _last.Array.Length * 2;
        return isGivenAway
            ? new byte[Math.Clamp(Math.Max(wanted, doubled), SmallestGivenAway, LargestGivenAway)]
            : ArrayPool<byte>.Shared.Rent(Math.Clamp(doubled, SmallestPooled, LargestPooled));
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

        public Segment? Following
        {
            get => (Segment?)Next;
            set => Next = value;
        }
    }
}

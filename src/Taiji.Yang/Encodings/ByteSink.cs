using System.Buffers;
using System.Runtime.InteropServices;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Writes bytes straight into the memory of an <see cref="IBufferWriter{T}"/>: keeps its current span as an array segment, so that small writes are a compare and a copy.
/// </summary>
internal sealed class ByteSink : IBufferWriter<byte>
{
    private const int ChunkSize = 16 * 1024;
    private const int LargestScratchKept = 4 * 1024;

    [ThreadStatic]
    private static ByteSink? _spare;

    private IBufferWriter<byte> _destination;
    private byte[] _buffer = [];
    private int _start;
    private int _position;
    private int _end;
    private bool _isOwnBuffer;
    private long _handedOver;
    private ArrayBufferWriter<byte>? _scratch;

    public ByteSink(IBufferWriter<byte> destination) => _destination = destination;

    /// <summary>A sink for one walk, which lets go of it at its end.</summary>
    /// <param name="destination">Where the bytes go.</param>
    public static ByteSink Take(IBufferWriter<byte> destination)
    {
        if (_spare is not { } sink) return new ByteSink(destination);
        _spare = null;
        sink._destination = destination;
        return sink;
    }

    /// <summary>Lets another walk of this thread have it; nothing may be written after it.</summary>
    public void LetGo()
    {
        Complete();
        _destination = null!;
        if (_scratch?.Capacity > LargestScratchKept) _scratch = null;
        _spare = this;
    }

    /// <summary>Empty, for a value that is formatted before it is written.</summary>
    public ArrayBufferWriter<byte> Scratch()
    {
        _scratch ??= new ArrayBufferWriter<byte>();
        _scratch.ResetWrittenCount();
        return _scratch;
    }

    /// <summary>How many bytes were written since the last <see cref="Complete"/>.</summary>
    public long Pending => _handedOver + (_position - _start);

    /// <summary>At least <paramref name="size"/> bytes to write into; say how many by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_end - _position < size) Refill(size);
        return _buffer.AsSpan(_position, _end - _position);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _position += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_position, _end - _position);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(Math.Max(sizeHint, 1));

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ChunkSize)
        {
            WriteBig(bytes);
            return;
        }

        if (_end - _position < bytes.Length) Refill(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_position));
        _position += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Write(byte value)
    {
        if (_end == _position) Refill(1);
        _buffer[_position++] = value;
    }

    /// <summary>Hands all that was written over to the destination.</summary>
    public void Complete()
    {
        HandOver();
        _buffer = [];
        _start = _position = _end = 0;
        _handedOver = 0;
    }

    private void WriteBig(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, ChunkSize)];
            part.CopyTo(Reserve(part.Length));
            _position += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    private void HandOver()
    {
        var count = _position - _start;
        _handedOver += count;
        if (count == 0) return;
        if (_isOwnBuffer) _destination.Write(_buffer.AsSpan(_start, count));
        else _destination.Advance(count);
        _start = _position;
    }

    private void Refill(int size)
    {
        HandOver();
        var memory = _destination.GetMemory(Math.Max(size, ChunkSize));
        if (MemoryMarshal.TryGetArray<byte>(memory, out var segment))
        {
            _buffer = segment.Array!;
            _start = _position = segment.Offset;
            _end = segment.Offset + segment.Count;
            _isOwnBuffer = false;
            return;
        }

        if (!_isOwnBuffer || _buffer.Length < size) _buffer = new byte[Math.Max(size, ChunkSize)];
        _start = _position = 0;
        _end = _buffer.Length;
        _isOwnBuffer = true;
    }
}

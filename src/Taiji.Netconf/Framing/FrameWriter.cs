using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Taiji.Netconf.Framing;

/// <summary>
/// Puts messages into frames as they are written: a <see cref="PipeWriter"/> for one message after the other. What is flushed inside a message leaves in a chunk once enough has
/// gathered, so that a message of any size needs little memory. One writer at a time.
/// </summary>
public sealed class FrameWriter : PipeWriter
{
    private const int SmallestBuffer = 4 * 1024;
    private const int LargestBuffer = 64 * 1024;
    private const int FlushThreshold = 32 * 1024;
    private const int LongestHeader = 14;

    private readonly PipeWriter _output;
    private byte[] _buffer = [];
    private int _used;
    private bool _isPartSent;

    /// <summary>Makes a writer that uses <see cref="FramingMode.EndOfMessage"/>.</summary>
    /// <param name="output">The transport's output.</param>
    public FrameWriter(PipeWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>The framing in force; changed once, between the hello and what follows.</summary>
    public FramingMode Mode { get; set; }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _used + (_output.CanGetUnflushedBytes ? _output.UnflushedBytes : 0);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_used);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_used);
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - _used);
        _used += bytes;
    }

    /// <summary>A point inside a message where it may leave in part, and where a slow peer holds the writer up.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The peer doesn't read any more.</exception>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (UnflushedBytes < FlushThreshold) return new ValueTask<FlushResult>(default(FlushResult));
        if (_used >= FlushThreshold) EmitChunk();
        return FlushOutputAsync(cancellationToken);
    }

    /// <summary>Writes a message that is all there; it leaves with the next <see cref="FlushOutputAsync"/>. Not to be called inside a message.</summary>
    /// <param name="message">The message, UTF-8, without frames.</param>
    public void WriteMessage(ReadOnlySpan<byte> message)
    {
        Emit(message);
        WriteEnd();
    }

    /// <summary>Ends the message; it leaves with the next <see cref="FlushOutputAsync"/>.</summary>
    public void EndMessage()
    {
        EmitChunk();
        WriteEnd();
        _isPartSent = false;
        ReturnBuffer();
    }

    /// <summary>Takes back what was written of the message, if nothing of it has left yet.</summary>
    /// <returns>False when a part has left: the message can't be mended.</returns>
    public bool TryRewind()
    {
        if (_isPartSent) return false;
        _used = 0;
        return true;
    }

    /// <summary>Hands everything that is complete to the transport, and waits while the peer is slow.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The peer doesn't read any more.</exception>
    public async ValueTask<FlushResult> FlushOutputAsync(CancellationToken cancellationToken = default)
    {
        var result = await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return result.IsCompleted ? throw new NetconfException("The peer doesn't read any more.") : result;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => _output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        ReturnBuffer();
        _output.Complete(exception);
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _used >= size) return;
        if (_used + size > LargestBuffer) EmitChunk();
        if (_buffer.Length - _used >= size) return;
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, Math.Max(_used + size, Math.Min(_buffer.Length * 2, LargestBuffer))));
        _buffer.AsSpan(0, _used).CopyTo(bigger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bigger;
    }

    private void EmitChunk()
    {
        if (_used == 0) return;
        Emit(_buffer.AsSpan(0, _used));
        _used = 0;
        _isPartSent = true;
    }

    private void WriteEnd() => _output.Write(Mode == FramingMode.Chunked ? "\n##\n"u8 : "]]>]]>"u8);

    private void Emit(ReadOnlySpan<byte> content)
    {
        if (Mode == FramingMode.Chunked)
        {
            var header = _output.GetSpan(LongestHeader);
            "\n#"u8.CopyTo(header);
            Utf8Formatter.TryFormat(content.Length, header[2..], out var digits);
            header[2 + digits] = (byte)'\n';
            _output.Advance(3 + digits);
        }

        _output.Write(content);
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _used = 0;
    }
}

namespace Taiji.Datastores.Journal;

/// <summary>Writes a snapshot file to the end: what is written becomes content frames. Flushed to disk every few megabytes, so that the commits' own flushes find little to wait for.</summary>
internal sealed class FrameStream : Stream
{
    private const int FlushEvery = 8 << 20;

    private readonly FileStream _file;
    private readonly long _sequence;
    private readonly byte[] _header = new byte[SnapshotFrames.HeaderLength];
    private long _number;
    private long _flushed;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Its path; an older one is overwritten.</param>
    /// <param name="sequence">The snapshot's.</param>
    public FrameStream(string path, long sequence)
    {
        _sequence = sequence;
        _file = PrivateFile.Open(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _file.Write(SnapshotFrames.Magic);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Everything written so far survives a power cut when this returns.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    /// <summary>Writes one frame.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="payload">At most <see cref="SnapshotFrames.MaxPayload"/>.</param>
    public void WriteFrame(SnapshotFrame kind, ReadOnlySpan<byte> payload)
    {
        SnapshotFrames.WriteHeader(_header, kind, payload.Length, SnapshotFrames.ChecksumOf(_sequence, _number++, kind, payload));
        _file.Write(_header);
        _file.Write(payload);
        if (_file.Position - _flushed < FlushEvery) return;
        _flushed = _file.Position;
        FlushToDisk();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var length = Math.Min(buffer.Length, SnapshotFrames.MaxPayload);
            WriteFrame(SnapshotFrame.Content, buffer[..length]);
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return default;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is buffered here; FlushToDisk is what makes it last.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}

namespace Taiji.Datastores.Journal;

/// <summary>Writes a file to the end, adding up its checksum and flushing it to disk every few megabytes.</summary>
internal sealed class SnapshotStream : Stream
{
    private const int FlushEvery = 8 << 20;

    private readonly FileStream _file;
    private uint _crc = uint.MaxValue;
    private long _flushed;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Its path; an older one is overwritten.</param>
    public SnapshotStream(string path) => _file = PrivateFile.Open(path, FileMode.Create, FileAccess.Write);

    /// <summary>The checksum of all that was written.</summary>
    public uint Checksum => ~_crc;

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

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc = Journal.Checksum.Add(_crc, buffer);
        _file.Write(buffer);
        if (_file.Position - _flushed < FlushEvery) return;
        _flushed = _file.Position;
        FlushToDisk();
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

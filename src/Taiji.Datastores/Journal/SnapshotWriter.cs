using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace Taiji.Datastores.Journal;

/// <summary>Writes a snapshot's sections, one after the other.</summary>
internal sealed class SnapshotWriter : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly FrameStream _stream;

    private SnapshotWriter(FrameStream stream) => _stream = stream;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its path; an older one is overwritten.</param>
    /// <param name="info">What it is of.</param>
    public static SnapshotWriter Create(string path, SnapshotInfo info)
    {
        var stream = new FrameStream(path, info.Sequence);
        stream.WriteFrame(SnapshotFrame.Info, Encode(info));
        return new SnapshotWriter(stream);
    }

    /// <summary>Writes a section.</summary>
    /// <param name="name">Its name: a server that doesn't know it will not start from this snapshot.</param>
    /// <param name="write">Writes the content, of any length.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask WriteAsync(string name, Func<PipeWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        _stream.WriteFrame(SnapshotFrame.Section, Encoding.UTF8.GetBytes(name));
        var writer = PipeWriter.Create(_stream, new StreamPipeWriterOptions(minimumBufferSize: BufferSize, leaveOpen: true));
        await write(writer, cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the file; it survives a power cut when this returns.</summary>
    /// <returns>Its length in bytes.</returns>
    public long End()
    {
        _stream.WriteFrame(SnapshotFrame.End, []);
        _stream.FlushToDisk();
        return _stream.Length;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static byte[] Encode(SnapshotInfo info)
    {
        var bytes = new byte[24 + Encoding.UTF8.GetByteCount(info.SchemaId)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, info.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), info.Commit);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), info.Time.UtcTicks);
        Encoding.UTF8.GetBytes(info.SchemaId, bytes.AsSpan(24));
        return bytes;
    }
}

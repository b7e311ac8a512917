using System.IO.Pipelines;

namespace Taiji.Netconf.Framing;

/// <summary>A duplex stream (socket, TLS) as a session's transport.</summary>
public sealed class StreamTransport : IDuplexPipe
{
    // A session that waits holds no buffer: a read of nothing tells when something is there.
    private const int BufferSize = 16 * 1024;

    /// <summary>Makes the transport.</summary>
    /// <param name="stream">Read and written at once; stays open when both ends are completed: whoever opened it closes it.</param>
    public StreamTransport(Stream stream)
    {
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize / 4, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferSize, leaveOpen: true));
    }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }
}

using System.Buffers;
using System.IO.Pipelines;
using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>Writes instance data as RFC 7950 XML straight into a buffer, without an intermediate form.</summary>
public static class XmlDataWriter
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>Writes the node's element, or, for a root, its children one after the other.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view; null for the explicit data.</param>
    public static void Write(IBufferWriter<byte> destination, DataNode node, DataWriteOptions? options = null) =>
        Begin(ByteSink.Take(destination), node, options).Advance(long.MaxValue);

    /// <summary>As <see cref="Write"/>, handing the buffer over from time to time so that a big tree needs little memory.</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static ValueTask WriteAsync(PipeWriter destination, DataNode node, DataWriteOptions? options, CancellationToken cancellationToken)
    {
        var sink = ByteSink.Take(destination);
        return ChunkedWriting.RunAsync(destination, sink, Begin(sink, node, options), ChunkSize, cancellationToken);
    }

    private static DataWalk<XmlEmitter> Begin(ByteSink sink, DataNode node, DataWriteOptions? options) =>
        DataWalk<XmlEmitter>.Over(node, options, new XmlEmitter(sink, node.Tree.Schema, options?.Indent ?? false));
}

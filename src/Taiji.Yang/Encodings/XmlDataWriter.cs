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
        ChunkedWriting.Run(Begin(ByteSink.Take(destination), node, options));

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

    /// <summary>Writes the elements of some entries of a list or leaf-list, one after the other.</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="parent">The entries' parent.</param>
    /// <param name="entries">The entries, in the order to be written in; walked once.</param>
    /// <param name="annotation">What is said of them, with the first.</param>
    /// <param name="options">The view; an entry has level 1.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static ValueTask WriteEntriesAsync(
        PipeWriter destination, DataNode parent, IEnumerable<DataNode> entries, ListAnnotation annotation, DataWriteOptions? options, CancellationToken cancellationToken)
    {
        var sink = new ByteSink(destination);
        var emitter = new XmlEmitter(sink, parent.Tree.Schema, options?.Indent ?? false);
        return ChunkedWriting.RunAsync(destination, sink, DataWalk<XmlEmitter>.Over(parent, entries, annotation, options, emitter), ChunkSize, cancellationToken);
    }

    private static DataWalk<XmlEmitter> Begin(ByteSink sink, DataNode node, DataWriteOptions? options) =>
        DataWalk<XmlEmitter>.Over(node, options, new XmlEmitter(sink, node.Tree.Schema, options?.Indent ?? false) { Around = options?.Around });
}

using System.Buffers;
using System.IO.Pipelines;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Writes instance data as RFC 7951 JSON straight into a buffer, without an intermediate form.</summary>
public static class JsonDataWriter
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>
    /// Writes an object: for a root its children as members; for another node one member, the node with its module name (a list entry as an array of one).
    /// </summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view; null for the explicit data.</param>
    /// <param name="wrapper">
    /// When given (<c>ietf-restconf:data</c>, say), the object is the value of that one member. Around an operation's input or output, or a notification, members of the
    /// operation's own module are not qualified then (RFC 8040 §3.6.1).
    /// </param>
    public static void Write(IBufferWriter<byte> destination, DataNode node, DataWriteOptions? options = null, string? wrapper = null) =>
        ChunkedWriting.Run(Begin(destination, node, options, wrapper));

    /// <summary>As <see cref="Write"/>, handing the buffer over from time to time so that a big tree needs little memory.</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view.</param>
    /// <param name="wrapper">As in <see cref="Write"/>.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static ValueTask WriteAsync(PipeWriter destination, DataNode node, DataWriteOptions? options, string? wrapper, CancellationToken cancellationToken)
    {
        var sink = ByteSink.Take(destination);
        return ChunkedWriting.RunAsync(destination, sink, Begin(sink, node, options, wrapper), ChunkSize, cancellationToken);
    }

    /// <summary>Writes all entries of a list or leaf-list as an object with one member, an array (RFC 8040 §4.3).</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="parent">The entries' parent.</param>
    /// <param name="list">The <see cref="ListNode"/> or <see cref="LeafListNode"/>, a child of the parent's schema node.</param>
    /// <param name="options">The view; an entry has level 1.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static ValueTask WriteEntriesAsync(PipeWriter destination, DataNode parent, SchemaNode list, DataWriteOptions? options, CancellationToken cancellationToken)
    {
        var sink = ByteSink.Take(destination);
        var emitter = new JsonEmitter(sink, parent.Tree.Schema, options, null, null);
        return ChunkedWriting.RunAsync(destination, sink, DataWalk<JsonEmitter>.Over(parent, list, options, emitter), ChunkSize, cancellationToken);
    }

    /// <summary>As <see cref="WriteEntriesAsync(PipeWriter, DataNode, SchemaNode, DataWriteOptions?, CancellationToken)"/>, of some entries; an empty array when there are none.</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="parent">The entries' parent.</param>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="entries">The entries, in the order to be written in; walked once.</param>
    /// <param name="annotation">What is said of them, with the first.</param>
    /// <param name="options">The view.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static async ValueTask WriteEntriesAsync(
        PipeWriter destination, DataNode parent, SchemaNode list, IEnumerable<DataNode> entries, ListAnnotation annotation, DataWriteOptions? options, CancellationToken cancellationToken)
    {
        var sink = new ByteSink(destination);
        using var chosen = new ChosenEntries(entries);
        var emitter = new JsonEmitter(sink, parent.Tree.Schema, options, null, null);
        if (chosen.IsEmpty)
        {
            emitter.Begin();
            emitter.StartArray(list, true);
            emitter.EndArray(list, true, 0);
            emitter.End();
            sink.Complete();
            return;
        }

        await ChunkedWriting.RunAsync(destination, sink, DataWalk<JsonEmitter>.Over(parent, chosen, annotation, options, emitter), ChunkSize, cancellationToken).ConfigureAwait(false);
    }

    private static DataWalk<JsonEmitter> Begin(IBufferWriter<byte> destination, DataNode node, DataWriteOptions? options, string? wrapper) =>
        Begin(ByteSink.Take(destination), node, options, wrapper);

    private static DataWalk<JsonEmitter> Begin(ByteSink sink, DataNode node, DataWriteOptions? options, string? wrapper)
    {
        var unqualifiedTop = wrapper is not null && node.IsRoot && node.Schema is not SchemaRoot ? (InnerNode)node.Schema : null;
        return DataWalk<JsonEmitter>.Over(node, options, new JsonEmitter(sink, node.Tree.Schema, options, wrapper, unqualifiedTop));
    }
}

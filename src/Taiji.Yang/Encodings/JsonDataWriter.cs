using System.Buffers;
using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>Writes instance data as RFC 7951 JSON straight into a buffer, without an intermediate form.</summary>
public static class JsonDataWriter
{
    /// <summary>
    /// Writes an object: for a root its children as members; for another node one member, the node with its module name (a list entry as an array of one).
    /// </summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view; null for the explicit data.</param>
    /// <param name="wrapper">When given (<c>ietf-restconf:data</c>, say), the object is the value of that one member.</param>
    public static void Write(IBufferWriter<byte> destination, DataNode node, DataWriteOptions? options = null, string? wrapper = null) => throw new NotImplementedException();

    /// <summary>As <see cref="Write"/>, handing the buffer over from time to time so that a big tree needs little memory.</summary>
    /// <param name="destination">Receives UTF-8; flushed as it fills.</param>
    /// <param name="node">The node.</param>
    /// <param name="options">The view.</param>
    /// <param name="wrapper">As in <see cref="Write"/>.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static ValueTask WriteAsync(System.IO.Pipelines.PipeWriter destination, DataNode node, DataWriteOptions? options, string? wrapper, CancellationToken cancellationToken) => throw new NotImplementedException();
}

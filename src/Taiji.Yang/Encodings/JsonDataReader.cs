using System.Buffers;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Reads RFC 7951 JSON instance data. All errors found are thrown together as one <see cref="RpcErrorException"/>; nothing is half-read.
/// </summary>
public sealed class JsonDataReader
{
    /// <summary>Makes a reader; it has no state and may be shared.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">What to take; null for configuration only.</param>
    public JsonDataReader(YangSchema schema, DataReadOptions? options = null) => throw new NotImplementedException();

    /// <summary>Reads an object whose members are the children of the root.</summary>
    /// <param name="json">The whole text, UTF-8.</param>
    /// <param name="rootNode">The tree's root; null for the datastore root.</param>
    /// <param name="wrapper">When given, the text is an object with that one member (<c>ietf-restconf:input</c>, say) and its value is read.</param>
    public DataTree ReadTree(ReadOnlySequence<byte> json, InnerNode? rootNode = null, string? wrapper = null) => throw new NotImplementedException();

    /// <summary>Reads one data resource (RFC 8040 §4): an object with one member; a list entry is an array of one.</summary>
    /// <param name="json">The whole text, UTF-8.</param>
    /// <param name="parent">The parent's path.</param>
    /// <returns>The resource's path (with its key from the body) and a tree that holds it with its ancestors.</returns>
    public (DataPath Path, DataTree Payload) ReadResource(ReadOnlySequence<byte> json, DataPath parent) => throw new NotImplementedException();
}

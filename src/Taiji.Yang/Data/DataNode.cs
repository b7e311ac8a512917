using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// A data node of one snapshot: a light handle that carries its way from the root (values have no parent). Two handles are equal when they name the same instance of the same tree.
/// </summary>
public readonly partial struct DataNode : IEquatable<DataNode>
{
    /// <summary>The snapshot.</summary>
    public DataTree Tree => throw new NotImplementedException();

    /// <summary>The schema node.</summary>
    public SchemaNode Schema => throw new NotImplementedException();

    /// <summary>Whether it is the tree's root.</summary>
    public bool IsRoot => throw new NotImplementedException();

    /// <summary>Whether it stands for a default of the schema that is in use, not for stored data.</summary>
    public bool IsDefault => throw new NotImplementedException();

    /// <summary>The parent data node; must not be asked of the root.</summary>
    public DataNode Parent => throw new NotImplementedException();

    /// <summary>The stored form of a leaf's or leaf-list entry's value (<see cref="Types.YangType"/>); the content of an anydata (see <see cref="AnyContent"/>).</summary>
    public ReadOnlySpan<byte> Value => throw new NotImplementedException();

    /// <summary>The encoded key of a list entry (<see cref="KeyCodec"/>); the stored value of a leaf-list entry.</summary>
    public ReadOnlySpan<byte> Key => throw new NotImplementedException();

    /// <summary>The instance path.</summary>
    public DataPath Path => throw new NotImplementedException();

    /// <summary>
    /// The child nodes that exist, in schema order, list and leaf-list entries each in their order, key leaves first. Explicit data only.
    /// </summary>
    public DataChildren Children => throw new NotImplementedException();

    /// <summary>A container, leaf or anydata child that exists (a non-presence container exists when something in it does).</summary>
    /// <param name="child">The child's schema node.</param>
    /// <param name="node">The child.</param>
    public bool TryGetChild(SchemaNode child, [MaybeNullWhen(false)] out DataNode node) => throw new NotImplementedException();

    /// <summary>As <see cref="TryGetChild"/>, but also a leaf's default in use (its case chosen or default; whens not looked at) and an empty non-presence container.</summary>
    /// <param name="child">The child's schema node.</param>
    /// <param name="node">The child; <see cref="IsDefault"/> tells.</param>
    public bool TryGetChildOrDefault(SchemaNode child, [MaybeNullWhen(false)] out DataNode node) => throw new NotImplementedException();

    /// <summary>The entries of a list or leaf-list child.</summary>
    /// <param name="list">The <see cref="ListNode"/> or <see cref="LeafListNode"/>.</param>
    public DataEntries Entries(SchemaNode list) => throw new NotImplementedException();

    /// <summary>Document order of two nodes of one tree: negative when <paramref name="a"/> comes first; an ancestor before its descendants.</summary>
    /// <param name="a">A node.</param>
    /// <param name="b">Another.</param>
    public static int CompareDocumentOrder(DataNode a, DataNode b) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool Equals(DataNode other) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataNode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotImplementedException();

    /// <summary>Whether both are the same node.</summary>
    public static bool operator ==(DataNode left, DataNode right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(DataNode left, DataNode right) => !left.Equals(right);
}

/// <summary>The children of a <see cref="DataNode"/>; for <c>foreach</c> without allocation.</summary>
public readonly struct DataChildren
{
    /// <summary>Begins at the first child.</summary>
    public Enumerator GetEnumerator() => throw new NotImplementedException();

    /// <summary>Walks the children.</summary>
    public struct Enumerator
    {
        /// <summary>The child.</summary>
        public readonly DataNode Current => throw new NotImplementedException();

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext() => throw new NotImplementedException();
    }
}

/// <summary>The entries of one list or leaf-list: counted, looked up and walked without a scan.</summary>
public readonly struct DataEntries
{
    /// <summary>How many.</summary>
    public long Count => throw new NotImplementedException();

    /// <summary>Looks an entry up.</summary>
    /// <param name="key">The encoded key of a list entry, or a leaf-list entry's stored value.</param>
    /// <param name="entry">The entry.</param>
    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out DataNode entry) => throw new NotImplementedException();

    /// <summary>The entry at a 0-based position in the list's order: O(log n).</summary>
    /// <param name="position">Less than <see cref="Count"/>.</param>
    public DataNode At(long position) => throw new NotImplementedException();

    /// <summary>Begins at the first entry.</summary>
    public Enumerator GetEnumerator() => throw new NotImplementedException();

    /// <summary>Walks the entries in order: key order when the system orders, the user's order else.</summary>
    public struct Enumerator
    {
        /// <summary>The entry.</summary>
        public readonly DataNode Current => throw new NotImplementedException();

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext() => throw new NotImplementedException();
    }
}

/// <summary>The content of an anydata or anyxml: <see cref="DataNode.Value"/> is one byte that tells the form, then the UTF-8 text.</summary>
public static class AnyContent
{
    /// <summary>The text is the XML content of the element (with the namespace declarations it needs).</summary>
    public const byte Xml = (byte)'<';

    /// <summary>The text is a JSON value.</summary>
    public const byte Json = (byte)'{';
}

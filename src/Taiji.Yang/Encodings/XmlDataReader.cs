using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Reads RFC 7950 XML instance data. Every method reads from an <see cref="XmlReader"/> that stands on a start element, and leaves it after the matching end.
/// All errors found are thrown together as one <see cref="RpcErrorException"/>; nothing is half-read.
/// </summary>
public sealed class XmlDataReader
{
    /// <summary>Makes a reader; it has no state and may be shared.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">What to take; null for configuration only.</param>
    public XmlDataReader(YangSchema schema, DataReadOptions? options = null) => throw new NotImplementedException();

    /// <summary>A safe <see cref="XmlReader"/>: no DTD (refused), no external anything, no character-data limits but the stream's.</summary>
    /// <param name="stream">UTF-8 XML.</param>
    public static XmlReader CreateXmlReader(Stream stream) => throw new NotImplementedException();

    /// <summary>Reads the children of the element (<c>config</c>, <c>data</c>, <c>input</c> …) as the content of a tree.</summary>
    /// <param name="reader">On the wrapping element's start.</param>
    /// <param name="rootNode">The tree's root; null for the datastore root.</param>
    public DataTree ReadTree(XmlReader reader, InnerNode? rootNode = null) => throw new NotImplementedException();

    /// <summary>Reads an edit-config's <c>config</c> element with its operation, insert, key and value attributes (RFC 6241 §7.2, RFC 7950 §7.8.6).</summary>
    /// <param name="reader">On <c>config</c>.</param>
    /// <param name="defaultOperation">Merge, replace or none.</param>
    /// <returns>Edits in an order in which an outer one comes before the inner ones.</returns>
    public IReadOnlyList<Edit> ReadEdits(XmlReader reader, EditOperation defaultOperation) => throw new NotImplementedException();

    /// <summary>Reads one data resource (RFC 8040 §4): the element is the resource itself.</summary>
    /// <param name="reader">On the resource's element.</param>
    /// <param name="parent">The parent's path.</param>
    /// <returns>The resource's path (with its key from the body) and a tree that holds it with its ancestors.</returns>
    public (DataPath Path, DataTree Payload) ReadResource(XmlReader reader, DataPath parent) => throw new NotImplementedException();
}

using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Reads RFC 7950 XML instance data. Every method reads from an <see cref="XmlReader"/> that stands on a start element, and leaves it after the matching end.
/// All errors found are thrown together as one <see cref="RpcErrorException"/>; nothing is half-read.
/// </summary>
/// <remarks>
/// Tags: unknown-element (no such node here; state in a configuration), unknown-namespace, invalid-value (a value its type refuses, RFC 7950 §8.3.1), missing-element (a key),
/// bad-element (text in a container, a leaf or container twice, two cases of a choice), operation-failed with data-not-unique (an entry twice), unknown-attribute,
/// bad-attribute, missing-attribute, too-big (nested too deep), malformed-message (not well-formed, or a DTD).
/// </remarks>
public sealed class XmlDataReader
{
    private readonly YangSchema _schema;
    private readonly DataReadOptions _options;

    /// <summary>Makes a reader; it has no state and may be shared.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">What to take; null for configuration only.</param>
    public XmlDataReader(YangSchema schema, DataReadOptions? options = null)
    {
        _schema = schema;
        _options = options ?? new DataReadOptions();
    }

    /// <summary>A safe <see cref="XmlReader"/>: no DTD (refused), no external anything, no character-data limits but the stream's.</summary>
    /// <param name="stream">UTF-8 XML.</param>
    public static XmlReader CreateXmlReader(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    });

    /// <summary>Reads the children of the element (<c>config</c>, <c>data</c>, <c>input</c> …) as the content of a tree.</summary>
    /// <param name="reader">On the wrapping element's start; or, without one, at the beginning of a fragment (<see cref="ConformanceLevel.Fragment"/>), which is read to its end.</param>
    /// <param name="rootNode">The tree's root; null for the datastore root.</param>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public DataTree ReadTree(XmlReader reader, InnerNode? rootNode = null)
    {
        var root = rootNode ?? _schema.Root;
        var intake = new DataIntake(_schema, _options, root);
        return Guard(intake, () =>
        {
            new XmlTreeReader(reader, intake).ReadContent(root);
            intake.Errors.ThrowIfAny();
            return intake.Builder.Seal();
        });
    }

    /// <summary>Reads an edit-config's <c>config</c> element with its operation, insert, key and value attributes (RFC 6241 §7.2, RFC 7950 §7.8.6).</summary>
    /// <param name="reader">On <c>config</c>.</param>
    /// <param name="defaultOperation">Merge, replace or none.</param>
    /// <param name="creation">An attribute more that nodes may have, and what it was found on; null for none.</param>
    /// <param name="versions">As that.</param>
    /// <returns>Edits in an order in which an outer one comes before the inner ones.</returns>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public IReadOnlyList<Edit> ReadEdits(XmlReader reader, EditOperation defaultOperation, CreationRules? creation = null, VersionRules? versions = null)
    {
        var intake = new DataIntake(_schema, _options, _schema.Root);
        return Guard(intake, () => new XmlTreeReader(reader, intake).ReadEdits(defaultOperation, creation, versions));
    }

    /// <summary>Reads one data resource (RFC 8040 §4): the element is the resource itself.</summary>
    /// <param name="reader">On the resource's element.</param>
    /// <param name="parent">The parent's path.</param>
    /// <param name="implied">A list entry whose keys the text may leave out (RFC 8040 §4.6.1, plain patch); null when every entry must have its keys.</param>
    /// <returns>The resource's path (with its key from the body) and a tree that holds it with its ancestors.</returns>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public (DataPath Path, DataTree Payload) ReadResource(XmlReader reader, DataPath parent, DataPathStep? implied = null)
    {
        var intake = new DataIntake(_schema, _options, _schema.Root) { ImpliedEntry = implied };
        return Guard(intake, () =>
        {
            var node = ResourceAncestors.Open(intake.Builder, parent);
            var child = new XmlTreeReader(reader, intake).ReadOne(node);
            ResourceAncestors.DemandNoKey(parent, child);
            intake.Errors.ThrowIfAny();
            return ResourceAncestors.Close(intake.Builder, parent, child!);
        });
    }

    private static T Guard<T>(DataIntake intake, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw intake.Errors.Fatal(DataErrors.Malformed($"not well-formed XML: {XmlFault.Describe(e)}"));
        }
    }
}

using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>Reads a subtree filter (RFC 6241 §6).</summary>
public static class XmlSubtreeFilterReader
{
    private const int DeepestFilter = 128;

    /// <summary>Reads the elements of a filter. Names that the schema doesn't have select nothing and are no error; white space around content is ignored (RFC 6241 §6.2.5).</summary>
    /// <param name="reader">On the element around them (<c>filter</c>); left after its end.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="marks">The namespace of attributes that are no match expressions (<see cref="SubtreeFilterNode.Marks"/>); null for none.</param>
    /// <returns>The top-level elements. Those of a namespace that no module has get an empty name, which no schema node has: nothing matches them.</returns>
    /// <exception cref="RpcErrorException">malformed-message (not well-formed), too-big (nested too deep), bad-element (text beside elements, §6.2.5).</exception>
    public static IReadOnlyList<SubtreeFilterNode> Read(XmlReader reader, YangSchema schema, string? marks = null)
    {
        try
        {
            var (children, _) = ReadContent(reader, schema, marks, reader.Depth + DeepestFilter);
            reader.Read();
            return children;
        }
        catch (XmlException e)
        {
            throw new RpcErrorException(DataErrors.Malformed($"not well-formed XML: {XmlFault.Describe(e)}"));
        }
    }

    private static (List<SubtreeFilterNode> Children, string Content) ReadContent(XmlReader reader, YangSchema schema, string? marks, int deepest)
    {
        var children = new List<SubtreeFilterNode>();
        var content = "";
        if (reader.IsEmptyElement) return (children, content);
        var name = reader.LocalName;
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) content += reader.Value;
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.Depth > deepest) throw new RpcErrorException(DataErrors.TooDeep(DeepestFilter));
            children.Add(ReadNode(reader, schema, marks, deepest));
        }

        content = content.Trim();
        if (children.Count > 0 && content.Length > 0)
            throw new RpcErrorException(DataErrors.BadElement(null, name, $"the filter element '{name}' has text beside elements: a content match has text only"));
        return (children, content);
    }

    private static SubtreeFilterNode ReadNode(XmlReader reader, YangSchema schema, string? marks, int deepest)
    {
        var name = reader.LocalName;
        var ns = reader.NamespaceURI;
        var module = ns.Length == 0 ? null : schema.FindModuleByNamespace(ns);
        var attributes = ReadAttributes(reader);
        // Only content needs the prefixes in scope.
        IPrefixMap? prefixes = reader.IsEmptyElement ? null : new XmlScopeSnapshot(reader, schema);
        var (children, content) = ReadContent(reader, schema, marks, deepest);
        return new SubtreeFilterNode
        {
            Module = module,
            Name = module is null && ns.Length > 0 ? "" : name,
            Attributes = marks is null ? attributes : attributes.FindAll(a => a.Namespace != marks),
            Marks = marks is null ? [] : attributes.FindAll(a => a.Namespace == marks),
            Children = children,
            Content = content.Length > 0 ? content : null,
            Prefixes = content.Length > 0 ? prefixes : null,
        };
    }

    private static List<SubtreeFilterAttribute> ReadAttributes(XmlReader reader)
    {
        var attributes = new List<SubtreeFilterAttribute>();
        // Declarations of namespaces match nothing, and xml:lang and its kind are not data's.
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI is XmlNames.Xmlns or XmlNames.Xml) continue;
            attributes.Add(new SubtreeFilterAttribute(reader.NamespaceURI, reader.LocalName, reader.Value));
        }

        reader.MoveToElement();
        return attributes;
    }
}

using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Writes a difference as the <c>config</c> of an edit-config that makes it: <c>create</c>, <c>replace</c> and <c>remove</c>, and the place of user-ordered entries.</summary>
/// <param name="view">Whether a node may be read; null for all.</param>
internal sealed class XmlEditWriter(Func<DataNode, bool>? view)
{
    private static readonly XNamespace Netconf = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static readonly XNamespace Yang = "urn:ietf:params:xml:ns:yang:1";

    /// <summary>Writes it.</summary>
    /// <param name="root">The difference.</param>
    public string Write(DeltaNode root)
    {
        var config = new XElement(Netconf + "config", new XAttribute(XNamespace.Xmlns + "nc", Netconf.NamespaceName));
        foreach (var child in root.WithoutOtherCases) config.Add(Element(child));
        if (config.DescendantsAndSelf().Any(e => e.Attributes().Any(a => a.Name.Namespace == Yang))) config.Add(new XAttribute(XNamespace.Xmlns + "yang", Yang.NamespaceName));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" })) Save(config, writer);
        return text.ToString();
    }

    // Elements by default namespace, whatever prefixes their values need.
    private static void Save(XElement element, XmlWriter writer)
    {
        var isProtocol = element.Name.Namespace == Netconf;
        writer.WriteStartElement(isProtocol ? "nc" : "", element.Name.LocalName, element.Name.NamespaceName);
        foreach (var attribute in element.Attributes())
        {
            if (attribute.Name.LocalName == "xmlns" && attribute.IsNamespaceDeclaration) continue;
            var prefix = attribute.Name.Namespace == Netconf ? "nc" : attribute.Name.Namespace == Yang ? "yang" : attribute.IsNamespaceDeclaration ? "xmlns" : null;
            writer.WriteAttributeString(prefix, attribute.Name.LocalName, attribute.Name.NamespaceName, attribute.Value);
        }

        foreach (var node in element.Nodes())
        {
            if (node is XElement child) Save(child, writer);
            else if (node is XText text) writer.WriteString(text.Value);
        }

        writer.WriteEndElement();
    }

    private XElement Element(DeltaNode delta)
    {
        var kind = delta.Change?.Kind;
        // A leaf that is only annotated keeps its value in the edit, or would get an empty one.
        var isWhole = kind is DataChangeKind.Created or DataChangeKind.ValueChanged || (kind is null && delta.Schema is not InnerNode);
        var element = isWhole ? Whole(delta.Node) : Outline(delta.Node);
        foreach (var attribute in delta.Attributes) Annotate(element, attribute);
        if (kind is { } changed && Operation(changed) is { } operation) element.Add(new XAttribute(Netconf + "operation", operation));
        if (kind is DataChangeKind.Created or DataChangeKind.Moved && EntryPlace.IsUserOrdered(delta.Schema)) AddPlace(element, delta.Node);
        foreach (var child in delta.WithoutOtherCases) element.Add(Element(child));
        return element;
    }

    // An empty attribute takes away (taiji-attributes).
    private static void Annotate(XElement element, AttributeChange change)
    {
        var colon = change.Name.IndexOf(':', StringComparison.Ordinal);
        if (change.Path.Schema.FindModule(change.Name[..colon]) is not { } module) return;
        if (element.GetPrefixOfNamespace(module.Namespace) is null) element.Add(new XAttribute(XNamespace.Xmlns + module.Prefix, module.Namespace));
        element.SetAttributeValue(XNamespace.Get(module.Namespace) + change.Name[(colon + 1)..], change.After ?? "");
    }

    private static string? Operation(DataChangeKind kind) => kind switch
    {
        DataChangeKind.Created => "create",
        DataChangeKind.Deleted => "remove",
        DataChangeKind.ValueChanged => "replace",
        _ => null,
    };

    // An element that names the node and no more: its keys, or its value when that is what names it.
    private XElement Outline(DataNode node)
    {
        if (node.Schema is LeafListNode) return Whole(node);
        var element = new XElement(Name(node.Schema));
        if (node.Schema is not ListNode list) return element;
        foreach (var key in list.Keys)
        {
            if (node.TryGetChild(key, out var leaf)) element.Add(Whole(leaf));
        }

        return element;
    }

    private XElement Whole(DataNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        XmlDataWriter.Write(buffer, node, new DataWriteOptions { Readable = view, WithAttributes = true });
        return XElement.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan), LoadOptions.PreserveWhitespace);
    }

    private void AddPlace(XElement element, DataNode entry)
    {
        var predecessor = EntryPlace.Predecessor(entry, view);
        element.Add(new XAttribute(Yang + "insert", predecessor is null ? "first" : "after"));
        if (predecessor is not { } before) return;
        if (entry.Schema is not ListNode list)
        {
            var value = Whole(before);
            element.Add(Prefixes(value), new XAttribute(Yang + "value", value.Value));
            return;
        }

        var prefix = list.Module.Prefix;
        var keys = new StringBuilder();
        foreach (var key in list.Keys)
        {
            if (!before.TryGetChild(key, out var leaf)) continue;
            var text = Whole(leaf);
            element.Add(Prefixes(text).Where(p => element.Attribute(p.Name) is null));
            var quote = text.Value.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
            keys.Append('[').Append(prefix).Append(':').Append(key.Name).Append('=').Append(quote).Append(text.Value).Append(quote).Append(']');
        }

        if (element.Attribute(XNamespace.Xmlns + prefix) is null) element.Add(new XAttribute(XNamespace.Xmlns + prefix, list.Module.Namespace));
        element.Add(new XAttribute(Yang + "key", keys.ToString()));
    }

    private static IEnumerable<XAttribute> Prefixes(XElement element) =>
        element.Attributes().Where(a => a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.Xmlns).Select(a => new XAttribute(a));

    private static XName Name(SchemaNode schema) => XNamespace.Get(schema.Module.Namespace) + schema.Name;
}

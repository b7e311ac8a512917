using System.Xml;
using System.Xml.Linq;
using Taiji.Netconf;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads an operation's input or output or a notification from XML, bare or in NETCONF's message elements.</summary>
/// <param name="schema">The schema.</param>
/// <param name="kind">Rpc, reply or notification.</param>
/// <param name="text">The document.</param>
internal sealed class XmlOperationDocument(YangSchema schema, DocumentKind kind, string text)
{
    private readonly string _text = XmlText.WithoutDeclaration(text);
    private readonly XmlDataReader _reader = new(schema, new DataReadOptions { AllowState = true });

    /// <summary>Reads the document.</summary>
    /// <param name="context">The operation, for a document that has only its content.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">All that is wrong in it.</exception>
    public InstanceDocument Read(DataPath? context)
    {
        try
        {
            var root = Load();
            return IsContentOnly(root) ? ReadContent(root, context) : ReadOperation(root);
        }
        catch (XmlException e)
        {
            throw XmlDataDocument.Malformed(e);
        }
    }

    private XElement Load()
    {
        using var reader = XmlText.Open(_text);
        return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
    }

    private InstanceDocument ReadContent(XElement root, DataPath? context)
    {
        var operation = OperationRoot.InContext(context, kind, root.Name.LocalName);
        var path = new OperationPath(context!.Parent, operation);
        return new InstanceDocument(kind, DataTree.Empty(schema), path.Within(() => ReadAt(root, OperationRoot.Of(operation, kind))), path);
    }

    private InstanceDocument ReadOperation(XElement root)
    {
        var elements = Inside(root);
        var search = new OperationSearch(schema, kind);
        var (node, element) = search.Find([.. elements.Select(Element)]);
        var found = (XElement)element.Origin;
        var data = DataTree.Empty(schema);
        if (search.Ancestors.Count > 0)
        {
            found.Remove();
            data = ReadAncestors(elements[0]);
        }

        var path = new OperationPath(search.PathIn(data), node);
        return new InstanceDocument(kind, data, path.Within(() => ReadAt(found, OperationRoot.Of(node, kind))), path);
    }

    /// <summary>Reads from the document itself, so that namespaces and places are those of the element.</summary>
    private DataTree ReadAt(XElement element, InnerNode root)
    {
        IXmlLineInfo place = element;
        using var reader = XmlText.Open(_text);
        var at = (IXmlLineInfo)reader;
        while (reader.NodeType != XmlNodeType.Element || at.LineNumber != place.LineNumber || at.LinePosition != place.LinePosition) reader.Read();
        return _reader.ReadTree(reader, root);
    }

    private DataTree ReadAncestors(XElement top)
    {
        using var reader = XmlText.OpenWrapped(new XElement(top).ToString(SaveOptions.DisableFormatting));
        return _reader.ReadTree(reader);
    }

    /// <summary>NETCONF's reply, or RESTCONF's input and output (RFC 8040 §3.6.1): what operation they are for is told elsewhere.</summary>
    private bool IsContentOnly(XElement root)
    {
        if (root.Name == XName.Get("rpc-reply", NetconfNamespaces.Base)) return true;
        return root.Name.LocalName is "input" or "output"
            && schema.FindModuleByNamespace(root.Name.NamespaceName) is { } module && schema.Root.FindChild(module, root.Name.LocalName) is null;
    }

    /// <summary>What is inside the message elements.</summary>
    private static List<XElement> Inside(XElement root)
    {
        List<XElement> elements = [root];
        if (elements is [var rpc] && rpc.Name == XName.Get("rpc", NetconfNamespaces.Base)) elements = [.. rpc.Elements()];
        if (elements is [var action] && action.Name == XName.Get("action", NetconfNamespaces.Yang)) elements = [.. action.Elements()];
        if (elements is [var note] && note.Name == XName.Get("notification", NetconfNamespaces.Notification))
            elements = [.. note.Elements().Where(e => e.Name != XName.Get("eventTime", NetconfNamespaces.Notification))];
        return elements;
    }

    private DocumentElement Element(XElement element) => new(
        schema.FindModuleByNamespace(element.Name.NamespaceName), element.Name.LocalName, element, () => [.. element.Elements().Select(Element)]);
}

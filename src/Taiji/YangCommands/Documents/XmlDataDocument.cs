using System.Xml;
using Taiji.Netconf;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads a datastore's data from XML: any number of top-level elements, or one <c>data</c> or <c>config</c> around them.</summary>
internal static class XmlDataDocument
{
    /// <summary>Reads the document, a piece at a time.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="kind">Data, config, get or edit.</param>
    /// <param name="allowsState">Whether state may be in it.</param>
    /// <param name="file">The document.</param>
    /// <exception cref="RpcErrorException">All that is wrong in it.</exception>
    public static DataTree Read(YangSchema schema, DocumentKind kind, bool allowsState, DocumentFile file)
    {
        try
        {
            var isWrapped = IsWrapped(schema, file);
            using var xml = file.Open();
            using var reader = XmlText.Open(xml, isFragment: !isWrapped);
            if (isWrapped) reader.MoveToContent();
            var data = new XmlDataReader(schema, new DataReadOptions { AllowState = allowsState });
            var tree = kind == DocumentKind.Edit ? Edited(schema, data, reader) : data.ReadTree(reader);
            XmlText.Finish(reader);
            return tree;
        }
        catch (XmlException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>The error for text that isn't XML.</summary>
    /// <param name="e">What the parser says.</param>
    public static RpcErrorException Malformed(XmlException e) => new(new RpcError
    {
        Type = ErrorType.Rpc, Tag = ErrorTag.MalformedMessage, Message = $"not well-formed XML: {XmlFault.Describe(e)}",
    });

    private static DataTree Edited(YangSchema schema, XmlDataReader data, XmlReader reader)
    {
        data.ReadEdits(reader, EditOperation.Merge);
        return DataTree.Empty(schema);
    }

    private static bool IsWrapped(YangSchema schema, DocumentFile file)
    {
        using var xml = file.Open();
        using var reader = XmlText.Open(xml, isFragment: true);
        reader.MoveToContent();
        if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("data" or "config")) return false;
        if (reader.NamespaceURI.Length > 0 && reader.NamespaceURI != NetconfNamespaces.Base && reader.NamespaceURI != Restconf) return false;
        return schema.FindModuleByNamespace(reader.NamespaceURI) is not { } module || schema.Root.FindChild(module, reader.LocalName) is null;
    }

    private const string Restconf = "urn:ietf:params:xml:ns:yang:ietf-restconf";
}

using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Writes XML content of an anydata or anyxml as JSON (RFC 7951 §5.5, §5.6). Where the schema knows the nodes the result is exact; elsewhere a repeated element becomes an
/// array, text a string and an empty element <c>[null]</c>.
/// </summary>
internal static class AnyXmlToJson
{
    /// <summary>Writes a JSON value.</summary>
    /// <param name="sink">Receives it.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="home">The module of the anydata node: names of its namespace are not qualified (RFC 7951 §4).</param>
    /// <param name="content">The XML content.</param>
    /// <param name="isAnyXml">Whether text at the top is content; an anydata is always an object.</param>
    public static void Write(ByteSink sink, YangSchema schema, YangModule home, ReadOnlySpan<byte> content, bool isAnyXml)
    {
        var root = Parse(content);
        if (root.HasElements && !(isAnyXml && HasText(root))) WriteObject(sink, schema, root, schema.Root, home.Name);
        else if (!isAnyXml) sink.Write("{}"u8);
        else if (root.IsEmpty || !root.Nodes().Any()) sink.Write("[null]"u8);
        else TextEscaping.WriteJsonString(sink, root.HasElements ? content : Encoding.UTF8.GetBytes(root.Value));
    }

    private static XElement Parse(ReadOnlySpan<byte> content)
    {
        var text = $"<any>{Encoding.UTF8.GetString(content)}</any>";
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static bool HasText(XElement element) => element.Nodes().OfType<XText>().Any(t => !string.IsNullOrWhiteSpace(t.Value));

    private static void WriteObject(ByteSink sink, YangSchema schema, XElement parent, InnerNode? parentNode, string? parentModule)
    {
        sink.Write((byte)'{');
        var isFirst = true;
        foreach (var group in parent.Elements().GroupBy(e => e.Name))
        {
            if (!isFirst) sink.Write((byte)',');
            isFirst = false;
            var module = schema.FindModuleByNamespace(group.Key.NamespaceName);
            var moduleName = module?.Name ?? group.Key.NamespaceName;
            var name = moduleName == parentModule || moduleName.Length == 0 ? group.Key.LocalName : $"{moduleName}:{group.Key.LocalName}";
            TextEscaping.WriteJsonString(sink, Encoding.UTF8.GetBytes(name));
            sink.Write((byte)':');
            WriteMember(sink, schema, [.. group], module is null ? null : parentNode?.FindChild(module, group.Key.LocalName), moduleName);
        }

        sink.Write((byte)'}');
    }

    private static void WriteMember(ByteSink sink, YangSchema schema, List<XElement> elements, SchemaNode? node, string module)
    {
        var isArray = elements.Count > 1 || node is ListNode or LeafListNode;
        if (isArray) sink.Write((byte)'[');
        for (var i = 0; i < elements.Count; i++)
        {
            if (i > 0) sink.Write((byte)',');
            WriteValue(sink, schema, elements[i], node, module);
        }

        if (isArray) sink.Write((byte)']');
    }

    private static void WriteValue(ByteSink sink, YangSchema schema, XElement element, SchemaNode? node, string module)
    {
        if (node is TypedNode typed && !element.HasElements && WriteTyped(sink, schema, element, typed)) return;
        if (element.HasElements || node is InnerNode) WriteObject(sink, schema, element, node as InnerNode, module);
        else if (element.IsEmpty || element.Value.Length == 0) sink.Write("[null]"u8);
        else TextEscaping.WriteJsonString(sink, Encoding.UTF8.GetBytes(element.Value));
    }

    private static bool WriteTyped(ByteSink sink, YangSchema schema, XElement element, TypedNode node)
    {
        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Xml, Schema = schema, Module = node.Module, Prefixes = new ElementPrefixes(element, schema) };
        if (!node.Type.TryParse(Encoding.UTF8.GetBytes(element.Value), context, stored, out _)) return false;
        var kind = node.Type.GetJsonKind(stored.WrittenSpan);
        if (kind == JsonKind.Empty)
        {
            sink.Write("[null]"u8);
            return true;
        }

        var text = new ArrayBufferWriter<byte>();
        node.Type.Format(stored.WrittenSpan, ValueForm.Json, schema, new ModuleNamePrefixes(schema, node.Module), text);
        if (kind == JsonKind.String) TextEscaping.WriteJsonString(sink, text.WrittenSpan);
        else sink.Write(text.WrittenSpan);
        return true;
    }

    private sealed class ElementPrefixes(XElement element, YangSchema schema) : IPrefixMap
    {
        public YangModule? Resolve(ReadOnlySpan<byte> prefix)
        {
            var ns = prefix.IsEmpty ? element.GetDefaultNamespace() : element.GetNamespaceOfPrefix(Encoding.UTF8.GetString(prefix));
            return ns is null ? null : schema.FindModuleByNamespace(ns.NamespaceName);
        }

        public string PrefixFor(YangModule module) => element.GetPrefixOfNamespace(module.Namespace) ?? module.Prefix;

        public string ExplicitPrefixFor(YangModule module) => PrefixFor(module);
    }
}

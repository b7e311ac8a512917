using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Documents as strings, for tests.</summary>
internal static class Documents
{
    public static YangSchema Compile(params string[] modules)
    {
        var result = SchemaCompiler.FromTexts(modules);
        result.Errors.ShouldBeEmpty();
        return result.Schema.ShouldNotBeNull();
    }

    /// <summary>A reader on the document's element.</summary>
    public static XmlReader XmlOn(string xml)
    {
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
        reader.MoveToContent();
        return reader;
    }

    public static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the children of a wrapping element.</summary>
    public static DataTree ReadXml(this YangSchema schema, string content, DataReadOptions? options = null, InnerNode? root = null) =>
        new XmlDataReader(schema, options).ReadTree(XmlOn($"<data>{content}</data>"), root);

    public static DataTree ReadJson(this YangSchema schema, string json, DataReadOptions? options = null, InnerNode? root = null, string? wrapper = null) =>
        new JsonDataReader(schema, options).ReadTree(Bytes(json), root, wrapper);

    public static IReadOnlyList<Edit> ReadEdits(this YangSchema schema, string content, EditOperation defaultOperation = EditOperation.Merge) =>
        new XmlDataReader(schema).ReadEdits(
            XmlOn($"<config xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:yang='urn:ietf:params:xml:ns:yang:1'>{content}</config>"), defaultOperation);

    public static string ToXml(this DataTree tree, DataWriteOptions? options = null) => tree.Root.ToXml(options);

    public static string ToXml(this DataNode node, DataWriteOptions? options = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        XmlDataWriter.Write(buffer, node, options);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string ToJson(this DataTree tree, DataWriteOptions? options = null, string? wrapper = null) => tree.Root.ToJson(options, wrapper);

    public static string ToJson(this DataNode node, DataWriteOptions? options = null, string? wrapper = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, node, options, wrapper);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static DataNode At(this DataTree tree, string path)
    {
        tree.TryFind(DataPath.Parse(tree.Schema, path), out var node).ShouldBeTrue(path);
        return node;
    }

    /// <summary>All errors of reading.</summary>
    public static IReadOnlyList<RpcError> Errors(Action read) => Should.Throw<RpcErrorException>(read).Errors;

    /// <summary>The one error of reading.</summary>
    public static RpcError Error(Action read) => Errors(read).ShouldHaveSingleItem();

    public static string? Value(this RpcError error, string info) => error.Info.FirstOrDefault(i => i.Name == info)?.Value;
}

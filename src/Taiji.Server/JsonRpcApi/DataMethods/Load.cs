using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Loads a document into the transaction: all of it or nothing.</summary>
internal sealed partial class Load() : TransactionMethod(
    "load", new Parameter("data", ParameterTypes.String | ParameterTypes.Object), Parameter.Text("path").Optional(), Parameter.OneOf("format", "json", "xml").Optional(),
    Parameter.OneOf("mode", "create", "merge", "replace").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var arguments = call.Arguments;
        var path = arguments.Has("path") ? call.Path() : new DataPath(call.Server.Schema);
        var data = arguments.ValueOf("data");
        var isXml = arguments.Text("format", "xml") == "xml";
        if (isXml && data.ValueKind != JsonValueKind.String) throw new JsonRpcException(JsonRpcError.About(ErrorKind.InvalidParamsType, "data", "an XML document is a string"));
        if (path.IsWholeList || path.Node is not InnerNode) throw JsonRpcException.InvalidParameter("path", "nothing can be loaded there");
        if (!transaction.Settings.IsWritable) throw new JsonRpcException(ErrorKind.NotWritable, "the transaction is for reading only");
        var text = data.ValueKind == JsonValueKind.String ? data.GetString()! : data.GetRawText();
        DataTree payload;
        try
        {
            payload = isXml ? ReadXml(call.Server.Schema, text, path) : ReadJson(call.Server.Schema, text, path);
        }
        catch (RpcErrorException e)
        {
            throw Refused(e.Errors[0], text);
        }

        var access = new WriteAccess(call, transaction);
        var edits = new List<Edit>();
        var below = path.IsRoot ? payload.Root : payload.TryFind(path, out var node) ? node : payload.Root;
        foreach (var child in below.Children) Collect(child, arguments.Text("mode", "merge"), payload, edits);
        if (edits.Count > 0) access.Edit(edits);
        return ValueTask.CompletedTask;
    }

    // To create is to create what can be created: entries, presence containers and leaves, not the containers around them.
    private static void Collect(in DataNode node, string mode, DataTree payload, List<Edit> edits)
    {
        if (node.Schema is LeafNode { IsKey: true }) return;
        if (mode == "create" && node.Schema is ContainerNode { IsPresence: false })
        {
            foreach (var child in node.Children) Collect(child, mode, payload, edits);
            return;
        }

        edits.Add(new Edit(Enum.Parse<EditOperation>(mode, ignoreCase: true), node.Path, payload));
    }

    private static DataTree ReadXml(YangSchema schema, string text, DataPath path)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new XmlDataReader(schema);
        using var fragment = XmlReader.Create(stream, new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        try
        {
            // The first name tells whether the whole document is wrapped.
            var isWrapped = fragment.MoveToContent() == XmlNodeType.Element && fragment.LocalName is "config" or "data" && schema.FindModuleByNamespace(fragment.NamespaceURI)?.IsImplemented != true;
            if (isWrapped) return reader.ReadTree(fragment);
            if (path.IsRoot)
            {
                stream.Position = 0;
                using var again = XmlReader.Create(stream, new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
                return reader.ReadTree(again);
            }

            var editor = DataTree.Empty(schema).Edit();
            while (fragment.MoveToContent() == XmlNodeType.Element) editor.Merge(new DataPath(schema), reader.ReadResource(fragment, path).Payload.Root);
            return editor.Seal();
        }
        catch (XmlException e)
        {
            throw new JsonRpcException(Refusal(e.LineNumber, e.Message));
        }
    }

    private static DataTree ReadJson(YangSchema schema, string text, DataPath path)
    {
        var json = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text));
        var reader = new JsonDataReader(schema);
        return path.IsRoot ? reader.ReadTree(json) : reader.ReadResource(json, path).Payload;
    }

    private static JsonRpcException Refused(RpcError error, string text)
    {
        var row = Line().Match(error.Message ?? "") is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, null) : RowOf(error, text);
        return new JsonRpcException(Refusal(row, error.Message));
    }

    private static JsonRpcError Refusal(int row, string? message) => new(ErrorKind.Failed, new JsonObject { ["row"] = row, ["message"] = message });

    // The first line that has the name of the node that the error is about.
    private static int RowOf(RpcError error, string text)
    {
        var name = error.Info.FirstOrDefault(i => i.Name == "bad-element")?.Value ?? NodeName().Matches(error.Path ?? "").LastOrDefault()?.Groups[1].Value;
        var at = name is null ? -1 : NameAt(text, name);
        return at < 0 ? 1 : text.AsSpan(0, at).Count('\n') + 1;
    }

    private static int NameAt(string text, string name)
    {
        foreach (var form in new[] { "<" + name, ":" + name, "\"" + name + "\"" })
        {
            if (text.IndexOf(form, StringComparison.Ordinal) is >= 0 and var at) return at;
        }

        return -1;
    }

    [GeneratedRegex(@"[Ll]ine (\d+)")]
    private static partial Regex Line();

    [GeneratedRegex(@"/(?:[\w.-]+:)?([\w.-]+)")]
    private static partial Regex NodeName();
}

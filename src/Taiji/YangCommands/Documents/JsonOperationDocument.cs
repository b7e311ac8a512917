using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads an operation's input or output or a notification from JSON, bare or as RESTCONF has it (RFC 8040 §3.6.1, §3.6.2, §6.4).</summary>
/// <param name="schema">The schema.</param>
/// <param name="kind">Rpc, reply or notification.</param>
/// <param name="bytes">The document.</param>
internal sealed class JsonOperationDocument(YangSchema schema, DocumentKind kind, ReadOnlyMemory<byte> bytes)
{
    private const string NotificationWrapper = "ietf-restconf:notification";
    private readonly JsonDataReader _reader = new(schema, new DataReadOptions { AllowState = true });

    /// <summary>Reads the document.</summary>
    /// <param name="context">The operation, for a document that has only its content.</param>
    /// <exception cref="RpcErrorException">All that is wrong in it.</exception>
    public InstanceDocument Read(DataPath? context)
    {
        var root = Load();
        if (root.Count == 1 && IsContentOnly(root.First().Key)) return ReadContent(root.First().Key, context);
        if (kind == DocumentKind.Notification && root.Count == 1 && root[NotificationWrapper] is JsonObject inside)
        {
            inside.Remove("eventTime");
            root = inside;
        }

        var search = new OperationSearch(schema, kind);
        var (node, element) = search.Find(Members(root, null));
        var member = (Member)element.Origin;
        var data = DataTree.Empty(schema);
        if (search.Ancestors.Count > 0)
        {
            member.Owner.Remove(member.Name);
            data = ReadTree(root, schema.Root, null);
        }

        var path = new OperationPath(search.PathIn(data), node);
        var content = new JsonObject { [member.Name] = member.Value?.DeepClone() };
        return new InstanceDocument(kind, data, path.Within(() => ReadTree(content, OperationRoot.Of(node, kind), member.Name)), path);
    }

    private JsonObject Load()
    {
        try
        {
            var text = bytes.Span.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = new DataReadOptions().MaxDepth };
            return (JsonObject)JsonNode.Parse(text.Span, documentOptions: options)!;
        }
        catch (JsonException e)
        {
            throw new RpcErrorException(new RpcError { Type = ErrorType.Rpc, Tag = ErrorTag.MalformedMessage, Message = JsonFault.Describe(e) });
        }
    }

    private InstanceDocument ReadContent(string name, DataPath? context)
    {
        var operation = OperationRoot.InContext(context, kind, name);
        var path = new OperationPath(context!.Parent, operation);
        var tree = path.Within(() => _reader.ReadTree(new ReadOnlySequence<byte>(bytes), OperationRoot.Of(operation, kind), name));
        return new InstanceDocument(kind, DataTree.Empty(schema), tree, path);
    }

    private DataTree ReadTree(JsonObject content, InnerNode root, string? wrapper) =>
        _reader.ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(content.ToJsonString())), root, wrapper);

    /// <summary>RESTCONF's input and output: what operation they are for is told elsewhere.</summary>
    private bool IsContentOnly(string name) => name.Split(':') is [var module, "input" or "output"]
        && schema.FindModule(module) is { } found && schema.Root.FindChild(found, name[(module.Length + 1)..]) is null;

    private List<DocumentElement> Members(JsonObject parent, YangModule? inherited)
    {
        var elements = new List<DocumentElement>();
        foreach (var (name, value) in parent)
        {
            // Annotations (RFC 7952 §5.2) are no nodes.
            if (name.StartsWith('@')) continue;
            var colon = name.IndexOf(':');
            var module = colon < 0 ? inherited : schema.FindModule(name[..colon]);
            var inside = value is JsonArray { Count: 1 } entries ? entries[0] : value;
            elements.Add(new DocumentElement(
                module, name[(colon + 1)..], new Member(parent, name, value), () => inside is JsonObject below ? Members(below, module) : []));
        }

        return elements;
    }

    private sealed record Member(JsonObject Owner, string Name, JsonNode? Value);
}

using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.ActionMethods;

/// <summary>Reads an operation's parameters from JSON: values may be strings whatever their type; a name may be a way of names (<c>inlineContainer/bar</c>).</summary>
/// <param name="names">The names.</param>
/// <param name="editor">Receives them.</param>
internal sealed class ActionInput(SchemaNames names, DataTreeEditor editor)
{
    private const string Name = "params";

    /// <summary>Reads them.</summary>
    /// <param name="names">The names.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="json">An object; undefined for none.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.invalid_params</c>.</exception>
    public static DataTree Read(SchemaNames names, OperationNode operation, JsonElement json)
    {
        var editor = DataTree.Empty(names.Schema, operation.Input).Edit();
        if (json.ValueKind == JsonValueKind.Object) new ActionInput(names, editor).ReadObject(new DataPath(names.Schema, operation.Input), operation.Input, json);
        return editor.Seal();
    }

    private void ReadObject(DataPath path, InnerNode parent, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            var (at, inner) = (path, parent);
            var steps = member.Name.Split('/');
            foreach (var step in steps[..^1])
            {
                if (Find(inner, step) is not ContainerNode container) throw Wrong($"unknown element '{step}'");
                (at, inner) = (at.Append(container), container);
            }

            ReadNode(at, Find(inner, steps[^1]) ?? throw Wrong($"unknown element '{member.Name}'"), member.Value);
        }
    }

    private void ReadNode(DataPath parent, SchemaNode node, JsonElement value)
    {
        switch (node)
        {
            case LeafNode leaf:
                editor.SetValue(parent.Append(leaf), Parse(leaf, value));
                break;
            case LeafListNode leafList:
                foreach (var item in Items(value)) editor.Create(parent.Append(leafList, Parse(leafList, item)));
                break;
            case ListNode list:
                foreach (var item in Items(value)) ReadEntry(parent, list, item);
                break;
            case ContainerNode container when value.ValueKind == JsonValueKind.Object:
                editor.Create(parent.Append(container));
                ReadObject(parent.Append(container), container, value);
                break;
            default:
                throw Wrong($"'{node.Name}' can't be given so");
        }
    }

    private void ReadEntry(DataPath parent, ListNode list, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) throw Wrong($"an entry of '{list.Name}' is an object");
        var keys = list.Keys.Select(k => Parse(k, item.EnumerateObject().Where(m => Find(list, m.Name) == k).Select(m => m.Value).DefaultIfEmpty().First())).ToArray();
        var path = parent.Append(list, KeyCodec.Encode(list, keys));
        editor.Create(path);
        foreach (var member in item.EnumerateObject())
        {
            var child = Find(list, member.Name) ?? throw Wrong($"unknown element '{member.Name}'");
            if (child is not LeafNode { IsKey: true }) ReadNode(path, child, member.Value);
        }
    }

    private byte[] Parse(TypedNode node, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Undefined => throw Wrong($"'{node.Name}' is missing"),
            JsonValueKind.Null => "",
            JsonValueKind.Array when value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Null => "",
            JsonValueKind.Object or JsonValueKind.Array => throw Wrong($"'{node.Name}' takes one value"),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };
        return names.TryParse(node, text, out var stored, out var error) ? stored : throw Wrong($"\"{text}\" is no value of '{node.Name}': {error}");
    }

    private static List<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private SchemaNode? Find(InnerNode parent, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return parent.FindChild(parent.Module, name) ?? parent.DataChildren.FirstOrDefault(c => c.Name == name);
        return names.Resolve(name[..colon]) is { } module ? parent.FindChild(module, name[(colon + 1)..]) : null;
    }

    private static JsonRpcException Wrong(string reason) => JsonRpcException.InvalidParameter(Name, reason);
}

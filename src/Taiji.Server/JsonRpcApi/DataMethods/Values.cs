using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>A leaf's value.</summary>
internal sealed class GetValue() : TransactionMethod("get_value", Parameter.Text("path"), Parameter.Boolean("check_default"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (path.Node is not TypedNode) throw JsonRpcException.InvalidParameter("path", "it names no leaf");
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        var readable = call.Server.Readable(call.Session);
        if (path.IsWholeList)
        {
            WriteEntries(call, tree, path, readable);
            return;
        }

        if (!tree.TryFindInUse(path, readable, out var node)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteString("value"u8, call.Server.Names.Text(node));
        if (call.Arguments.Flag("check_default")) writer.WriteBoolean("is_default"u8, node.IsDefault);
        writer.WriteEndObject();
    }

    private static void WriteEntries(MethodCall call, DataTree tree, DataPath path, Func<DataNode, bool>? readable)
    {
        var texts = new List<string>();
        if (tree.TryFindInUse(path.Parent, readable, out var parent))
        {
            foreach (var entry in parent.Entries(path.Node))
            {
                if (entry.IsVisible(readable)) texts.Add(call.Server.Names.Text(entry));
            }
        }

        if (texts.Count == 0) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        call.Answer("value", texts);
    }
}

/// <summary>Values of several leaves of a node.</summary>
internal sealed class GetValues() : TransactionMethod(
    "get_values", Parameter.Text("path"), Parameter.Boolean("check_default"), Parameter.Array("leafs", ParameterTypes.String))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (path.IsWholeList || path.Node is not InnerNode inner) throw JsonRpcException.InvalidParameter("path", "it names no container or list entry");
        var children = call.Arguments.Texts("leafs")!.Select(name => (Name: name, Node: FindLeaf(call.Server.Names, inner, name))).ToList();
        var tree = children.Any(c => c.Node is { IsConfig: false }) ? await transaction.WithStateAsync(path, call.Cancelled).ConfigureAwait(false) : transaction.Content;
        var readable = call.Server.Readable(call.Session);
        if (!tree.TryFindInUse(path, readable, out _)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("values"u8);
        foreach (var (name, node) in children)
        {
            writer.WriteStartObject();
            if (node is null) WriteUnknown(writer, name);
            else WriteValue(call, tree, path.Append(node), readable);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter writer, string name)
    {
        writer.WriteString("error"u8, $"unknown element '{name}'");
        writer.WriteStartObject("access"u8);
        writer.WriteEndObject();
    }

    private static SchemaNode? FindLeaf(SchemaNames names, InnerNode parent, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) return names.Resolve(name[..colon]) is { } module ? parent.FindChild(module, name[(colon + 1)..]) : null;
        return parent.FindChild(parent.Module, name) ?? parent.DataChildren.FirstOrDefault(c => c.Name == name);
    }

    private static void WriteValue(MethodCall call, DataTree tree, DataPath path, Func<DataNode, bool>? readable)
    {
        var writer = call.Result;
        var names = call.Server.Names;
        if (path.IsWholeList)
        {
            tree.TryFindInUse(path.Parent, readable, out var parent);
            writer.WriteStartArray("value"u8);
            foreach (var entry in parent.Entries(path.Node))
            {
                if (entry.IsVisible(readable)) writer.WriteStringValue(path.Node is ListNode ? names.Keypath(entry) : names.Text(entry));
            }

            writer.WriteEndArray();
        }
        else if (!tree.TryFindInUse(path, readable, out var node))
        {
            writer.WriteBoolean("not_found"u8, true);
        }
        else if (node.Schema is LeafNode { Type.BuiltIn: not BuiltInType.Empty })
        {
            writer.WriteString("value"u8, names.Text(node));
            if (call.Arguments.Flag("check_default")) writer.WriteBoolean("is_default"u8, node.IsDefault);
        }
        else
        {
            writer.WriteBoolean("exists"u8, true);
        }

        var rights = NodeRights.Of(call, path.Node, path);
        writer.WriteStartObject("access"u8);
        if (rights.MayRead) writer.WriteBoolean("read"u8, true);
        if (rights.MayWrite && path.Node.IsConfig) writer.WriteBoolean("write"u8, true);
        writer.WriteEndObject();
    }
}

/// <summary>Sets a leaf, or all of a leaf-list; null deletes.</summary>
internal sealed class SetValue() : TransactionMethod(
    "set_value", Parameter.Text("path"),
    new Parameter("value", ParameterTypes.String | ParameterTypes.Boolean | ParameterTypes.Integer | ParameterTypes.Array | ParameterTypes.Null)
    {
        Elements = ParameterTypes.String | ParameterTypes.Boolean | ParameterTypes.Integer | ParameterTypes.Null,
    },
    Parameter.Boolean("dryrun"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (path.Node is not TypedNode node) throw JsonRpcException.InvalidParameter("path", "it names no leaf");
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(path);
        var value = call.Arguments.ValueOf("value");
        var isTest = call.Arguments.Flag("dryrun");
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!isTest) Deletion.Run(call, transaction, path);
            return ValueTask.CompletedTask;
        }

        DataTargets.DemandAncestors(transaction.Content, path, call.Server.Names);
        var edits = node is LeafListNode leafList ? SetAll(call.Server.Names, path, leafList, value) : [Edits.Set(path, Parse(call.Server.Names, node, value))];
        if (!isTest) access.Edit(edits);
        return ValueTask.CompletedTask;
    }

    private static List<Edit> SetAll(SchemaNames names, DataPath path, LeafListNode leafList, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || !path.IsWholeList) throw new JsonRpcException(JsonRpcError.About(ErrorKind.InvalidParamsType, "value", "a leaf-list takes an array"));
        var edits = new List<Edit> { new(EditOperation.Remove, path) };
        foreach (var element in value.EnumerateArray()) edits.Add(Edits.Make(path.Parent.Append(leafList, Parse(names, leafList, element)), EditOperation.Create));
        return edits;
    }

    private static byte[] Parse(SchemaNames names, TypedNode node, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => value.GetRawText(),
            // [null] is the type empty (RFC 7951 §6.9).
            JsonValueKind.Array when value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Null => "",
            JsonValueKind.Null => "",
            _ => throw new JsonRpcException(JsonRpcError.About(ErrorKind.InvalidParamsType, "value", "only a leaf-list takes an array")),
        };
        var isNull = value.ValueKind is JsonValueKind.Array or JsonValueKind.Null;
        if (isNull && node.Type.BuiltIn is not (BuiltInType.Empty or BuiltInType.Union)) throw JsonRpcException.InvalidParameter("value", "[null] is a value of the type empty");
        // In a union the type empty goes by the leaf's name too, where it comes before what takes that as a text.
        if (node.Type is UnionType union && text == node.Name && EmptyComesFirst(union)) text = "";
        return names.TryParse(node, text, out var stored, out var error) ? stored : throw JsonRpcException.InvalidParameter("value", $"\"{text}\" is not a valid value: {error}");
    }

    private static bool EmptyComesFirst(UnionType union)
    {
        foreach (var member in union.Members)
        {
            if (member.BuiltIn == BuiltInType.Empty) return true;
            if (member.BuiltIn == BuiltInType.String) return false;
        }

        return false;
    }
}

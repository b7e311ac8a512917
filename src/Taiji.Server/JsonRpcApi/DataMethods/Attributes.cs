using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>A node's attributes: those asked for, or all that it has.</summary>
internal sealed class GetAttrs() : TransactionMethod("get_attrs", Parameter.Text("path"), Parameter.Array("names", ParameterTypes.String).Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (path.IsWholeList || !transaction.Content.TryFindInUse(path, call.Server.Readable(call.Session), out _))
            throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        var names = call.Arguments.Texts("names");
        foreach (var name in names ?? []) NodeAttribute.Demand(name, "names");
        var attributes = transaction.Content.AttributesOf(path);
        call.Result.WriteStartObject();
        call.Result.WriteStartObject("attrs"u8);
        foreach (var attribute in NodeAttribute.Settable)
        {
            if (names?.Contains(attribute.Name) != false && attributes.TryGetValue(attribute.QualifiedName, out var value)) attribute.Write(call.Result, value);
        }

        call.Result.WriteEndObject();
        call.Result.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Sets a node's attributes in the transaction; null takes one away.</summary>
internal sealed class SetAttrs() : TransactionMethod("set_attrs", Parameter.Text("path"), Parameter.Object("attrs"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(path);
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var given in call.Arguments.ValueOf("attrs").EnumerateObject())
        {
            if (NodeAttribute.Demand(given.Name, "attrs") is { } attribute) attributes[attribute.QualifiedName] = attribute.Read(given.Value);
            else NodeAttribute.Refuse(given.Name, given.Value);
        }

        if (path.IsWholeList || !transaction.Content.TryFind(path, out var node) || !node.IsVisible(call.Server.Readable(call.Session)))
            throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        if (attributes.Count > 0) access.Edit(new Edit(EditOperation.None, path) { Attributes = attributes });
        return ValueTask.CompletedTask;
    }
}

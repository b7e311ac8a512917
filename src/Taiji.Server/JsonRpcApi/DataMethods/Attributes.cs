using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>A node's attributes: the datastores keep none, so there are none to give.</summary>
internal sealed class GetAttrs() : TransactionMethod("get_attrs", Parameter.Text("path"), Parameter.Array("names", ParameterTypes.String).Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (path.IsWholeList || !transaction.Content.TryFindInUse(path, call.Server.Readable(call.Session), out _))
            throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        call.Result.WriteStartObject();
        call.Result.WriteStartObject("attrs"u8);
        call.Result.WriteEndObject();
        call.Result.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Refuses: the datastores keep no attributes.</summary>
internal sealed class SetAttrs() : TransactionMethod("set_attrs", Parameter.Text("path"), Parameter.Object("attrs"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        new WriteAccess(call, transaction).DemandWritable(call.Path());
        throw new JsonRpcException(ErrorKind.Failed, "the datastores keep no attributes of nodes");
    }
}

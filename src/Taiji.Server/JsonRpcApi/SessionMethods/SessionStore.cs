using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>What was stored under a key.</summary>
internal sealed class GetSessionData() : JsonRpcMethod("get_session_data", Parameter.Text("key"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Answer("value", call.Session.Store.Find(call.Arguments.Text("key")) ?? throw new JsonRpcException(ErrorKind.NotFound));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Stores a text under a key.</summary>
internal sealed class PutSessionData() : JsonRpcMethod("put_session_data", Parameter.Text("key"), Parameter.Text("value"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Session.Store.Put(call.Arguments.Text("key"), call.Arguments.Text("value"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Forgets what was stored under a key.</summary>
internal sealed class EraseSessionData() : JsonRpcMethod("erase_session_data", Parameter.Text("key"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Session.Store.Erase(call.Arguments.Text("key"));
        return ValueTask.CompletedTask;
    }
}

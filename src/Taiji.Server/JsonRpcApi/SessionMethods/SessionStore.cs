using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>What was stored under a key.</summary>
internal sealed class GetSessionData() : JsonRpcMethod("get_session_data", Parameter.Text("key"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Answer("value", call.Session.Store.TryGetValue(call.Arguments.Text("key"), out var value) ? value : throw new JsonRpcException(ErrorKind.NotFound));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Stores a text under a key.</summary>
internal sealed class PutSessionData() : JsonRpcMethod("put_session_data", Parameter.Text("key"), Parameter.Text("value"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        if (call.Session.Store.Count >= call.Server.Options.MaxHandles) throw new JsonRpcException(Limits.Overload("stored keys", call.Server.Options.MaxHandles));
        call.Session.Store[call.Arguments.Text("key")] = call.Arguments.Text("value");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Forgets what was stored under a key.</summary>
internal sealed class EraseSessionData() : JsonRpcMethod("erase_session_data", Parameter.Text("key"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Session.Store.TryRemove(call.Arguments.Text("key"), out _);
        return ValueTask.CompletedTask;
    }
}

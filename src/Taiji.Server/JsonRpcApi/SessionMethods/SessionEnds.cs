using System.Text.Json;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>Ends the session.</summary>
internal sealed class Logout() : JsonRpcMethod("logout")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        SessionCookie.Delete(call.Http, call.Server.Options);
        call.Session.Datastores.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Ends other sessions: that of an id, or all of a user. Who may is who may invoke kill-session.</summary>
internal sealed class KickUser() : JsonRpcMethod("kick_user", new Parameter("user", ParameterTypes.String | ParameterTypes.Integer))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var operations = call.Server.Operations;
        var own = call.Session.Datastores;
        var user = call.Arguments.ValueOf("user");
        var named = user.ValueKind == JsonValueKind.Number
            ? operations.Sessions.All.Where(s => s.Id == user.GetInt64())
            : operations.Sessions.All.Where(s => s.User == user.GetString() && s != own);
        var ids = named.Select(s => s.Id).ToList();
        if (ids.Count == 0) throw new JsonRpcException(ErrorKind.Failed, "there is no such session");
        if (ids.Contains(own.Id)) throw new JsonRpcException(ErrorKind.Failed, "a session ends itself by logout");
        foreach (var id in ids) operations.KillSession(own, id);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Aborts a call of the session that is under way.</summary>
internal sealed class Abort() : JsonRpcMethod("abort", new Parameter("id", ParameterTypes.Integer | ParameterTypes.String))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        if (!call.Session.Abort(call.Arguments.ValueOf("id").GetRawText())) throw new JsonRpcException(ErrorKind.Failed, "no call with that id is under way");
        return ValueTask.CompletedTask;
    }
}

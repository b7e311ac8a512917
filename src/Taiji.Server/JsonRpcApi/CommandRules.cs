using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi;

/// <summary>The command rules that methods are subject to: each is the command <c>::jsonrpc:: NAME</c> in the context <c>webui</c>.</summary>
internal static class CommandRules
{
    /// <summary>Refuses a method that the rules deny to the user.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose call.</param>
    /// <param name="method">Which method.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.denied</c>.</exception>
    public static void Demand(JsonRpcServer server, WebSession session, JsonRpcMethod method)
    {
        if (!server.Operations.MayExecuteCommand(session.Datastores, "webui", "::jsonrpc:: " + method.Name))
            throw new JsonRpcException(ErrorKind.Denied, $"the rules for commands don't permit {method.Name}");
    }
}

using System.Collections.Frozen;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi;

/// <summary>
/// The rules that methods are subject to. Each is the command <c>::jsonrpc:: NAME</c> in the context <c>webui</c>; those that do what a NETCONF operation does are subject to the rules for
/// that operation too (as RFC 8341 §3.2.3 has it for RESTCONF).
/// </summary>
internal static class CommandRules
{
    private const string Context = "webui", Netconf = "ietf-netconf";

    private static readonly FrozenDictionary<string, (string Module, string Name)> Operations = new Dictionary<string, (string, string)>
    {
        ["kick_user"] = (Netconf, "kill-session"),
        ["lock_db"] = (Netconf, "lock"),
        ["unlock_db"] = (Netconf, "unlock"),
        ["validate_trans"] = (Netconf, "validate"),
        ["validate_commit"] = (Netconf, "validate"),
        ["commit"] = (Netconf, "commit"),
        ["apply"] = (Netconf, "commit"),
        ["confirm_commit"] = (Netconf, "commit"),
        ["install_rollback"] = (Netconf, "commit"),
        ["abort_commit"] = (Netconf, "cancel-commit"),
        ["reset_candidate_db"] = (Netconf, "discard-changes"),
        ["copy_running_to_startup_db"] = (Netconf, "copy-config"),
        ["get_schema"] = ("ietf-netconf-monitoring", "get-schema"),
        ["get_description"] = ("ietf-netconf-monitoring", "get-schema"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Refuses a method that the rules deny to the user. Logging out is always allowed, as closing a session is (RFC 8341 §3.4.4).</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose call.</param>
    /// <param name="method">Which method.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.denied</c>.</exception>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">access-denied: by a rule for the operation.</exception>
    public static void Demand(JsonRpcServer server, WebSession session, JsonRpcMethod method)
    {
        if (method.Name == "logout") return;
        Demand(server, session, "::jsonrpc:: " + method.Name);
        if (!Operations.TryGetValue(method.Name, out var same)) return;
        // What the schema doesn't have, rules may name all the same.
        if (server.Schema.FindModule(same.Module) is { IsImplemented: true } module && server.Schema.Root.FindChild(module, same.Name) is OperationNode operation)
            server.Operations.DemandExecute(session.Datastores, operation);
        else server.Operations.DemandExecute(session.Datastores, same.Module, same.Name);
    }

    /// <summary>Refuses a command that the rules deny to the user.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose call.</param>
    /// <param name="command">Its words.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.denied</c>.</exception>
    public static void Demand(JsonRpcServer server, WebSession session, string command)
    {
        if (!server.Operations.MayExecuteCommand(session.Datastores, Context, command))
            throw new JsonRpcException(ErrorKind.Denied, $"the rules for commands don't permit {command.Replace("::jsonrpc:: ", "", StringComparison.Ordinal)}");
    }
}

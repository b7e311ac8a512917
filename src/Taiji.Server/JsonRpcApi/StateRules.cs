using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi;

/// <summary>
/// What methods tell in words of their own of state that other protocols read as nodes: it answers to the rules for those nodes, so that what may not be read there isn't learnt here. A
/// node that the schema doesn't have has no rules.
/// </summary>
internal static class StateRules
{
    /// <summary>Whether the user may read a list's entries, or a leaf of them, whichever they are.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose session.</param>
    /// <param name="module">The module.</param>
    /// <param name="way">The names of the nodes down to it.</param>
    public static bool Shows(JsonRpcServer server, WebSession session, string module, params ReadOnlySpan<string> way)
    {
        if (server.Schema.FindModule(module) is not { IsImplemented: true } defining) return true;
        InnerNode? parent = server.Schema.Root;
        foreach (var name in way)
        {
            if (parent?.FindChild(defining, name) is not { } node) return true;
            if (server.Operations.PermissionsOn(session.Datastores, node).Read == false) return false;
            parent = node as InnerNode;
        }

        return true;
    }

    /// <summary>Whether the user may see who else has a session.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose session.</param>
    public static bool ShowsSessions(JsonRpcServer server, WebSession session) => Shows(server, session, "taiji-sessions", "sessions", "session");
}

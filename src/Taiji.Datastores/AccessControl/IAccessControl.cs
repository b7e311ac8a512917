using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl;

/// <summary>Decides who may do what (RFC 8341). The rules are those of a tree of running: the one in force before the change at hand.</summary>
public interface IAccessControl
{
    /// <summary>The read view for a session, or null when it may read everything.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    ReadView? ReadView(DataTree rules, Session session);

    /// <summary>
    /// Refuses edits that would only tell of what the session may neither read nor write, before anybody looks at the content; an access-denied that names what the request named.
    /// </summary>
    /// <param name="rules">Running before the change.</param>
    /// <param name="session">Who.</param>
    /// <param name="edits">What the request asks for.</param>
    IReadOnlyList<RpcError> CheckEdits(DataTree rules, Session session, IEnumerable<Edit> edits);

    /// <summary>Checks every change of a diff but those that are side effects (RFC 8341 §3.2.5); an access-denied per change that is refused.</summary>
    /// <param name="rules">Running before the change.</param>
    /// <param name="session">Who.</param>
    /// <param name="diff">The change.</param>
    /// <param name="isVoid">Whether a deleted node went because its when is false now; null when none did.</param>
    IReadOnlyList<RpcError> CheckWrite(DataTree rules, Session session, DataDiff diff, Func<DataNode, bool>? isVoid = null);

    /// <summary>The errors without what the session may not read (RFC 8341 §3.2.5: contents of restricted nodes are not exposed in an rpc-error).</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who is told.</param>
    /// <param name="errors">The errors.</param>
    IReadOnlyList<RpcError> Redact(DataTree rules, Session session, IReadOnlyList<RpcError> errors);

    /// <summary>What was refused since the start.</summary>
    DenialCounts Denials { get; }

    /// <summary>Checks the invocation of an rpc or action; null when permitted.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="operation">Which.</param>
    /// <param name="target">The action's data node.</param>
    RpcError? CheckExecute(DataTree rules, Session session, OperationNode operation, DataPath? target);

    /// <summary>Checks the invocation of a protocol's operation that the schema doesn't have; null when permitted.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="module">The name of the module that defines it.</param>
    /// <param name="operation">Its name.</param>
    RpcError? CheckExecute(DataTree rules, Session session, string module, string operation);

    /// <summary>Whether a notification may be delivered.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="notification">Which.</param>
    /// <param name="target">The data node of a nested notification.</param>
    bool MayReceive(DataTree rules, Session session, NotificationNode notification, DataPath? target);

    /// <summary>Whether a command of a user interface, or a JSON-RPC method, may be seen or used (<c>taiji-access:command-rule</c>).</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="context">Where it is given: <c>webui</c>, <c>cli</c> …</param>
    /// <param name="command">Its words, blanks in between; a JSON-RPC method is <c>::jsonrpc:: NAME</c>.</param>
    /// <param name="access">What for.</param>
    bool MayUseCommand(DataTree rules, Session session, string context, string command, CommandAccess access);

    /// <summary>What a session may do with a node, told beforehand.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="node">The data node, rpc or action.</param>
    /// <param name="path">The instance, which need not exist; of an action the node that it belongs to.</param>
    NodePermissions PermissionsOn(DataTree rules, Session session, SchemaNode node, DataPath path) => NodePermissions.All;

    /// <summary>What a session may do with the instances of a schema node, whichever there are.</summary>
    /// <param name="rules">Running.</param>
    /// <param name="session">Who.</param>
    /// <param name="node">The data node, rpc or action.</param>
    SchemaPermissions PermissionsOn(DataTree rules, Session session, SchemaNode node) => SchemaPermissions.All;
}

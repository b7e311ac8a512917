using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>The Network Configuration Access Control Model (RFC 8341): rules are compiled when they change, not when they are asked.</summary>
public sealed class NacmAccessControl : IAccessControl
{
    private Compiled? _latest;

    /// <inheritdoc/>
    public Func<DataNode, bool>? ReadView(DataTree rules, Session session) =>
        PolicyOf(rules)?.For(session) is { } decisions && !decisions.IsAllReadable(rules.Schema) ? node => decisions.IsPermitted(node, AccessOperations.Read) : null;

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckWrite(DataTree rules, Session session, DataDiff diff)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return [];
        var errors = new List<RpcError>();
        foreach (var change in diff.Changes)
        {
            switch (change.Kind)
            {
                case DataChangeKind.Created: CheckSubtree(decisions, change.After, AccessOperations.Create, errors); break;
                case DataChangeKind.Deleted: CheckSubtree(decisions, change.Before, AccessOperations.Delete, errors); break;
                default: CheckNode(decisions, change.After, AccessOperations.Update, errors); break;
            }
        }

        return errors;
    }

    /// <inheritdoc/>
    public RpcError? CheckExecute(DataTree rules, Session session, OperationNode operation, DataPath? target)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return null;
        // RFC 8341 §3.4.4 step 3: a session may always be closed.
        if (operation is { Name: "close-session", Module.Name: "ietf-netconf" }) return null;
        if (operation.Kind == SchemaNodeKind.Rpc) return decisions.IsRpcPermitted(operation) ? null : Denied(operation.SchemaPath);
        // The node may be state, or not be there at all: who may not act on it doesn't learn which.
        return target is not null && decisions.IsPermittedAt(operation, target, AccessOperations.Exec)
            ? null : Denied(target is null ? operation.SchemaPath : target.ToString());
    }

    /// <inheritdoc/>
    public bool MayReceive(DataTree rules, Session session, NotificationNode notification, DataPath? target)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return true;
        if (target is null) return decisions.IsNotificationPermitted(notification);
        return decisions.IsPermittedAt(notification, target, AccessOperations.Read);
    }

    /// <inheritdoc/>
    public bool MayUseCommand(DataTree rules, Session session, string context, string command, CommandAccess access) =>
        PolicyOf(rules)?.For(session) is not { } decisions
        || decisions.IsCommandPermitted(context, command, access == CommandAccess.Read ? AccessOperations.Read : AccessOperations.Exec);

    private static void CheckSubtree(NacmDecisions decisions, DataNode node, AccessOperations operation, List<RpcError> errors)
    {
        if (decisions.IsWholePermitted(node.Schema, operation)) return;
        if (!CheckNode(decisions, node, operation, errors) || node.Schema is not InnerNode) return;
        foreach (var child in node.Children) CheckSubtree(decisions, child, operation, errors);
    }

    private static bool CheckNode(NacmDecisions decisions, DataNode node, AccessOperations operation, List<RpcError> errors)
    {
        if (decisions.IsPermitted(node, operation)) return true;
        errors.Add(Denied(node.Path.ToString()));
        return false;
    }

    private static RpcError Denied(string path) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.AccessDenied,
        Path = path,
        Message = "Access denied by the access control rules (RFC 8341).",
    };

    private NacmPolicy? PolicyOf(DataTree rules)
    {
        var latest = _latest;
        if (latest?.Rules == rules) return latest.Policy;
        // Trees follow one another commit by commit: the rules are read again only when a commit touched them.
        var policy = latest is not null && latest.Rules.Schema == rules.Schema && !TouchesRules(latest.Rules, rules) ? latest.Policy : NacmPolicyReader.Read(rules);
        _latest = new Compiled(rules, policy);
        return policy;
    }

    private static bool TouchesRules(DataTree before, DataTree after)
    {
        foreach (var change in new DataDiff(before, after).Changes)
        {
            if (change.Schema.Module.Name is "ietf-netconf-acm" or "taiji-access") return true;
        }

        return false;
    }

    private sealed record Compiled(DataTree Rules, NacmPolicy? Policy);
}

using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>The Network Configuration Access Control Model (RFC 8341): rules are compiled when they change, not when they are asked.</summary>
public sealed class NacmAccessControl : IAccessControl
{
    private Compiled? _latest;
    private int _deniedOperations, _deniedDataWrites, _deniedNotifications, _deniedCommands;

    /// <inheritdoc/>
    public DenialCounts Denials =>
        new(Volatile.Read(ref _deniedOperations), Volatile.Read(ref _deniedDataWrites), Volatile.Read(ref _deniedNotifications), Volatile.Read(ref _deniedCommands));

    /// <inheritdoc/>
    public ReadView? ReadView(DataTree rules, Session session)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions || decisions.IsWholePermitted(rules.Schema.Root, AccessOperations.Read)) return null;
        var view = new NacmReadView(decisions);
        return new ReadView(view.IsReadable, view.IsWholeReadable, decisions.ReadAccessOf);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckEdits(DataTree rules, Session session, IEnumerable<Edit> edits)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions || decisions.IsWholePermitted(rules.Schema.Root, AccessOperations.Read)) return [];
        return CountWrite(new NacmProbes(decisions).Check(edits));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckWrite(DataTree rules, Session session, DataDiff diff, Func<DataNode, bool>? isVoid = null) =>
        PolicyOf(rules)?.For(session) is { } decisions ? CountWrite(new NacmWriteCheck(decisions, diff, isVoid).Run()) : [];

    /// <inheritdoc/>
    public RpcError? CheckExecute(DataTree rules, Session session, OperationNode operation, DataPath? target)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return null;
        // RFC 8341 §3.4.4 step 3: a session may always be closed.
        if (operation is { Name: "close-session", Module.Name: "ietf-netconf" }) return null;
        if (operation.Kind == SchemaNodeKind.Rpc) return decisions.IsRpcPermitted(operation) ? null : CountOperation(operation.SchemaPath);
        // The node may be state, or not be there at all: who may not act on it doesn't learn which. All that leads to it must be readable (§3.1.3).
        return target is not null && decisions.IsPermittedAt(operation, target, AccessOperations.Exec) && new NacmReadView(decisions).IsReadable(target)
            ? null : CountOperation(target is null ? operation.SchemaPath : target.ToString());
    }

    /// <inheritdoc/>
    public RpcError? CheckExecute(DataTree rules, Session session, string module, string operation) =>
        PolicyOf(rules)?.For(session) is not { } decisions || decisions.IsRpcPermitted(module, operation, isDeniedByDefault: false)
            ? null : CountOperation($"/{module}:{operation}");

    /// <inheritdoc/>
    public bool MayReceive(DataTree rules, Session session, NotificationNode notification, DataPath? target)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return true;
        // RFC 8341 §3.4.6 step 3: a subscriber always learns where its subscription stands.
        if (notification is { Name: "replayComplete" or "notificationComplete", Module.Name: "nc-notifications" }) return true;
        var isPermitted = target is null
            ? decisions.IsNotificationPermitted(notification)
            : decisions.IsPermittedAt(notification, target, AccessOperations.Read) && new NacmReadView(decisions).IsReadable(target);
        if (!isPermitted) Interlocked.Increment(ref _deniedNotifications);
        return isPermitted;
    }

    /// <inheritdoc/>
    public NodePermissions PermissionsOn(DataTree rules, Session session, SchemaNode node, DataPath path)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return NodePermissions.All;
        if (node is OperationNode { Kind: SchemaNodeKind.Rpc } rpc) return NodePermissions.All with { MayExecute = decisions.IsRpcPermitted(rpc) };
        return new NodePermissions(May(AccessOperations.Read), May(AccessOperations.Create), May(AccessOperations.Update), May(AccessOperations.Delete), May(AccessOperations.Exec));

        bool May(AccessOperations operation) => decisions.IsPermittedAt(node, path, operation);
    }

    /// <inheritdoc/>
    public SchemaPermissions PermissionsOn(DataTree rules, Session session, SchemaNode node)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions) return SchemaPermissions.All;
        if (node is OperationNode { Kind: SchemaNodeKind.Rpc } rpc) return SchemaPermissions.All with { Execute = decisions.IsRpcPermitted(rpc) };
        return new SchemaPermissions(May(AccessOperations.Read), May(AccessOperations.Create), May(AccessOperations.Update), May(AccessOperations.Delete), May(AccessOperations.Exec));

        bool? May(AccessOperations operation) => decisions.TryDecide(node, operation, out _);
    }

    /// <inheritdoc/>
    public bool MayUseCommand(DataTree rules, Session session, string context, string command, CommandAccess access)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions
            || decisions.IsCommandPermitted(context, command, access == CommandAccess.Read ? AccessOperations.Read : AccessOperations.Exec)) return true;
        if (access == CommandAccess.Exec) Interlocked.Increment(ref _deniedCommands);
        return false;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> Redact(DataTree rules, Session session, IReadOnlyList<RpcError> errors)
    {
        if (PolicyOf(rules)?.For(session) is not { } decisions || decisions.IsWholePermitted(rules.Schema.Root, AccessOperations.Read)) return errors;
        var view = new NacmReadView(decisions);
        return [.. errors.Select(e => NacmErrors.Redact(decisions, view, rules.Schema, e)).DistinctBy(e => (e.Tag, e.AppTag, e.Path, e.Message))];
    }

    private RpcError CountOperation(string path)
    {
        Interlocked.Increment(ref _deniedOperations);
        return NacmErrors.Denied(path);
    }

    private IReadOnlyList<RpcError> CountWrite(IReadOnlyList<RpcError> denied)
    {
        if (denied.Count > 0) Interlocked.Increment(ref _deniedDataWrites);
        return denied;
    }

    private NacmPolicy? PolicyOf(DataTree rules)
    {
        var latest = _latest;
        if (latest?.Rules == rules) return latest.Policy;
        // Trees follow one another commit by commit: the rules are read again only when a commit touched them.
        var policy = latest is not null && latest.Rules.Schema == rules.Schema && !TouchesRules(latest.Rules, rules) ? latest.Policy : NacmPolicyReader.Read(rules);
        _latest = new Compiled(rules, policy);
        return policy;
    }

    // What else differs may be many commits' work, and is none of these trees' business.
    private static bool TouchesRules(DataTree before, DataTree after) => DataDiff.Touches(before, after, static node => node.Module.Name is "ietf-netconf-acm" or "taiji-access");

    private sealed record Compiled(DataTree Rules, NacmPolicy? Policy);
}

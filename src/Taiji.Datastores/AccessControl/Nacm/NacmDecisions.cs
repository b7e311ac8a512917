using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// The rules that hold for one set of groups. A verdict that the schema node alone decides is worked out once for each node and operation, so that most checks are one array look-up.
/// </summary>
internal sealed class NacmDecisions
{
    private const byte Unknown = 0, Permit = 1, Deny = 2, Depends = 3;

    private static readonly AccessOperations[] Kinds =
        [AccessOperations.Create, AccessOperations.Read, AccessOperations.Update, AccessOperations.Delete, AccessOperations.Exec];

    private readonly NacmPolicy _policy;
    private readonly IReadOnlyList<NacmRule> _rules;
    private readonly IReadOnlyList<CommandRule> _commands;
    private readonly byte[][] _verdicts;
    private readonly byte[][] _subtreeVerdicts;

    public NacmDecisions(NacmPolicy policy, IReadOnlySet<string> groups)
    {
        _policy = policy;
        // RFC 8341 §3.4.5 step 4: without a group no rule applies, not even one of the group "*".
        _rules = groups.Count == 0 ? [] : [.. policy.RuleLists.Where(l => l.AppliesTo(groups)).SelectMany(l => l.Rules)];
        _commands = groups.Count == 0 ? [] : [.. policy.RuleLists.Where(l => l.AppliesTo(groups)).SelectMany(l => l.Commands)];
        _verdicts = [.. Kinds.Select(_ => new byte[policy.NodeCount])];
        _subtreeVerdicts = [.. Kinds.Select(_ => new byte[policy.NodeCount])];
    }

    /// <summary>Whether the instance may be accessed (RFC 8341 §3.4.5).</summary>
    public bool IsPermitted(DataNode node, AccessOperations operation)
    {
        if (node.IsRoot) return true;
        var verdict = SchemaVerdict(node.Schema, operation);
        return verdict == Depends ? InstanceVerdict(node, operation) : verdict == Permit;
    }

    /// <summary>Whether the schema alone permits the node and everything below it.</summary>
    public bool IsWholePermitted(SchemaNode node, AccessOperations operation)
    {
        ref var cached = ref _subtreeVerdicts[IndexOf(operation)][node.Ordinal];
        if (cached == Unknown)
        {
            cached = SchemaVerdict(node, operation) == Permit
                && (node is not InnerNode inner || inner.DataChildren.All(c => IsWholePermitted(c, operation))) ? Permit : Deny;
        }

        return cached == Permit;
    }

    /// <summary>Whether the rules let everything be read, so that nobody need ask node by node.</summary>
    public bool IsAllReadable(YangSchema schema) => schema.Root.DataChildren.All(c => IsWholePermitted(c, AccessOperations.Read));

    /// <summary>Whether an rpc may be invoked (RFC 8341 §3.4.4 from step 4).</summary>
    public bool IsRpcPermitted(OperationNode rpc)
    {
        foreach (var rule in _rules)
        {
            if (rule.Operations.HasFlag(AccessOperations.Exec) && rule.MatchesModule(rpc.Module.Name)
                && rule.MatchesName(NacmRuleType.ProtocolOperation, rpc.Name)) return rule.Permit;
        }

        return !DefaultDeny.All(rpc) && !IsDeniedByDefault(rpc) && _policy.ExecDefault;
    }

    /// <summary>Whether a command may be seen or used.</summary>
    public bool IsCommandPermitted(string context, string command, AccessOperations operation)
    {
        var words = CommandRule.Split(command);
        foreach (var rule in _commands)
        {
            if (rule.Matches(context, words, operation)) return rule.Permit;
        }

        return operation == AccessOperations.Read ? _policy.CommandReadDefault : _policy.CommandExecDefault;
    }

    /// <summary>Whether a top-level notification may be received (RFC 8341 §3.4.6 from step 4).</summary>
    public bool IsNotificationPermitted(NotificationNode notification)
    {
        foreach (var rule in _rules)
        {
            if (rule.Operations.HasFlag(AccessOperations.Read) && rule.MatchesModule(notification.Module.Name)
                && rule.MatchesName(NacmRuleType.Notification, notification.Name)) return rule.Permit;
        }

        return !DefaultDeny.All(notification) && _policy.ReadDefault;
    }

    /// <summary>Whether an action or nested notification below <paramref name="target"/>, which need not exist, may be used (RFC 8341 §3.4.5).</summary>
    public bool IsPermittedAt(SchemaNode node, DataPath target, AccessOperations operation)
    {
        foreach (var rule in _rules)
        {
            if (Applies(rule, node, operation) && (rule.Path is not { HasPredicates: true } path || path.Matches(target))) return rule.Permit;
        }

        return DefaultFor(node, operation);
    }

    /// <summary>RFC 8341 §3.4.4 step 11: these two need a rule, though ietf-netconf says nothing of it.</summary>
    private static bool IsDeniedByDefault(OperationNode rpc) => rpc is { Module.Name: "ietf-netconf", Name: "kill-session" or "delete-config" };

    private byte SchemaVerdict(SchemaNode node, AccessOperations operation)
    {
        ref var cached = ref _verdicts[IndexOf(operation)][node.Ordinal];
        if (cached == Unknown) cached = Decide(node, operation);
        return cached;
    }

    private byte Decide(SchemaNode node, AccessOperations operation)
    {
        foreach (var rule in _rules)
        {
            if (!Applies(rule, node, operation)) continue;
            if (rule.Path is { HasPredicates: true }) return Depends;
            return rule.Permit ? Permit : Deny;
        }

        return DefaultFor(node, operation) ? Permit : Deny;
    }

    private bool InstanceVerdict(DataNode node, AccessOperations operation)
    {
        foreach (var rule in _rules)
        {
            if (Applies(rule, node.Schema, operation) && (rule.Path is not { HasPredicates: true } path || path.Matches(node))) return rule.Permit;
        }

        return DefaultFor(node.Schema, operation);
    }

    private static bool Applies(NacmRule rule, SchemaNode node, AccessOperations operation) =>
        rule.Operations.HasFlag(operation) && rule.MatchesModule(node.Module.Name)
        && (rule.Type == NacmRuleType.Any || (rule.Type == NacmRuleType.DataNode && rule.Path!.Covers(node)));

    private bool DefaultFor(SchemaNode node, AccessOperations operation) => operation switch
    {
        AccessOperations.Read => !DefaultDeny.All(node) && _policy.ReadDefault,
        AccessOperations.Exec => !DefaultDeny.All(node) && _policy.ExecDefault,
        _ => !DefaultDeny.Write(node) && _policy.WriteDefault,
    };

    private static int IndexOf(AccessOperations operation) => Array.IndexOf(Kinds, operation);
}

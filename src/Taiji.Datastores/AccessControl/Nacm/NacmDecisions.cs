using System.Collections.Concurrent;
using System.Numerics;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// The rules that hold for one set of groups. A verdict that the schema node alone decides is worked out once for each node and operation, so that most checks are one array look-up;
/// what depends on keys is one look-up for each entry.
/// </summary>
internal sealed class NacmDecisions
{
    private const byte Unknown = 0, Permit = 1, Deny = 2, Depends = 3;
    private const int Kinds = 5;

    private readonly NacmPolicy _policy;
    private readonly IReadOnlyList<NacmRule> _rules;
    private readonly IReadOnlyList<CommandRule> _commands;
    private readonly byte[][] _verdicts;
    private readonly byte[][] _subtreeVerdicts;
    private readonly ConditionalVerdict?[][] _conditional;
    private readonly ConcurrentDictionary<string, Lazy<ConditionalVerdict>> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SchemaNode, ListAccess?> _lists = [];
    private readonly ConcurrentDictionary<OperationNode, bool> _rpcs = [];
    private int _lastId = -1;

    /// <summary>Collects the rules.</summary>
    /// <param name="policy">All rules.</param>
    /// <param name="groups">The groups; null for a user who is in none: no rule applies then, not even one of the group "*" (RFC 8341 §3.4.5 step 4).</param>
    public NacmDecisions(NacmPolicy policy, IReadOnlySet<string>? groups)
    {
        _policy = policy;
        var lists = groups is null ? [] : policy.RuleLists.Where(l => l.AppliesTo(groups)).ToList();
        _rules = [.. lists.SelectMany(l => l.Rules)];
        _commands = [.. lists.SelectMany(l => l.Commands)];
        _verdicts = Table<byte>(policy.NodeCount);
        _subtreeVerdicts = Table<byte>(policy.NodeCount);
        _conditional = Table<ConditionalVerdict?>(policy.NodeCount);
    }

    /// <summary>Whether the instance may be accessed (RFC 8341 §3.4.5).</summary>
    public bool IsPermitted(DataNode node, AccessOperations operation) =>
        node.IsRoot || (TryDecide(node.Schema, operation, out var conditional) is { } decided ? decided : conditional!.Of(node));

    /// <summary>Whether a node, an action or a nested notification, which need not exist, may be accessed (RFC 8341 §3.4.5).</summary>
    /// <param name="node">The node: the path's, or an action or notification there.</param>
    /// <param name="path">The data node.</param>
    /// <param name="operation">How.</param>
    public bool IsPermittedAt(SchemaNode node, DataPath path, AccessOperations operation) =>
        TryDecide(node, operation, out var conditional) is { } decided ? decided : conditional!.Of(path);

    /// <summary>The verdict of the schema node alone; null when it depends on keys.</summary>
    public bool? TryDecide(SchemaNode node, AccessOperations operation, out ConditionalVerdict? conditional)
    {
        var kind = IndexOf(operation);
        var verdict = Volatile.Read(ref _verdicts[kind][node.Ordinal]);
        if (verdict == Unknown) verdict = Decide(node, operation, kind);
        conditional = verdict == Depends ? _conditional[kind][node.Ordinal] : null;
        return verdict == Depends ? null : verdict == Permit;
    }

    /// <summary>Whether the schema alone permits the node and everything below it.</summary>
    public bool IsWholePermitted(SchemaNode node, AccessOperations operation)
    {
        ref var cached = ref _subtreeVerdicts[IndexOf(operation)][node.Ordinal];
        if (cached == Unknown)
        {
            cached = (node is SchemaRoot || TryDecide(node, operation, out _) == true)
                && (node is not InnerNode inner || inner.DataChildren.All(c => IsWholePermitted(c, operation))) ? Permit : Deny;
        }

        return cached == Permit;
    }

    /// <summary>What may be read of a list or leaf-list, as far as it is decided for all entries at once; null when their nodes must be asked about.</summary>
    /// <param name="list">The list or leaf-list.</param>
    public ListAccess? ReadAccessOf(SchemaNode list) =>
        IsWholePermitted(list, AccessOperations.Read) ? ListAccess.Whole : _lists.GetOrAdd(list, static (l, decisions) => new ListVerdicts(decisions, l).Compile(), this);

    /// <summary>Whether an rpc may be invoked (RFC 8341 §3.4.4 from step 4).</summary>
    public bool IsRpcPermitted(OperationNode rpc) =>
        _rpcs.GetOrAdd(rpc, static (r, self) => self.IsRpcPermitted(r.Module.Name, r.Name, DefaultDeny.All(r) || IsDeniedByDefault(r)), this);

    /// <summary>As the other, for an operation that the schema doesn't have.</summary>
    /// <param name="module">Its module's name.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isDeniedByDefault">Whether it takes a rule to permit it.</param>
    public bool IsRpcPermitted(string module, string name, bool isDeniedByDefault)
    {
        foreach (var rule in _rules)
        {
            if (rule.Operations.HasFlag(AccessOperations.Exec) && rule.MatchesModule(module) && rule.MatchesName(NacmRuleType.ProtocolOperation, name)) return rule.Permit;
        }

        return !isDeniedByDefault && _policy.ExecDefault;
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

    /// <summary>RFC 8341 §3.4.4 step 11: these two need a rule, though ietf-netconf says nothing of it.</summary>
    private static bool IsDeniedByDefault(OperationNode rpc) => rpc is { Module.Name: "ietf-netconf", Name: "kill-session" or "delete-config" };

    private byte Decide(SchemaNode node, AccessOperations operation, int kind)
    {
        List<NacmRule>? conditions = null;
        var identity = "";
        var otherwise = DefaultFor(node, operation);
        for (var i = 0; i < _rules.Count; i++)
        {
            var rule = _rules[i];
            if (!Applies(rule, node, operation)) continue;
            if (rule.Path is not { Conditions.Count: > 0 })
            {
                otherwise = rule.Permit;
                break;
            }

            (conditions ??= []).Add(rule);
            identity += $"{i},";
        }

        var verdict = otherwise ? Permit : Deny;
        if (conditions is not null && conditions.Any(r => r.Permit != otherwise))
        {
            // Nodes that the same rules are about share one: its verdict for an entry is remembered while it is being read.
            _conditional[kind][node.Ordinal] = _compiled.GetOrAdd(
                identity + otherwise, _ => new Lazy<ConditionalVerdict>(() => new ConditionalVerdict(Interlocked.Increment(ref _lastId), conditions, otherwise))).Value;
            verdict = Depends;
        }

        Volatile.Write(ref _verdicts[kind][node.Ordinal], verdict);
        return verdict;
    }

    private static bool Applies(NacmRule rule, SchemaNode node, AccessOperations operation) =>
        rule.Operations.HasFlag(operation) && rule.MatchesModule(node.Module.Name)
        && (rule.Type == NacmRuleType.Any || (rule.Type == NacmRuleType.DataNode && rule.Path!.Covers(node)));

    private bool DefaultFor(SchemaNode node, AccessOperations operation) => operation switch
    {
        AccessOperations.Read => !DefaultDeny.Read(node) && _policy.ReadDefault,
        AccessOperations.Exec => !DefaultDeny.All(node) && _policy.ExecDefault,
        _ => !DefaultDeny.Write(node) && _policy.WriteDefault,
    };

    private static int IndexOf(AccessOperations operation) => BitOperations.TrailingZeroCount((int)operation);

    private static T[][] Table<T>(int nodes)
    {
        var table = new T[Kinds][];
        for (var i = 0; i < Kinds; i++) table[i] = new T[nodes];
        return table;
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>The rules of one state of <c>/ietf-netconf-acm:nacm</c>, compiled; immutable but for its caches.</summary>
internal sealed class NacmPolicy
{
    private readonly ConcurrentDictionary<string, NacmDecisions> _decisions = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<SessionIdentity, NacmDecisions> _bySession = [];
    private readonly Lazy<NacmDecisions> _ofNobody;
    private readonly Lazy<HashSet<string>> _named;

    public NacmPolicy()
    {
        _ofNobody = new Lazy<NacmDecisions>(() => new NacmDecisions(this, null));
        _named = new Lazy<HashSet<string>>(() => [.. RuleLists!.SelectMany(l => l.Groups)]);
    }

    /// <summary>enable-nacm.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>read-default.</summary>
    public bool ReadDefault { get; init; } = true;

    /// <summary>write-default.</summary>
    public bool WriteDefault { get; init; }

    /// <summary>exec-default.</summary>
    public bool ExecDefault { get; init; } = true;

    /// <summary>command-read-default.</summary>
    public bool CommandReadDefault { get; init; } = true;

    /// <summary>command-exec-default.</summary>
    public bool CommandExecDefault { get; init; } = true;

    /// <summary>enable-external-groups.</summary>
    public bool UsesExternalGroups { get; init; } = true;

    /// <summary>The groups of each user.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> GroupsByUser { get; init; }

    /// <summary>The rule-lists in order.</summary>
    public required IReadOnlyList<NacmRuleList> RuleLists { get; init; }

    /// <summary>How many schema nodes there are.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The decisions for a session's groups, made once for each set of groups; null when nothing needs to be decided (steps 1 and 2 of RFC 8341 §3.4.4).</summary>
    public NacmDecisions? For(Session session)
    {
        var identity = session.Identity;
        return !IsEnabled || identity.IsRecovery ? null : _bySession.TryGetValue(identity, out var decisions) ? decisions : _bySession.GetValue(identity, Decide);
    }

    private NacmDecisions Decide(SessionIdentity identity)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        if (GroupsByUser.TryGetValue(identity.User, out var own)) groups.UnionWith(own);
        if (UsesExternalGroups) groups.UnionWith(identity.Groups);
        if (groups.Count == 0) return _ofNobody.Value;
        // What a token says of groups is no bound: only those that rules name make a difference.
        groups.IntersectWith(_named.Value);
        return _decisions.GetOrAdd(string.Join('\n', groups), _ => new NacmDecisions(this, groups));
    }
}

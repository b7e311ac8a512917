namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>What a rule is about (RFC 8341 §3.3.5 <c>rule-type</c>).</summary>
internal enum NacmRuleType
{
    /// <summary>No rule-type: everything in the module.</summary>
    Any,
    ProtocolOperation,
    Notification,
    DataNode,
}

/// <summary>One rule, in the order of evaluation.</summary>
/// <param name="Module">A module's name, or <c>*</c>.</param>
/// <param name="Type">What it is about.</param>
/// <param name="Name">The rpc's or notification's name, or <c>*</c>; null for the other types.</param>
/// <param name="Path">The data node's path; null for the other types.</param>
/// <param name="Operations">Which access operations.</param>
/// <param name="Permit">The action.</param>
internal sealed record NacmRule(string Module, NacmRuleType Type, string? Name, NacmRulePath? Path, AccessOperations Operations, bool Permit)
{
    public bool MatchesModule(string module) => Module == "*" || Module == module;

    public bool MatchesName(NacmRuleType type, string name) => Type == NacmRuleType.Any || (Type == type && (Name == "*" || Name == name));
}

/// <summary>A rule-list: its rules hold for members of its groups.</summary>
/// <param name="Groups">Group names; <c>*</c> is everybody who is in a group.</param>
/// <param name="Rules">In order.</param>
/// <param name="Commands">The rules for commands, in order.</param>
internal sealed record NacmRuleList(IReadOnlySet<string> Groups, IReadOnlyList<NacmRule> Rules, IReadOnlyList<CommandRule> Commands)
{
    public bool AppliesTo(IReadOnlySet<string> groups) => Groups.Contains("*") || Groups.Overlaps(groups);
}

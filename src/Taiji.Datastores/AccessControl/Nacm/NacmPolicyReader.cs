using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>Compiles <c>/ietf-netconf-acm:nacm</c> (RFC 8341 §3.5) into a <see cref="NacmPolicy"/>.</summary>
internal static class NacmPolicyReader
{
    /// <summary>Compiles; a schema without the module gives null: no access control.</summary>
    public static NacmPolicy? Read(DataTree tree)
    {
        var module = tree.Schema.FindModule("ietf-netconf-acm");
        if (module is not { IsImplemented: true } || tree.Schema.Root.FindChild(module, "nacm") is not ContainerNode container
            || !tree.Root.TryGetChildOrDefault(container, out var nacm)) return null;
        return new NacmPolicy
        {
            IsEnabled = nacm.ChildText("enable-nacm") != "false",
            ReadDefault = nacm.ChildText("read-default") != "deny",
            WriteDefault = nacm.ChildText("write-default") == "permit",
            ExecDefault = nacm.ChildText("exec-default") != "deny",
            CommandReadDefault = CommandText(nacm, "command-read-default") != "deny",
            CommandExecDefault = CommandText(nacm, "command-exec-default") != "deny",
            UsesExternalGroups = nacm.ChildText("enable-external-groups") != "false",
            GroupsByUser = ReadGroups(nacm),
            RuleLists = [.. ReadRuleLists(nacm)],
            NodeCount = tree.Schema.Nodes.Count,
        };
    }

    private static Dictionary<string, IReadOnlySet<string>> ReadGroups(DataNode nacm)
    {
        var byUser = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var groups = Child<ContainerNode>(nacm, "groups");
        if (nacm.TryGetChild(groups, out var node))
        {
            foreach (var group in node.Entries(Child<ListNode>(node, "group")))
            {
                foreach (var user in group.Entries(Child<LeafListNode>(group, "user-name")))
                {
                    if (!byUser.TryGetValue(user.ValueText, out var set)) byUser[user.ValueText] = set = new HashSet<string>(StringComparer.Ordinal);
                    set.Add(group.ChildText("name")!);
                }
            }
        }

        return byUser.ToDictionary(p => p.Key, p => (IReadOnlySet<string>)p.Value, StringComparer.Ordinal);
    }

    private static IEnumerable<NacmRuleList> ReadRuleLists(DataNode nacm)
    {
        foreach (var list in nacm.Entries(Child<ListNode>(nacm, "rule-list")))
        {
            var groups = new HashSet<string>(StringComparer.Ordinal);
            foreach (var group in list.Entries(Child<LeafListNode>(list, "group"))) groups.Add(group.ValueText);
            var rules = new List<NacmRule>();
            foreach (var rule in list.Entries(Child<ListNode>(list, "rule"))) rules.Add(ReadRule(rule));
            yield return new NacmRuleList(groups, rules, [.. ReadCommands(list)]);
        }
    }

    // Commands are our own addition: the host's schema may do without it.
    private static YangModule? CommandModule(DataNode node) => node.Tree.Schema.FindModule("taiji-access") is { IsImplemented: true } module ? module : null;

    private static string? CommandText(DataNode nacm, string leaf) =>
        CommandModule(nacm) is { } module && ((InnerNode)nacm.Schema).FindChild(module, leaf) is { } node && nacm.TryGetChild(node, out var found) ? found.ValueText : null;

    private static IEnumerable<CommandRule> ReadCommands(DataNode list)
    {
        if (CommandModule(list) is not { } module || ((InnerNode)list.Schema).FindChild(module, "command-rule") is not ListNode commands) yield break;
        foreach (var rule in list.Entries(commands))
        {
            yield return new CommandRule(
                rule.ChildText("context") ?? "*",
                CommandRule.Split(rule.ChildText("command") ?? "*"),
                ReadOperations(rule.ChildText("access-operations")),
                rule.ChildText("action") == "permit");
        }
    }

    private static NacmRule ReadRule(DataNode rule)
    {
        var (type, name, path) = (rule.ChildText("rpc-name"), rule.ChildText("notification-name"), rule.ChildText("path")) switch
        {
            ({ } rpc, _, _) => (NacmRuleType.ProtocolOperation, rpc, null),
            (_, { } notification, _) => (NacmRuleType.Notification, notification, null),
            (_, _, { } text) => (NacmRuleType.DataNode, null, NacmRulePath.Parse(rule.Tree.Schema, text)),
            _ => (NacmRuleType.Any, (string?)null, (NacmRulePath?)null),
        };
        return new NacmRule(
            rule.ChildText("module-name") ?? "*", type, name, path, ReadOperations(rule.ChildText("access-operations")), rule.ChildText("action") == "permit");
    }

    private static AccessOperations ReadOperations(string? text)
    {
        if (text is null or "*") return AccessOperations.All;
        var operations = AccessOperations.None;
        foreach (var bit in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) operations |= Enum.Parse<AccessOperations>(bit, ignoreCase: true);
        return operations;
    }

    private static T Child<T>(DataNode node, string name)
        where T : SchemaNode => (T)((InnerNode)node.Schema).FindChild(node.Schema.Module, name)!;
}

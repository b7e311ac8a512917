using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.YangCommands;

/// <summary>Tree diagrams against published ones, white space apart.</summary>
public sealed partial class TreeCommandTests
{
    private const string MountPoint = "RFC 8340 §2.6: a mount point's flags are mp; published with the node's own";
    private const string ImplicitCase = "RFC 7950 §7.9.2: what an augment adds to a choice in short form has an implicit case, drawn as any other case; published without";
    private const string Status = "the status of a node with none of its own below a deprecated or obsolete one is that one's; published as current";

    private const string Prefixes = "a step after a predicate has its prefix where its module is another than the step's before; published by what the predicate ends with";

    /// <summary>Modules whose published trees differ.</summary>
    private static readonly Dictionary<string, string> DrawnOtherwise = new()
    {
        ["ietf-logical-network-element@2019-01-25"] = MountPoint,
        ["ietf-network-instance@2019-01-21"] = MountPoint,
        ["ietf-connectionless-oam@2019-04-16"] = MountPoint,
        ["ietf-service-assurance-device@2023-07-11"] = ImplicitCase,
        ["ietf-service-assurance-interface@2023-07-11"] = ImplicitCase,
        ["ietf-acl-enh@2025-12-22"] = ImplicitCase,
        ["ietf-netconf-nmda@2019-01-07"] = ImplicitCase + "; and RFC 8340 §2.6: an augmented input's nodes have the flags -w, published as ro",
        ["ietf-yang-push@2019-09-09"] = "RFC 8340 §2.6: an augmented input's nodes have the flags -w; published as ro",
        ["ietf-yang-library@2019-01-04"] = Status,
        ["ietf-routing@2018-03-13"] = Status,
        ["ieee802-dot1q-bridge@2023-10-26"] = Status,
        ["ietf-te-topology@2020-08-06"] = Prefixes,
        ["ietf-te-topology-state@2020-08-06"] = Prefixes,
        ["ietf-ipv6-unicast-routing@2018-03-13"] = "the submodule's augments stand before the module's; RFC 8340 §2 sets no order",
    };

    [Fact]
    public void Every_tree_is_the_published_one()
    {
        var files = Directory.GetFiles(SharedFacts.At("yang-schema", "ietf-pyang"), "*.tree");
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(files, file =>
        {
            var module = Path.GetFileNameWithoutExtension(file);
            var result = YangRun.Here("tree", "-p", SharedFacts.At("yang"), module);
            var difference = result.Status == 0 ? Difference(Levelled(result.Output), Levelled(File.ReadAllText(file))) : result.Error;
            if (difference is null == DrawnOtherwise.ContainsKey(module)) wrong.Add($"{module}: {difference ?? "the same, but listed as another"}");
        });
        files.Length.ShouldBeGreaterThan(200);
        wrong.ShouldBeEmpty(string.Join('\n', wrong.Order()));
    }

    private static string? Difference(List<string> drawn, List<string> published)
    {
        var (own, other) = drawn.Zip(published).FirstOrDefault(l => l.First != l.Second);
        if (own is not null) return $"{own}\n  published: {other}";
        return drawn.Count == published.Count ? null : $"{drawn.Count} lines, published: {published.Count}";
    }

    // The published trees leave the flags of what is in a data node's notification out, RFC 8340 §2.6 has ro; and keep white space in predicates.
    private static List<string> Levelled(string tree) =>
    [
        .. tree.Split('\n').Select(l => string.Join(' ', NoFlags().Replace(l, "$1--ro ").Replace(" = current()", "=current()", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Length > 0),
    ];

    [GeneratedRegex("([+xo])-- ")]
    private static partial Regex NoFlags();
}

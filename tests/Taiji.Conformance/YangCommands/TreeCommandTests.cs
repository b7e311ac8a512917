namespace Taiji.Conformance.YangCommands;

/// <summary>Tree diagrams against published ones, white space apart.</summary>
public sealed class TreeCommandTests
{
    [Theory]
    [InlineData("ietf-interfaces@2018-02-20")]
    [InlineData("ietf-system@2014-08-06")]
    [InlineData("ietf-netconf-acm@2018-02-14")]
    [InlineData("ietf-hardware@2018-03-13")]
    [InlineData("ietf-alarms@2022-06-06")]
    [InlineData("ietf-ip@2018-02-22")]
    [InlineData("ietf-netconf@2011-06-01")]
    [InlineData("ietf-l3-unicast-topology@2018-02-26")]
    [InlineData("ietf-bfd-ip-mh@2022-09-22")]
    [InlineData("ietf-igmp-mld@2019-11-01")]
    [InlineData("ietf-dslite@2019-01-10")]
    public void A_tree_is_the_published_one(string module)
    {
        var result = YangRun.Here("tree", "-p", SharedFacts.At("yang"), module);
        result.Status.ShouldBe(0, result.Error);
        var (drawn, published) = (Levelled(result.Output), Levelled(File.ReadAllText(SharedFacts.At("yang-schema", "ietf-pyang", module + ".tree"))));
        var different = drawn.Zip(published).Where(l => l.First != l.Second).Select(l => $"{l.First}\n  published: {l.Second}").ToList();
        different.ShouldBeEmpty(string.Join('\n', different));
        drawn.Count.ShouldBe(published.Count);
    }

    // The published trees leave the flags of what is in a data node's notification out; RFC 8340 §2.6 has ro.
    private static List<string> Levelled(string tree) =>
        [.. tree.Split('\n').Select(l => string.Join(' ', l.Replace("+-- ", "+--ro ").Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Length > 0)];
}

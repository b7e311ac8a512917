using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>compare (RFC 9144).</summary>
public sealed class ComparisonTests
{
    private const string Cmp = "urn:ietf:params:xml:ns:yang:ietf-nmda-compare";
    private static readonly XNamespace C = Cmp;

    [Fact]
    public async Task What_differs_is_told_as_a_patch_with_the_values_of_both_sides()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>one</b></y><y><a>2</a></y><u><k>p</k></u><u><k>q</k></u></x>");
        await client.EditConfigAsync(
            "candidate",
            "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:yang='urn:ietf:params:xml:ns:yang:1'><y><a>1</a><b>uno</b></y><y nc:operation='delete'><a>2</a></y><y><a>3</a></y><u yang:insert='first'><k>q</k></u><u><k>r</k></u></x>");
        var edits = Edits(await CompareAsync(client, "<source>ds:running</source><target>ds:candidate</target>"));
        edits.Select(e => $"{Text(e, "operation")} {Text(e, "target")} {Text(e, "where")} {Text(e, "point")}".Trim()).ShouldBe(
            ["replace /t:x/y=1/b", "delete /t:x/y=2", "create /t:x/y=3", "move /t:x/u=q first", "insert /t:x/u=r after /t:x/u=p"]);
        edits[0].Element(C + "value")!.Elements().Single().ToString().ShouldBe("<b xmlns=\"urn:t\">uno</b>");
        edits[0].Element(C + "source-value")!.Elements().Single().Value.ShouldBe("one");
        edits[1].Element(C + "value").ShouldBeNull();
        edits[1].Element(C + "source-value")!.Elements().Single().Elements().Single().Value.ShouldBe("2");
        edits[2].Element(C + "source-value").ShouldBeNull();
        edits[3].Element(C + "source-value").ShouldNotBeNull();
    }

    [Fact]
    public async Task Equal_datastores_have_an_empty_patch_and_a_filter_that_selects_nothing_no_match()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        Edits(await CompareAsync(client, "<source>ds:running</source><target>ds:running</target>")).ShouldBeEmpty();
        var none = await CompareAsync(client, "<source>ds:running</source><target>ds:candidate</target><subtree-filter><other xmlns='urn:t'/></subtree-filter>");
        none.Element(C + "no-matches").ShouldNotBeNull();
        none.Element(C + "differences").ShouldBeNull();
    }

    [Theory]
    [InlineData("<subtree-filter><x xmlns='urn:t'><w/></x></subtree-filter>")]
    [InlineData("<xpath-filter xmlns:p='urn:t'>/p:x/p:w</xpath-filter>")]
    public async Task A_filter_says_what_is_compared(string filter)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", "<x xmlns='urn:t'><y><a>1</a></y><w>word</w></x>");
        var edit = Edits(await CompareAsync(client, $"<source>ds:running</source><target>ds:candidate</target>{filter}")).ShouldHaveSingleItem();
        Text(edit, "target").ShouldBe("/t:x/w=word");
    }

    [Fact]
    public async Task State_is_compared_only_when_all_is_and_origins_are_told_when_asked_for()
    {
        await using var stack = await TestStack.StartAsync(hasSubscriptionState: true);
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        Edits(await CompareAsync(client, "<source>ds:running</source><target>ds:operational</target>")).ShouldBeEmpty();
        var all = Edits(await CompareAsync(client, "<source>ds:running</source><target>ds:operational</target><all/>"));
        all.ShouldContain(e => Text(e, "target") == "/ietf-subscribed-notifications:streams/stream=NETCONF");
        await client.EditConfigAsync("candidate", "<x xmlns='urn:t'><y><a>2</a></y></x>");
        var edit = Edits(await CompareAsync(client, "<source>ds:operational</source><target>ds:candidate</target><report-origin/>")).ShouldHaveSingleItem();
        Text(edit, "operation").ShouldBe("create");
        var back = Edits(await CompareAsync(client, "<source>ds:candidate</source><target>ds:operational</target><report-origin/>")).ShouldHaveSingleItem();
        Text(back, "operation").ShouldBe("delete");
        await client.EditConfigAsync("candidate", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y nc:operation='delete'><a>1</a></y></x>");
        var created = Edits(await CompareAsync(client, "<source>ds:candidate</source><target>ds:operational</target><report-origin/>")).Single(e => Text(e, "operation") == "create");
        created.Element(C + "value")!.Elements().Single().Attribute(XName.Get("origin", "urn:ietf:params:xml:ns:yang:ietf-origin"))!.Value.ShouldEndWith(":intended");
    }

    [Theory]
    [InlineData("<source>ds:running</source>", ErrorTag.MissingElement)]
    [InlineData("<source>ds:running</source><target>ds:startup</target>", ErrorTag.InvalidValue)]
    [InlineData("<source>ds:running</source><target>ds:attic</target>", ErrorTag.InvalidValue)]
    [InlineData("<source>ds:running</source><target>ds:running</target><xpath-filter>/[</xpath-filter>", ErrorTag.InvalidValue)]
    public async Task What_can_not_be_compared_is_refused(string parameters, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, Rpc(parameters));
        (error.Tag == tag || (tag == ErrorTag.MissingElement && error.Tag == ErrorTag.DataMissing)).ShouldBeTrue(error.ToString());
    }

    private static string Rpc(string parameters) => $"<compare xmlns='{Cmp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>{parameters}</compare>";

    private static async Task<XElement> CompareAsync(NetconfClient client, string parameters) => (await client.SendAsync(Rpc(parameters))).ToElement();

    private static List<XElement> Edits(XElement reply) => [.. reply.Element(C + "differences")!.Element(C + "yang-patch")!.Elements(C + "edit")];

    private static string? Text(XElement edit, string name) => edit.Element(C + name)?.Value;
}

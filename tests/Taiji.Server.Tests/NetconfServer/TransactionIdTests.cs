using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>draft-ietf-netconf-transaction-id: versions that replies tell, what they leave out of them, and edits that go by them.</summary>
public sealed class TransactionIdTests
{
    private const string Declarations = "xmlns:v='urn:ietf:params:xml:ns:netconf:txid:1.0' xmlns:t='urn:ietf:params:xml:ns:yang:ietf-netconf-txid'";
    private const string Two = "<x xmlns='urn:t'><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y></x>";
    private static readonly XName Etag = XName.Get("etag", "urn:ietf:params:xml:ns:netconf:txid:1.0");
    private static readonly XName LastModified = XName.Get("last-modified", "urn:ietf:params:xml:ns:netconf:txid:1.0");

    [Fact]
    public async Task Capabilities_name_both_mechanisms()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        client.ServerCapabilities.Has("urn:ietf:params:netconf:capability:txid:etag:1.0").ShouldBeTrue();
        client.ServerCapabilities.Has("urn:ietf:params:netconf:capability:txid:last-modified:1.0").ShouldBeTrue();
    }

    [Theory]
    [InlineData("get-config v:etag='?'", "<source><running/></source>")]
    [InlineData("get-config", "<source><running/></source><filter v:etag='?'><x xmlns='urn:t'/></filter>")]
    [InlineData("get-config", "<source><running/></source><filter type='xpath' select='/p:x' xmlns:p='urn:t' v:etag='?'/>")]
    [InlineData("get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' v:etag='?'", "<datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore>")]
    public async Task Whoever_asks_is_told_the_versions_of_the_datastore_its_containers_and_entries(string operation, string parameters)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var data = await DataAsync(client, operation, parameters);
        data.DescendantsAndSelf().Where(e => e.Attribute(Etag) is not null).Select(e => e.Name.LocalName).ShouldBe(["data", "x", "y", "y"]);
        data.DescendantsAndSelf().Attributes(Etag).Select(a => a.Value).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Without_asking_there_are_no_versions_and_with_a_filter_only_below_where_they_are_asked_for()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", $"{Two}<other xmlns='urn:t'><must-have>m</must-have></other>");
        (await DataAsync(client, "get-config", "<source><running/></source>")).DescendantsAndSelf().Attributes(Etag).ShouldBeEmpty();
        var data = await DataAsync(client, "get-config", "<source><running/></source><filter><x xmlns='urn:t'><y v:etag='?'><a>2</a></y><y><a>1</a></y></x><other xmlns='urn:t'/></filter>");
        data.DescendantsAndSelf().Where(e => e.Attribute(Etag) is not null).ShouldHaveSingleItem().Elements().First().Value.ShouldBe("2");
        data.Elements().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_change_gives_new_versions_to_what_is_changed_and_what_it_is_in_and_to_nothing_else()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var before = await VersionsAsync(client);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a><b>more</b></y></x>");
        var after = await VersionsAsync(client);
        before.Zip(after, (b, a) => b == a).ShouldBe([false, false, true, false]);
        await client.EditConfigAsync("running", Two);
        (await VersionsAsync(client)).ShouldBe(before);
    }

    [Fact]
    public async Task What_the_client_has_already_is_not_sent_again()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var known = await VersionsAsync(client);
        var whole = await DataAsync(client, $"get-config v:etag='{known[0]}'", "<source><running/></source>");
        (whole.Attribute(Etag)!.Value, whole.HasElements).ShouldBe(("=", false));
        var filter = $"<source><running/></source><filter><x xmlns='urn:t' v:etag='{known[1]}'><y v:etag='{known[2]}'><a>1</a></y><y v:etag='{known[3]}'><a>2</a></y></x></filter>";
        Plain(await DataAsync(client, "get-config", filter)).ShouldBe("<data><x etag=\"=\"></x></data>");
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a><b>more</b></y></x>");
        var now = await VersionsAsync(client);
        Plain(await DataAsync(client, "get-config", filter)).ShouldBe($"<data><x etag=\"{now[1]}\"><y etag=\"=\"><a>1</a></y><y etag=\"{now[3]}\"><a>2</a><b>more</b></y></x></data>");
    }

    [Fact]
    public async Task A_leaf_goes_by_the_version_of_what_it_is_in()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var known = await VersionsAsync(client);
        Plain(await DataAsync(client, "get-config", $"<source><running/></source><filter><x xmlns='urn:t'><y><a>2</a><b v:etag='{known[3]}'/></y></x></filter>"))
            .ShouldBe("<data><x><y><a>2</a><b etag=\"=\"></b></y></x></data>");
        Plain(await DataAsync(client, "get-config", $"<source><running/></source><filter><x xmlns='urn:t'><y><a>2</a><b v:etag='{known[2]}'/></y></x></filter>"))
            .ShouldBe("<data><x><y><a>2</a><b>two</b></y></x></data>");
    }

    [Theory]
    [InlineData("edit-config", "<target><running/></target>")]
    [InlineData("edit-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'", "<datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore>")]
    public async Task An_edit_by_the_version_that_is_there_is_done_and_one_by_another_is_refused_with_both(string operation, string target)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var known = await VersionsAsync(client);
        var edit = $"{target}<t:with-etag>true</t:with-etag><config><x xmlns='urn:t'><y v:etag='{known[2]}' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='replace'><a>1</a><b>new</b></y></x></config>";
        var ok = XElement.Parse((await SendAsync(client, operation, edit)).ToString()).Elements().ShouldHaveSingleItem();
        var now = await VersionsAsync(client);
        (ok.Name.LocalName, ok.Attribute(Etag)!.Value).ShouldBe(("ok", now[0]));
        var error = (await SendAsync(client, operation, edit)).Errors.ShouldHaveSingleItem();
        (error.Type, error.Tag).ShouldBe((ErrorType.Protocol, ErrorTag.OperationFailed));
        var text = (await SendAsync(client, operation, edit)).ToString();
        text.ShouldContain("<txid-value-mismatch-error-info xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-txid\"><mismatch-path");
        text.ShouldContain("/t:x/t:y[t:a='1']</mismatch-path>");
        text.ShouldContain($"<mismatch-etag-value>{now[2]}</mismatch-etag-value>");
    }

    [Theory]
    [InlineData("<config v:etag='{0}'><x xmlns='urn:t'><y><a>3</a></y></x></config>", true)]
    [InlineData("<config v:etag='{1}'><x xmlns='urn:t'><y><a>3</a></y></x></config>", false)]
    [InlineData("<config v:etag='{0}'><x xmlns='urn:t' v:etag='{1}'><y v:etag='{2}'><a>1</a><b>n</b></y></x></config>", true)]
    [InlineData("<config v:etag='{0}'><x xmlns='urn:t' v:etag='{1}'><y v:etag='{3}'><a>1</a><b>n</b></y></x></config>", false)]
    [InlineData("<config><x xmlns='urn:t'><y><a>1</a><b v:etag='{2}'>n</b></y></x></config>", true)]
    [InlineData("<config><x xmlns='urn:t'><y><a>1</a><b v:etag='{3}'>n</b></y></x></config>", false)]
    [InlineData("<config><x xmlns='urn:t'><y v:etag='{2}' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'><a>1</a></y></x></config>", true)]
    [InlineData("<config><x xmlns='urn:t'><y v:etag='{3}' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'><a>1</a></y></x></config>", false)]
    [InlineData("<config><x xmlns='urn:t'><y v:etag='{3}'><a>9</a><b>n</b></y></x></config>", false)]
    public async Task Each_version_in_an_edit_must_be_the_one_there(string config, bool isDone)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var before = await TestStack.ConfigAsync(client);
        var known = await VersionsAsync(client);
        for (var i = 0; i < known.Count; i++) config = config.Replace($"{{{i}}}", known[i], StringComparison.Ordinal);
        (await SendAsync(client, "edit-config", $"<target><running/></target>{config}")).IsOk.ShouldBe(isDone);
        (await TestStack.ConfigAsync(client) == before).ShouldBe(!isDone);
    }

    [Fact]
    public async Task Versions_in_edits_of_the_candidate_are_looked_at_when_it_is_committed()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var known = await VersionsAsync(client);
        var edit = $"<target><candidate/></target><config><x xmlns='urn:t'><y v:etag='{known[2]}'><a>1</a><b>mine</b></y></x></config>";
        (await SendAsync(client, "edit-config", edit)).IsOk.ShouldBeTrue();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><c>theirs</c></y></x>");
        (await SendAsync(client, "commit", "")).Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.OperationFailed);
        // The version that is said last counts.
        var now = await VersionsAsync(client);
        (await SendAsync(client, "edit-config", edit.Replace(known[2], now[2], StringComparison.Ordinal))).IsOk.ShouldBeTrue();
        var ok = XElement.Parse((await SendAsync(client, "commit", "<t:with-etag>true</t:with-etag>")).ToString()).Elements().ShouldHaveSingleItem();
        ok.Attribute(Etag)!.Value.ShouldBe((await VersionsAsync(client))[0]);
        (await TestStack.ConfigAsync(client)).ShouldContain("<b>mine</b>");
    }

    [Fact]
    public async Task Discarded_changes_take_their_versions_along()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        (await SendAsync(client, "edit-config", "<target><candidate/></target><config v:etag='old'><x xmlns='urn:t'><y><a>3</a></y></x></config>")).IsOk.ShouldBeTrue();
        (await SendAsync(client, "commit", "")).IsFailure.ShouldBeTrue();
        (await SendAsync(client, "discard-changes", "")).IsOk.ShouldBeTrue();
        (await SendAsync(client, "edit-config", "<target><candidate/></target><config><x xmlns='urn:t'><y><a>3</a></y></x></config>")).IsOk.ShouldBeTrue();
        (await SendAsync(client, "commit", "")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_candidate_has_the_versions_of_running_where_it_is_the_same_and_otherwise_those_after_the_commit()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var running = await VersionsAsync(client);
        (await VersionsAsync(client, "candidate")).ShouldBe(running);
        await client.EditConfigAsync("candidate", "<x xmlns='urn:t'><y><a>2</a><b>more</b></y></x>");
        var candidate = await VersionsAsync(client, "candidate");
        candidate[2].ShouldBe(running[2]);
        var times = (await DataAsync(client, "get-config v:last-modified='?'", "<source><candidate/></source>")).DescendantsAndSelf().Attributes(LastModified).Select(a => a.Value).ToList();
        (times[0], times[1], times[2] != "!", times[3]).ShouldBe(("!", "!", true, "!"));
        await client.CommitAsync();
        (await VersionsAsync(client)).ShouldBe(candidate);
    }

    [Fact]
    public async Task Versions_can_be_times()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Two);
        var before = await TimesAsync(client);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a><b>more</b></y></x>");
        var after = await TimesAsync(client);
        after[2].ShouldBe(before[2]);
        foreach (var i in new[] { 0, 1, 3 }) DateTimeOffset.Parse(after[i], null).ShouldBeGreaterThan(DateTimeOffset.Parse(before[i], null));
        var edit = $"<target><running/></target><t:with-last-modified>true</t:with-last-modified><config><x xmlns='urn:t' v:last-modified='{after[1]}'><y><a>3</a></y></x></config>";
        var ok = XElement.Parse((await SendAsync(client, "edit-config", edit)).ToString()).Elements().ShouldHaveSingleItem();
        ok.Attribute(LastModified)!.Value.ShouldBe((await TimesAsync(client))[0]);
        (await SendAsync(client, "edit-config", edit)).ToString().ShouldContain("<mismatch-last-modified-value>");
        Plain(await DataAsync(client, "get-config", $"<source><running/></source><filter><x xmlns='urn:t'><y v:last-modified='{after[3]}'><a>2</a></y></x></filter>"))
            .ShouldBe("<data><x><y last-modified=\"=\"><a>2</a></y></x></data>");
    }

    [Theory]
    [InlineData("get-config v:etag='?' v:last-modified='?'", "<source><running/></source>", ErrorTag.BadAttribute)]
    [InlineData("get-config v:etag='?'", "<source><running/></source><filter v:last-modified='?'/>", ErrorTag.BadAttribute)]
    [InlineData("get-config", "<source><running/></source><filter><x xmlns='urn:t' v:version='1'/></filter>", ErrorTag.UnknownAttribute)]
    [InlineData("get v:etag='?'", "", ErrorTag.UnknownAttribute)]
    [InlineData("get", "<filter v:etag='?'><x xmlns='urn:t'/></filter>", ErrorTag.UnknownAttribute)]
    [InlineData("get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' v:etag='?'", "<datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:operational</datastore>", ErrorTag.BadAttribute)]
    [InlineData("edit-config", "<target><running/></target><t:with-etag>maybe</t:with-etag><config/>", ErrorTag.InvalidValue)]
    [InlineData("edit-config", "<target><running/></target><config><x xmlns='urn:t' v:etag='a' v:last-modified='b'/></config>", ErrorTag.BadAttribute)]
    [InlineData("edit-config", "<target><running/></target><config v:etag='a'><x xmlns='urn:t' v:last-modified='b'/></config>", ErrorTag.BadAttribute)]
    [InlineData("commit", "<t:with-etag>true</t:with-etag><t:with-last-modified>true</t:with-last-modified>", ErrorTag.BadElement)]
    public async Task What_can_not_be_meant_is_refused(string operation, string parameters, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await SendAsync(client, operation, parameters)).Errors.ShouldHaveSingleItem().Tag.ShouldBe(tag);
    }

    private static Task<RpcReply> SendAsync(NetconfClient client, string operation, string parameters)
    {
        var name = operation.Split(' ')[0];
        return client.SendAsync($"<{operation} {Declarations}>{parameters}</{name}>");
    }

    private static async Task<XElement> DataAsync(NetconfClient client, string operation, string parameters)
    {
        var reply = await SendAsync(client, operation, parameters);
        reply.IsFailure.ShouldBeFalse(customMessage: reply.ToString());
        return XElement.Parse(reply.ToString()).Elements().ShouldHaveSingleItem();
    }

    private static async Task<List<string>> VersionsAsync(NetconfClient client, string source = "running") =>
        [.. (await DataAsync(client, "get-config v:etag='?'", $"<source><{source}/></source>")).DescendantsAndSelf().Attributes(Etag).Select(a => a.Value)];

    private static async Task<List<string>> TimesAsync(NetconfClient client) =>
        [.. (await DataAsync(client, "get-config v:last-modified='?'", "<source><running/></source>")).DescendantsAndSelf().Attributes(LastModified).Select(a => a.Value)];

    /// <summary>Without namespaces.</summary>
    private static string Plain(XElement element) => Strip(element).ToString(SaveOptions.DisableFormatting);

    private static XElement Strip(XElement element) => new(
        element.Name.LocalName,
        element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => new XAttribute(a.Name.LocalName, a.Value)),
        element.HasElements ? element.Elements().Select(Strip) : element.Value.Length > 0 || !element.IsEmpty ? element.Value : null);
}

using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>Attributes that nodes keep (taiji-attributes, RFC 7952 §5.1): set by edits, shown when they are asked for.</summary>
public sealed class NodeAttributeTests
{
    private const string Entry = "<x xmlns='urn:t' xmlns:a='urn:taiji:attributes'><y a:tags='one two'><a>1</a><b a:annotation='why &lt;so&gt;'>one</b></y></x>";

    [Theory]
    [InlineData("<get-config attributes='true'><source><running/></source></get-config>")]
    [InlineData("<get attributes='true' content='config'/>")]
    [InlineData("<get-config attributes='true'><source><running/></source><filter><x xmlns='urn:t'><y><a>1</a></y></x></filter></get-config>")]
    public async Task They_are_kept_and_shown_when_they_are_asked_for(string operation)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Entry);
        TestStack.Content(await client.SendAsync(operation)).ShouldBe(
            "<x xmlns=\"urn:t\"><y xmlns:tat=\"urn:taiji:attributes\" tat:tags=\"one two\"><a>1</a><b xmlns:tat=\"urn:taiji:attributes\" tat:annotation=\"why &lt;so&gt;\">one</b></y></x>");
        (await TestStack.ConfigAsync(client)).ShouldNotContain("tat:");
    }

    [Fact]
    public async Task An_empty_one_takes_away_and_other_edits_leave_them()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Entry);
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:a='urn:taiji:attributes'><y a:tags=''><a>1</a><b nc:operation='replace'>uno</b></y></x>");
        TestStack.Content(await client.SendAsync("<get-config attributes='true'><source><running/></source></get-config>"))
            .ShouldBe("<x xmlns=\"urn:t\"><y><a>1</a><b xmlns:tat=\"urn:taiji:attributes\" tat:annotation=\"why &lt;so&gt;\">uno</b></y></x>");
    }

    [Theory]
    [InlineData("<y a:tags=' x'><a>1</a></y>", ErrorTag.BadAttribute)]
    [InlineData("<y a:colour='red'><a>1</a></y>", ErrorTag.UnknownAttribute)]
    [InlineData("<y nc:operation='remove' a:tags='x'><a>1</a></y>", ErrorTag.BadAttribute)]
    public async Task What_cant_be_kept_is_refused(string entry, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var edit = $"<edit-config><target><running/></target><config><x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:a='urn:taiji:attributes'>{entry}</x></config></edit-config>";
        (await TestStack.ErrorAsync(client, edit)).Tag.ShouldBe(tag);
    }

    [Fact]
    public async Task A_commit_of_the_candidate_brings_them_to_running()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", Entry);
        TestStack.Content(await client.SendAsync("<get-config attributes='true'><source><running/></source></get-config>")).ShouldBeEmpty();
        await client.SendAsync("<commit/>");
        TestStack.Content(await client.SendAsync("<get-config attributes='true'><source><running/></source></get-config>")).ShouldContain("tat:tags=\"one two\"");
    }
}

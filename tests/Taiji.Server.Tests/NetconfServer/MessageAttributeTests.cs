using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>The attributes of taiji-local-session, Clixon's among them.</summary>
public sealed class MessageAttributeTests
{
    private const string Local = "netconf-unix";
    private const string Entry = "<x xmlns='urn:t'><y><a>1</a><b>one</b></y></x>";
    private const string Sessions = "<filter><netconf-state xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><sessions><session><username/></session></sessions></netconf-state></filter>";

    [Theory]
    [InlineData("<get depth='1'/>", "<x xmlns=\"urn:t\"></x>")]
    [InlineData("<get-config depth='2'><source><running/></source></get-config>", "<x xmlns=\"urn:t\"><y><a>1</a></y></x>")]
    [InlineData("<get xmlns:l='urn:taiji:local-session' l:content='config' l:depth='3'/>", "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y></x>")]
    [InlineData("<get content='config'/>", "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y></x>")]
    [InlineData("<get content='nonconfig'/>", "")]
    public async Task Content_and_depth_say_what_of_the_data_is_wanted(string operation, string expected)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Entry);
        TestStack.Content(await client.SendAsync(operation)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("<get depth='0'/>", ErrorTag.BadAttribute, "depth")]
    [InlineData("<get content='some'/>", ErrorTag.BadAttribute, "content")]
    [InlineData($"<edit-config autocommit='true'><target><candidate/></target><config>{Entry}</config></edit-config>", ErrorTag.UnknownAttribute, "autocommit")]
    [InlineData($"<edit-config xmlns:l='urn:taiji:local-session' l:copystartup='true'><target><candidate/></target><config>{Entry}</config></edit-config>", ErrorTag.UnknownAttribute, "copystartup")]
    public async Task A_remote_session_is_told_which_attribute_is_wrong(string operation, string tag, string attribute)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, operation);
        error.Tag.ShouldBe(tag);
        error.Info.Select(i => (i.Name, i.Value)).ShouldContain(("bad-attribute", attribute));
    }

    [Fact]
    public async Task An_edit_with_autocommit_is_in_running_at_once()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        (await client.SendAsync($"<edit-config autocommit='true'><target><candidate/></target><config>{Entry}</config></edit-config>")).IsFailure.ShouldBeFalse();
        (await TestStack.ConfigAsync(client)).ShouldContain("<b>one</b>");
    }

    [Fact]
    public async Task An_edit_with_autocommit_that_can_not_be_committed_leaves_nothing_in_the_candidate()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        (await TestStack.ErrorAsync(client, "<edit-config autocommit='true'><target><candidate/></target><config><x xmlns='urn:t'><limit>-1</limit></x></config></edit-config>"))
            .AppTag.ShouldBe("full");
        (await TestStack.ConfigAsync(client, "candidate")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<edit-config autocommit='true'><target><running/></target><config/></edit-config>", ErrorTag.BadAttribute)]
    [InlineData("<edit-config autocommit='maybe'><target><candidate/></target><config/></edit-config>", ErrorTag.BadAttribute)]
    [InlineData("<edit-config copystartup='true'><target><candidate/></target><config/></edit-config>", ErrorTag.MissingAttribute)]
    public async Task Autocommit_is_for_the_candidate(string operation, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        (await TestStack.ErrorAsync(client, operation)).Tag.ShouldBe(tag);
    }

    [Theory]
    [InlineData(CredentialsMode.None, "alice", true)]
    [InlineData(CredentialsMode.Exact, "alice", false)]
    [InlineData(CredentialsMode.Exact, "front-end", false)]
    [InlineData(CredentialsMode.Except, "alice", false)]
    [InlineData(CredentialsMode.Except, "front-end", true)]
    public async Task Who_may_act_for_others_is_a_setting(CredentialsMode mode, string user, bool mayAct)
    {
        var options = new NetconfServerOptions { Credentials = mode, TrustedUsers = { "front-end" } };
        await using var stack = await TestStack.StartAsync(options);
        var session = stack.OpenLocal(user);
        var reply = await session.AskAsync("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1' username='bob'><lock><target><running/></target></lock></rpc>");
        reply.Contains("<ok/>", StringComparison.Ordinal).ShouldBe(mayAct);
        if (!mayAct) reply.ShouldContain("<error-tag>access-denied</error-tag>");
        stack.Operations.FindLock(Datastores.Store.Datastore.Running)?.Session.User.ShouldBe("bob");
        await session.AskAsync($"<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='2' username='{user}'><get-config><source><running/></source></get-config></rpc>");
        stack.Operations.Sessions.All.ShouldHaveSingleItem().User.ShouldBe(user);
    }

    [Fact]
    public async Task A_commit_tells_its_rollback_when_asked()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", Entry);
        const string Commit = "<commit><with-rollback-id xmlns='urn:taiji:rollbacks'/></commit>";
        var reply = await client.SendAsync(Commit);
        reply.ToString().ShouldContain($"<rollback-id xmlns=\"urn:taiji:rollbacks\">{stack.Operations.Rollbacks().First().Id}</rollback-id>");
        (await client.SendAsync(Commit)).ToString().ShouldContain("<ok");
    }

    [Fact]
    public async Task Get_schema_gives_a_module_as_yin()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var reply = await client.SendAsync("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><identifier>t</identifier><format>yin</format></get-schema>");
        var module = System.Xml.Linq.XElement.Parse(reply.ToString()).Descendants(System.Xml.Linq.XName.Get("module", "urn:ietf:params:xml:ns:yang:yin:1")).ShouldHaveSingleItem();
        module.Attribute("name")!.Value.ShouldBe("t");
        module.Elements().First().Name.LocalName.ShouldBe("yang-version");
    }
}

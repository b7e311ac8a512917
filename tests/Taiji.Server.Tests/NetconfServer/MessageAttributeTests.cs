using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
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

    [Fact]
    public async Task Copystartup_copies_what_was_committed_and_is_told_when_there_is_no_startup()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        var operation = $"<edit-config autocommit='true' copystartup='true'><target><candidate/></target><config>{Entry}</config></edit-config>";
        (await TestStack.ErrorAsync(client, operation)).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        (await TestStack.ConfigAsync(client)).ShouldBeEmpty();
        (await TestStack.ConfigAsync(client, "candidate")).ShouldBeEmpty();

        await using var other = await TestStack.StartAsync(datastores: new DatastoreOptions { Datastores = new DatastoreSwitches { Startup = StartupMode.On } });
        await using var local = await other.ConnectAsync(transport: Local);
        (await local.SendAsync(operation)).IsOk.ShouldBeTrue();
        (await TestStack.ConfigAsync(local, "startup")).ShouldContain("<b>one</b>");
    }

    [Theory]
    [InlineData("<y objectcreate='true'><a>1</a><b>new</b></y>", "true")]
    [InlineData("<y objectcreate='true'><a>2</a><b>new</b></y>", "false")]
    [InlineData("<y objectcreate='false'><a>1</a><b>new</b></y>", "true")]
    [InlineData("<y><a>1</a><b l:objectcreate='1'>new</b></y>", "true")]
    [InlineData("<y><a>1</a><c objectcreate='true'>new</c></y>", "false")]
    [InlineData("<y objectcreate='true' nc:operation='replace'><a>1</a><b>new</b></y>", "true")]
    [InlineData("<y objectcreate='true'><a>1</a></y><y objectcreate='true'><a>2</a><b>new</b></y>", "false")]
    [InlineData("<w objectcreate='true'>new</w>", "false")]
    public async Task Objectcreate_is_answered_with_whether_the_object_existed(string content, string existed)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        await client.EditConfigAsync("running", Entry);
        (await client.SendAsync(Edit(content))).ToString().ShouldContain($"<ok objectexisted=\"{existed}\"/>");
        (await TestStack.ConfigAsync(client)).ShouldContain(">new<");
    }

    [Theory]
    [InlineData("<y objectcreate='false'><a>2</a><b>new</b></y>", "/t:x/y[a='2']")]
    [InlineData("<y><a>1</a><b>new</b><c objectcreate='false'>new</c></y>", "/t:x/y[a='1']/c")]
    public async Task What_may_not_be_created_is_data_missing_and_nothing_is_changed(string content, string path)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        await client.EditConfigAsync("running", Entry);
        var error = await TestStack.ErrorAsync(client, Edit(content));
        error.Tag.ShouldBe(ErrorTag.DataMissing);
        error.Path!.Replace("t:y", "y", StringComparison.Ordinal).Replace("t:a", "a", StringComparison.Ordinal).Replace("t:c", "c", StringComparison.Ordinal).ShouldBe(path);
        (await TestStack.ConfigAsync(client)).ShouldBe("<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y></x>");
    }

    [Theory]
    [InlineData("true", "<other xmlns='urn:t'><must-have>new</must-have></other>", "false")]
    [InlineData("true", "<x xmlns='urn:t'><y><a>1</a><b>new</b></y></x>", "true")]
    [InlineData("false", "<x xmlns='urn:t'><y><a>1</a><b>new</b></y></x>", "true")]
    [InlineData("false", "<other xmlns='urn:t' objectcreate='true'><must-have>new</must-have></other>", "false")]
    public async Task Objectcreate_on_the_operation_is_for_top_level_nodes_that_do_not_have_it(string mayCreate, string content, string existed)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: Local);
        await client.EditConfigAsync("running", Entry);
        (await client.SendAsync($"<edit-config objectcreate='{mayCreate}'><target><running/></target><config>{content}</config></edit-config>")).ToString()
            .ShouldContain($"<ok objectexisted=\"{existed}\"/>");
        (await TestStack.ConfigAsync(client)).ShouldContain(">new<");
    }

    [Theory]
    [InlineData(Local, ErrorTag.DataMissing)]
    [InlineData("netconf-ssh", ErrorTag.UnknownAttribute)]
    public async Task An_operation_that_may_not_create_or_does_not_have_the_attribute_is_refused(string transport, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: transport);
        foreach (var operation in new[] { "edit-config objectcreate='false'><target><running/></target", "edit-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' objectcreate='false'><datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore" })
        {
            var error = await TestStack.ErrorAsync(client, $"<{operation}><config><other xmlns='urn:t'><must-have>new</must-have></other></config></{operation.Split(' ')[0]}>");
            error.Tag.ShouldBe(tag);
        }

        (await TestStack.ConfigAsync(client)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<y objectcreate='perhaps'><a>1</a></y>", Local, ErrorTag.BadAttribute)]
    [InlineData("<y><a objectcreate='true'>1</a></y>", Local, ErrorTag.BadAttribute)]
    [InlineData("<y objectcreate='true' nc:operation='remove'><a>1</a></y>", Local, ErrorTag.BadAttribute)]
    [InlineData("<y objectcreate='true'><a>1</a></y>", "netconf-ssh", ErrorTag.UnknownAttribute)]
    [InlineData("<y l:objectcreate='true'><a>1</a></y>", "netconf-tls", ErrorTag.UnknownAttribute)]
    public async Task A_wrong_objectcreate_is_refused(string content, string transport, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync(transport: transport);
        var error = await TestStack.ErrorAsync(client, Edit(content));
        error.Tag.ShouldBe(tag);
        error.Info.Select(i => (i.Name, i.Value)).ShouldContain(("bad-attribute", "objectcreate"));
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

    [Theory]
    [InlineData("netconf-ssh")]
    [InlineData("netconf-tls")]
    public async Task A_remote_session_acts_for_nobody_else(string transport)
    {
        // Whoever may act for anybody on a local session may not on a remote one.
        await using var stack = await TestStack.StartAsync(new NetconfServerOptions { Credentials = CredentialsMode.None });
        var session = stack.Open("alice", transport);
        var refused = await session.AskAsync("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:l='urn:taiji:local-session' message-id='1' l:username='bob'><lock><target><running/></target></lock></rpc>");
        refused.ShouldContain("<error-tag>unknown-attribute</error-tag>");
        refused.ShouldContain("<bad-attribute>username</bad-attribute>");
        // Without our namespace it is any attribute of the client's, which the reply repeats (RFC 6241 §4.1).
        var reply = await session.AskAsync("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='2' username='bob'><lock><target><running/></target></lock></rpc>");
        reply.ShouldContain("username=\"bob\"");
        stack.Operations.FindLock(Datastore.Running)!.Session.User.ShouldBe("alice");
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

    private static string Edit(string content) =>
        $"<edit-config xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' xmlns:l='urn:taiji:local-session'><target><running/></target><config><x xmlns='urn:t'>{content}</x></config></edit-config>";
}

using Taiji.Netconf;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

public sealed class OperationTests
{
    private const string Three = "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b><c>own</c></y><y><a>3</a></y></x>";

    [Fact]
    public async Task The_hello_tells_all_that_the_server_can_do()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var can = client.ServerCapabilities;
        foreach (var uri in new[]
        {
            CapabilityUris.Base10, CapabilityUris.Base11, CapabilityUris.WritableRunning, CapabilityUris.Candidate, CapabilityUris.RollbackOnError,
            CapabilityUris.Validate11, CapabilityUris.XPath, CapabilityUris.Notification, CapabilityUris.Interleave,
        }) can.Has(uri).ShouldBeTrue(uri);
        can.TryGet(CapabilityUris.WithDefaults, out var withDefaults).ShouldBeTrue();
        withDefaults!.Parameters["basic-mode"].ShouldBe("explicit");
        can.TryGet(CapabilityUris.YangLibrary11, out var library).ShouldBeTrue();
        library!.Parameters["content-id"].ShouldNotBeEmpty();
        can.Has("urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring").ShouldBeTrue();
        can.Has("urn:t").ShouldBeFalse();
    }

    [Theory]
    [InlineData("<filter type='subtree'><x xmlns='urn:t'><y><a>2</a></y></x></filter>", null, "<y><a>2</a><b>two</b><c>own</c></y>")]
    [InlineData("<filter><x xmlns='urn:t'><y><a>2</a><b/></y></x></filter>", null, "<y><a>2</a><b>two</b></y>")]
    [InlineData("<filter><x xmlns=''><y><b>one</b></y></x></filter>", null, "<y><a>1</a><b>one</b></y>")]
    [InlineData("<filter/>", null, null)]
    [InlineData("<filter><x xmlns='urn:none'/></filter>", null, null)]
    [InlineData("<filter><x xmlns='urn:t'><z xmlns='urn:none'>1</z></x></filter>", null, null)]
    [InlineData("<filter type='xpath' xmlns:p='urn:t' select=\"/p:x/p:y[p:b='two']\"/>", null, "<y><a>2</a><b>two</b><c>own</c></y>")]
    [InlineData("<filter type='xpath' xmlns:p='urn:t' select='/p:x/p:y[p:a &lt; 3]/p:b'/>", null, "<y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y>")]
    [InlineData("<filter type='xpath' xmlns:p='urn:t' select='/p:other'/>", null, null)]
    [InlineData("<filter><x xmlns='urn:t'><y><a>1</a><c/></y></x></filter>", "report-all", "<y><a>1</a><c>usual</c></y>")]
    [InlineData("<filter><x xmlns='urn:t'><y><a>1</a><b/></y></x></filter>", "report-all", "<y><a>1</a><b>one</b></y>")]
    [InlineData("<filter><x xmlns='urn:t'><y><a>1</a></y></x></filter>", "report-all", "<y><a>1</a><b>one</b><c>usual</c></y>")]
    [InlineData("<filter><x xmlns='urn:t'><y><a>2</a></y></x></filter>", "trim", "<y><a>2</a><b>two</b><c>own</c></y>")]
    public async Task Filters_select(string filter, string? withDefaults, string? expected)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Three);
        var wanted = expected is null ? "" : $"<x>{expected}</x>";
        Plain(TestStack.Content(await client.GetConfigAsync("running", filter, withDefaults))).ShouldBe(wanted);
        Plain(TestStack.Content(await client.GetAsync(filter, withDefaults))).ShouldBe(wanted);
    }

    [Fact]
    public async Task Defaults_are_tagged_when_asked_for()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Three);
        var reply = await client.GetConfigAsync("running", "<filter><x xmlns='urn:t'><y><a>3</a></y></x></filter>", "report-all-tagged");
        var tagged = reply.ToData().Descendants().Single(e => e.Value == "usual");
        tagged.Attributes().ShouldContain(a => a.Name.LocalName == "default" && a.Value == "true");
    }

    [Theory]
    [InlineData("<get><filter type='regex'/></get>", ErrorTag.BadAttribute)]
    [InlineData("<get><filter type='xpath'/></get>", ErrorTag.MissingAttribute)]
    [InlineData("<get><filter type='xpath' select='/p:x'/></get>", ErrorTag.BadAttribute)]
    [InlineData("<get><filter type='xpath' select='1 +'/></get>", ErrorTag.BadAttribute)]
    [InlineData("<get><filter type='xpath' select='1 + 1'/></get>", ErrorTag.BadAttribute)]
    [InlineData("<get><with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>some</with-defaults></get>", ErrorTag.InvalidValue)]
    [InlineData("<get-config/>", ErrorTag.MissingElement)]
    [InlineData("<get-config><source><config/></source></get-config>", ErrorTag.UnknownElement)]
    [InlineData("<copy-config><source><running/></source></copy-config>", ErrorTag.MissingElement)]
    [InlineData("<copy-config><source><running/></source><target><running/></target></copy-config>", ErrorTag.InvalidValue)]
    [InlineData("<copy-config><source><url>file:///a</url></source><target><running/></target></copy-config>", ErrorTag.OperationNotSupported)]
    [InlineData("<lock/>", ErrorTag.MissingElement)]
    [InlineData("<unlock><target><running/></target></unlock>", ErrorTag.OperationFailed)]
    [InlineData("<commit><confirmed/><confirm-timeout>0</confirm-timeout></commit>", ErrorTag.InvalidValue)]
    [InlineData("<commit><persist>x</persist></commit>", ErrorTag.MissingElement)]
    [InlineData("<cancel-commit/>", ErrorTag.OperationFailed)]
    [InlineData("<kill-session/>", ErrorTag.MissingElement)]
    [InlineData("<kill-session><session-id>0</session-id></kill-session>", ErrorTag.BadElement)]
    [InlineData("<kill-session><session-id>9999</session-id></kill-session>", ErrorTag.InvalidValue)]
    [InlineData("<make-tea/>", ErrorTag.OperationNotSupported)]
    [InlineData("<make-tea xmlns='urn:none'/>", ErrorTag.OperationNotSupported)]
    [InlineData("<nobody xmlns='urn:t'/>", ErrorTag.OperationNotSupported)]
    [InlineData("<ping xmlns='urn:t'><more/></ping>", ErrorTag.UnknownElement)]
    [InlineData("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'/>", ErrorTag.MissingElement)]
    [InlineData("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><identifier>none</identifier></get-schema>", ErrorTag.InvalidValue)]
    [InlineData("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><identifier>t</identifier><version>2000-01-01</version></get-schema>", ErrorTag.InvalidValue)]
    [InlineData("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><identifier>t</identifier><format>rng</format></get-schema>", ErrorTag.InvalidValue)]
    [InlineData("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><stream>none</stream></create-subscription>", ErrorTag.InvalidValue)]
    [InlineData("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><stopTime>2030-01-01T00:00:00Z</stopTime></create-subscription>", ErrorTag.MissingElement)]
    [InlineData("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><startTime>2999-01-01T00:00:00Z</startTime></create-subscription>", ErrorTag.BadElement)]
    [InlineData("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><startTime>soon</startTime></create-subscription>", ErrorTag.BadElement)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'/>", ErrorTag.MissingElement)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'/></action>", ErrorTag.MissingElement)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><reset/></y></x></action>", ErrorTag.MissingElement)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><a>x</a><reset/></y></x></action>", ErrorTag.InvalidValue)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><a>1</a><b/></y></x></action>", ErrorTag.UnknownElement)]
    [InlineData("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><a>1</a><reset/><reset/></y></x></action>", ErrorTag.BadElement)]
    public async Task A_wrong_request_gets_its_error(string operation, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, operation)).Tag.ShouldBe(tag);
        (await client.GetConfigAsync()).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public async Task The_candidate_is_edited_validated_committed_and_discarded()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", Three);
        (await TestStack.ConfigAsync(client)).ShouldBe("");
        await client.ValidateAsync("candidate");
        await client.CommitAsync();
        (await TestStack.ConfigAsync(client)).ShouldBe(Three);
        await client.EditConfigAsync("candidate", "<other xmlns='urn:t'/>");
        await client.DiscardChangesAsync();
        (await TestStack.ConfigAsync(client, "candidate")).ShouldBe(Three);
    }

    [Fact]
    public async Task A_configuration_given_with_the_request_is_copied_or_validated()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.RpcAsync($"<copy-config><target><running/></target><source><config>{Three}</config></source></copy-config>");
        (await TestStack.ConfigAsync(client)).ShouldBe(Three);
        await client.RpcAsync($"<validate><source><config>{Three}</config></source></validate>");
        (await Should.ThrowAsync<RpcErrorException>(() => client.DeleteConfigAsync("running"))).Errors.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lock_keeps_others_out_and_names_its_holder_and_dies_with_its_session()
    {
        await using var stack = await TestStack.StartAsync();
        await using var alice = await stack.ConnectAsync();
        await using var bob = await stack.ConnectAsync("bob");
        await alice.LockAsync("running");
        var denied = (await Should.ThrowAsync<RpcErrorException>(() => bob.LockAsync("running"))).Errors.Single();
        denied.Tag.ShouldBe(ErrorTag.LockDenied);
        denied.Info.ShouldContain(new ErrorInfo("session-id", alice.SessionId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        (await Should.ThrowAsync<RpcErrorException>(() => bob.EditConfigAsync("running", Three))).Errors.Single().Tag.ShouldBe(ErrorTag.InUse);
        await alice.EditConfigAsync("running", Three);
        await bob.KillSessionAsync(alice.SessionId);
        await alice.Completion;
        await bob.LockAsync("running");
        await bob.UnlockAsync("running");
        await bob.CloseSessionAsync();
    }

    [Fact]
    public async Task Rpcs_and_actions_of_modules_are_invoked()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", Three);
        (await client.RpcAsync("<ping xmlns='urn:t'><text>hi &lt;there&gt;</text></ping>")).ToElement().Elements().Single().ToString()
            .ShouldBe("<text xmlns=\"urn:t\">hi &lt;there&gt;</text>");
        var reply = await client.RpcAsync("<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><a>2</a><reset><why>w</why></reset></y></x></action>");
        reply.ToElement().Elements().Single().Value.ShouldBe("2");
    }

    [Fact]
    public async Task Schemas_are_given_as_they_were_read()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await client.GetSchemaAsync("t")).ShouldBe(TestStack.Module);
        (await client.GetSchemaAsync("ietf-netconf-monitoring", "2010-10-04")).ShouldStartWith("module ietf-netconf-monitoring");
    }

    [Fact]
    public async Task Too_many_sessions_are_refused()
    {
        await using var stack = await TestStack.StartAsync(new NetconfServerOptions { MaxSessions = 1 });
        await using var client = await stack.ConnectAsync();
        await Should.ThrowAsync<NetconfException>(() => stack.ConnectAsync("bob"));
        (await client.GetAsync()).IsFailure.ShouldBeFalse();
    }

    private static string Plain(string xml) => xml.Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal);
}

using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>
/// The conditions of RFC 6241 Appendix A, field by field, as they are on the wire. Two never arise: <c>rollback-failed</c>, since an edit is applied to a tree of its own and there is
/// nothing to roll back, and <c>partial-operation</c>, which the RFC has made obsolete.
/// </summary>
public sealed class RpcErrorTableTests
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static readonly XNamespace Nc = Base;

    [Theory]
    [InlineData("<edit-config><target><running/></target><config><x xmlns='urn:t'><y><a>1</a></y></x></config></edit-config>", "protocol", "in-use", "session-id=HOLDER")]
    [InlineData("<lock><target><running/></target></lock>", "protocol", "lock-denied", "session-id=HOLDER")]
    [InlineData("<get><with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>some</with-defaults></get>", "protocol", "invalid-value", "")]
    [InlineData("<get><filter type='xpath'/></get>", "protocol", "missing-attribute", "bad-attribute=select bad-element=filter")]
    [InlineData("<get><filter type='regex'/></get>", "protocol", "bad-attribute", "bad-attribute=type bad-element=filter")]
    [InlineData("<edit-config l:autocommit='true' xmlns:l='urn:taiji:local-session'><target><candidate/></target><config/></edit-config>", "protocol", "unknown-attribute", "bad-attribute=autocommit bad-element=edit-config")]
    [InlineData("<get when='now'/>", "protocol", "unknown-attribute", "bad-attribute=when bad-element=get")]
    [InlineData("<get o:when='now' xmlns:o='urn:other'/>", "protocol", "unknown-attribute", "bad-attribute=when bad-element=get")]
    [InlineData("<get><filter type='subtree' kind='some'/></get>", "protocol", "unknown-attribute", "bad-attribute=kind bad-element=filter")]
    [InlineData("<get-config><source of='all'><running/></source></get-config>", "protocol", "unknown-attribute", "bad-attribute=of bad-element=source")]
    [InlineData("<get-config><source><running of='all'/></source></get-config>", "protocol", "unknown-attribute", "bad-attribute=of bad-element=running")]
    [InlineData("<edit-config><target><candidate/></target><config operation='replace'/></edit-config>", "protocol", "unknown-attribute", "bad-attribute=operation bad-element=config")]
    [InlineData("<commit persist='yes'/>", "protocol", "unknown-attribute", "bad-attribute=persist bad-element=commit")]
    [InlineData("<ping xmlns='urn:t' loud='yes'><text>a</text></ping>", "protocol", "unknown-attribute", "bad-attribute=loud bad-element=ping")]
    [InlineData("<get-config/>", "protocol", "missing-element", "bad-element=source")]
    [InlineData("<edit-config><target><candidate/></target><error-option>never</error-option><config/></edit-config>", "protocol", "bad-element", "bad-element=error-option")]
    [InlineData("<get><more/></get>", "protocol", "unknown-element", "bad-element=more")]
    [InlineData("<get><more xmlns='urn:none'/></get>", "protocol", "unknown-namespace", "bad-element=more bad-namespace=urn:none")]
    [InlineData("<edit-config><target><candidate/></target><config><x xmlns='urn:t'><y nc:operation='create' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><a>1</a></y></x></config></edit-config>", "application", "data-exists", "")]
    [InlineData("<edit-config><target><candidate/></target><config><x xmlns='urn:t'><y nc:operation='delete' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><a>9</a></y></x></config></edit-config>", "application", "data-missing", "")]
    [InlineData("<edit-config><target><candidate/></target><config><x xmlns='urn:t'><none/></x></config></edit-config>", "application", "unknown-element", "bad-element=none")]
    [InlineData("<edit-config><target><candidate/></target><config><x xmlns='urn:t'><y><a>word</a></y></x></config></edit-config>", "application", "invalid-value", "bad-element=a")]
    [InlineData("<edit-config><target><candidate/></target><config><x xmlns='urn:t'><y><b>keyless</b></y></x></config></edit-config>", "application", "missing-element", "bad-element=a")]
    [InlineData("<make-tea/>", "protocol", "operation-not-supported", "")]
    [InlineData("<cancel-commit/>", "application", "operation-failed", "")]
    public async Task A_condition_is_told_with_all_its_fields(string operation, string type, string tag, string info)
    {
        await using var stack = await TestStack.StartAsync();
        await using var holder = await stack.ConnectAsync();
        await holder.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        await holder.SendAsync("<lock><target><running/></target></lock>");
        var session = stack.Open("bob");
        var error = XElement.Parse(await session.AskAsync($"<rpc xmlns='{Base}' message-id='5'>{operation}</rpc>")).Element(Nc + "rpc-error").ShouldNotBeNull();
        Check(error, type, tag, info.Replace("HOLDER", $"{holder.SessionId}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"<rpc xmlns='{Base}'><get/></rpc>", "rpc", "missing-attribute", "bad-attribute=message-id bad-element=rpc")]
    [InlineData($"<rpc xmlns='{Base}' message-id='1'/>", "protocol", "missing-element", "bad-element=rpcOperation")]
    [InlineData($"<rpc xmlns='{Base}' message-id='1'><get>", "rpc", "malformed-message", "")]
    [InlineData("<hello/>", "rpc", "malformed-message", "")]
    [InlineData($"<rpc xmlns='{Base}' message-id='1' username='carol'><get/></rpc>", "protocol", "access-denied", "")]
    public async Task A_fault_of_the_message_is_told_with_all_its_fields(string message, string type, string tag, string info)
    {
        await using var stack = await TestStack.StartAsync(new NetconfServerOptions { Credentials = CredentialsMode.Exact });
        Check(XElement.Parse(await stack.OpenLocal("bob").AskAsync(message)).Element(Nc + "rpc-error").ShouldNotBeNull(), type, tag, info);
    }

    [Fact]
    public async Task A_message_that_is_too_big_is_told_so()
    {
        await using var stack = await TestStack.StartAsync(new NetconfServerOptions { MaxMessageSize = 1000 });
        var reply = await stack.Open("bob").AskAsync($"<rpc xmlns='{Base}' message-id='7'><get/><!-- {new string('x', 2000)} --></rpc>");
        Check(XElement.Parse(reply).Element(Nc + "rpc-error").ShouldNotBeNull(), "rpc", "too-big", "");
        reply.ShouldContain("message-id=\"7\"");
    }

    [Fact]
    public async Task Resources_that_are_used_up_are_told_so()
    {
        await using var stack = await TestStack.StartAsync();
        var session = stack.Open("bob");
        const string Establish = "<establish-subscription xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'><stream>NETCONF</stream></establish-subscription>";
        var reply = "";
        for (var i = 0; i < 65; i++) reply = await session.AskAsync($"<rpc xmlns='{Base}' message-id='{i}'>{Establish}</rpc>");
        var error = XElement.Parse(reply).Element(Nc + "rpc-error").ShouldNotBeNull();
        Check(error, "application", "resource-denied", "");
        error.Element(Nc + "error-app-tag")!.Value.ShouldBe("ietf-subscribed-notifications:insufficient-resources");
    }

    [Fact]
    public async Task A_broken_constraint_has_its_app_tag_its_message_and_its_place()
    {
        await using var stack = await TestStack.StartAsync();
        var reply = await stack.Open("bob").AskAsync(
            $"<rpc xmlns='{Base}' message-id='1'><edit-config><target><running/></target><config><x xmlns='urn:t'><limit>0</limit></x></config></edit-config></rpc>");
        var error = XElement.Parse(reply).Element(Nc + "rpc-error").ShouldNotBeNull();
        Check(error, "application", "operation-failed", "");
        error.Element(Nc + "error-app-tag")!.Value.ShouldBe("full");
        error.Element(Nc + "error-message")!.Value.ShouldBe("too many");
        error.Element(Nc + "error-path")!.Value.ShouldBe("/t:x/t:limit");
        error.Element(Nc + "error-path")!.GetNamespaceOfPrefix("t")!.NamespaceName.ShouldBe("urn:t");
    }

    [Fact]
    public async Task All_faults_of_a_configuration_are_in_one_reply_each_with_its_place()
    {
        await using var stack = await TestStack.StartAsync();
        var reply = await stack.Open("bob").AskAsync(
            $"<rpc xmlns='{Base}' message-id='1'><edit-config><target><running/></target><config><x xmlns='urn:t'><y><a>1</a><b/><none/></y><y><a>x</a></y><limit>q</limit></x></config></edit-config></rpc>");
        XElement.Parse(reply).Elements(Nc + "rpc-error").Count().ShouldBe(3);
    }

    private static void Check(XElement error, string type, string tag, string info)
    {
        error.Element(Nc + "error-type")!.Value.ShouldBe(type);
        error.Element(Nc + "error-tag")!.Value.ShouldBe(tag);
        error.Element(Nc + "error-severity")!.Value.ShouldBe("error");
        var message = error.Element(Nc + "error-message").ShouldNotBeNull();
        message.Value.ShouldNotBeEmpty();
        message.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("en");
        string.Join(' ', error.Element(Nc + "error-info")?.Elements().Select(e => $"{e.Name.LocalName}={e.Value}") ?? []).ShouldBe(info);
    }
}

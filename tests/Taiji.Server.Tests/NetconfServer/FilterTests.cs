using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>Filters as they come: prefixes and namespaces of the elements around them (RFC 6241 §6.2, §8.9.5).</summary>
public sealed class FilterTests
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private const string Content = "<x xmlns='urn:t'><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y><w>d1</w><w>d2</w></x>";
    private const string First = "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y></x>";
    private const string Second = "<x xmlns=\"urn:t\"><y><a>2</a><b>two</b></y></x>";

    [Theory]
    [InlineData("<rpc xmlns='BASE' xmlns:t='urn:t' message-id='1'><get-config><source><running/></source><filter type='xpath' select=\"/t:x/t:y[t:a='1']\"/></get-config></rpc>", First)]
    [InlineData("<rpc xmlns='BASE' xmlns:q='urn:other' message-id='1'><get-config><source><running/></source><filter xmlns:q='urn:t' type='xpath' select=\"//q:y[q:b='two']\"/></get-config></rpc>", Second)]
    [InlineData("<nc:rpc xmlns:nc='BASE' nc:x='y' message-id='1'><nc:get-config xmlns:any.thing-1='urn:t'><nc:source><nc:running/></nc:source><nc:filter nc:type='xpath' nc:select='/any.thing-1:x/any.thing-1:y[1]'/></nc:get-config></nc:rpc>", First)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns=''><y><a>2</a></y></x></filter></get-config></rpc>", Second)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><z:x xmlns:z='urn:t'><z:y><z:b>one</z:b></z:y></z:x></filter></get-config></rpc>", First)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter type='subtree'><x xmlns='urn:t'><y><a> 1\n </a><b/></y></x></filter></get-config></rpc>", First)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t'><y><a><![CDATA[1]]></a><b></b></y></x></filter></get-config></rpc>", First)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t'><y><a>1</a></y><y><a>2</a></y></x></filter></get-config></rpc>", "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y></x>")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t'><w>d2</w></x></filter></get-config></rpc>", "<x xmlns=\"urn:t\"><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y><w>d1</w><w>d2</w></x>")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t' kind='any'><y/></x></filter></get-config></rpc>", "")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t'><y><a e:kind='key' xmlns:e='urn:e'>1</a></y></x></filter></get-config></rpc>", "")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:t'><y xml:lang='en'><a>1</a></y></x></filter></get-config></rpc>", First)]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter><x xmlns='urn:nowhere'/></filter></get-config></rpc>", "")]
    [InlineData("<rpc xmlns='BASE' message-id='1'><get-config><source><running/></source><filter/></get-config></rpc>", "")]
    public async Task A_filter_means_what_its_namespaces_say(string message, string expected)
    {
        await using var stack = await TestStack.StartAsync();
        await using (var client = await stack.ConnectAsync()) await client.EditConfigAsync("running", Content);
        var session = stack.Open("alice");
        var reply = System.Xml.Linq.XElement.Parse(await session.AskAsync(message.Replace("BASE", Base, StringComparison.Ordinal)));
        var data = reply.Element(System.Xml.Linq.XName.Get("data", Base)).ShouldNotBeNull();
        string.Concat(data.Nodes().Select(n => n.ToString(System.Xml.Linq.SaveOptions.DisableFormatting))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("<filter type='xpath' select='/t:x'/>", ErrorTag.BadAttribute)]
    [InlineData("<filter type='xpath' xmlns:t='urn:t' select='/t:x['/>", ErrorTag.BadAttribute)]
    [InlineData("<filter type='xpath' xmlns:t='urn:t' select='count(/t:x)'/>", ErrorTag.BadAttribute)]
    [InlineData("<filter type='xpath'/>", ErrorTag.MissingAttribute)]
    [InlineData("<filter type='regex'/>", ErrorTag.BadAttribute)]
    [InlineData("<filter><x xmlns='urn:t'>text<y/></x></filter>", ErrorTag.BadElement)]
    public async Task A_filter_that_means_nothing_is_refused(string filter, string tag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, $"<get-config><source><running/></source>{filter}</get-config>")).Tag.ShouldBe(tag);
    }
}

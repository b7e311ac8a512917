using System.Text;
using System.Text.RegularExpressions;
using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests;

/// <summary>
/// What may not be read is as if it weren't there: whatever a user asks, the answer is the same on a server where the hidden entry is and on one where it isn't (RFC 8341 §3.2.4, §3.2.5).
/// </summary>
public sealed partial class HiddenDataTests
{
    private const string Get = "<get-config><source><running/></source>";

    /// <summary>NETCONF requests of somebody who may not see the entry 2 of <c>/t:x/y</c>.</summary>
    public static TheoryData<string> Requests() =>
    [
        $"{Get}</get-config>",
        "<get/>",
        $"{Get}<filter type='subtree'><x xmlns='urn:t'><y><a>2</a></y></x></filter></get-config>",
        $"{Get}<filter type='subtree'><x xmlns='urn:t'><y><b>two</b></y></x></filter></get-config>",
        $"{Get}<filter type='subtree'><x xmlns='urn:t'><y><a>2</a><b/></y></x></filter></get-config>",
        XPath("/t:x/t:y[t:a='2']"),
        XPath("/t:x/t:y[t:a=\"2\"]/t:b"),
        XPath("//t:y"),
        XPath("//t:b"),
        XPath("//*[.='two']"),
        XPath("//*[local-name()='b'][2]"),
        XPath("/t:x/t:y[1] | /t:x/t:y[2]"),
        XPath("/t:x/t:y[t:a='1']/following-sibling::t:y"),
        XPath("/t:x/t:y[count(../t:y)=2]"),
        XPath("/t:x/t:y[last()=2]"),
        XPath("/t:x/t:y[not(../t:y/t:b='two')]"),
        XPath("/t:x[t:y/t:b='two']"),
        XPath("/t:x/t:y[t:a='1'][string-length(string(/)) > 4]"),
        XPath("/*/*[starts-with(t:b, 't')]/.."),
        XPath("id('2') | /t:x/t:y[t:a='1']/../t:y[t:a != '1']"),
        XPath("/q:x/q:y[q:a='2']", "q"),
        $"{Get}<with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>report-all</with-defaults></get-config>",
        "<get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'><datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:operational</datastore></get-data>",
        "<get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'><datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore><xpath-filter xmlns:t='urn:t'>/t:x/t:y[t:a='2']</xpath-filter></get-data>",
        Edit("<y nc:operation='create'><a>2</a></y>"),
        Edit("<y nc:operation='delete'><a>2</a></y>"),
        Edit("<y nc:operation='remove'><a>2</a></y>"),
        Edit("<y><a>2</a></y>"),
        Edit("<y><a>2</a><b>two</b></y>"),
        Edit("<y><a>2</a><b>guess</b></y>"),
        Edit("<y nc:operation='replace'><a>2</a><b>guess</b></y>"),
        Edit("<y><a>1</a><b nc:operation='replace'>two</b></y><y nc:operation='none'><a>2</a><b nc:operation='delete'/></y>"),
        "<action xmlns='urn:ietf:params:xml:ns:yang:1'><x xmlns='urn:t'><y><a>2</a><reset><why>x</why></reset></y></x></action>",
        "<partial-lock xmlns='urn:ietf:params:xml:ns:netconf:partial-lock:1.0'><select xmlns:t='urn:t'>/t:x/t:y[t:a='2']</select></partial-lock>",
    ];

    /// <summary>RESTCONF requests of the same user.</summary>
    public static TheoryData<string, string, string?> Targets() => new()
    {
        { "GET", "/data/t:x", null },
        { "GET", "/data/t:x/y", null },
        { "GET", "/data/t:x/y=2", null },
        { "GET", "/data/t:x/y=%32", null },
        { "GET", "/data/t:x/t:y=2", null },
        { "GET", "/data/%74:x/y=2", null },
        { "GET", "/data/t%3Ax/y=2/b", null },
        { "GET", "/data/t:x/y=2/b?with-defaults=report-all", null },
        { "GET", "/data/t:x/y=2/c?with-defaults=report-all", null },
        { "GET", "/data/t:x/y=1/../y=2", null },
        { "GET", "/data/t:x/./y=2", null },
        { "GET", "/data//t:x/y=2", null },
        { "GET", "/data/t:x/y=2/", null },
        { "GET", "/data/t:x/y=02", null },
        { "GET", "/data/t:x/y=+2", null },
        { "GET", "/data/t:x?fields=y/b", null },
        { "GET", "/data/t:x?fields=y(a;b)", null },
        { "GET", "/data?depth=4", null },
        { "GET", "/data/t:x?content=all", null },
        { "GET", "/ds/ietf-datastores:running/t:x/y=2", null },
        { "GET", "/ds/ietf-datastores:operational/t:x/y=2/b", null },
        { "HEAD", "/data/t:x/y=2", null },
        { "OPTIONS", "/data/t:x/y=2", null },
        { "DELETE", "/data/t:x/y=2", null },
        { "DELETE", "/data/t:x/y=2/b", null },
        { "PUT", "/data/t:x/y=2", """{"t:y":[{"a":2,"b":"two"}]}""" },
        { "PUT", "/data/t:x/y=2/b", """{"t:b":"two"}""" },
        { "PATCH", "/data/t:x/y=2", """{"t:y":[{"a":2,"b":"two"}]}""" },
        { "PATCH", "/data/t:x", """{"t:x":{"y":[{"a":2}]}}""" },
        { "POST", "/data/t:x", """{"t:y":[{"a":2}]}""" },
        { "POST", "/data/t:x/y=2", """{"t:b":"x"}""" },
        { "POST", "/data/t:x/y=2/reset", """{"t:input":{"why":"x"}}""" },
        { "PUT", "/data/t:x/y=1/sees", """{"t:sees":2}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task NETCONF(string request)
    {
        await using var with = await GuardedStack.StartAsync();
        await using var without = await GuardedStack.StartAsync(hasHidden: false);
        var answer = await AskAsync(with, request);
        answer.ShouldBe(await AskAsync(without, request));
        answer.ShouldNotContain("two");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task RESTCONF(string method, string target, string? content)
    {
        // Whoever may set a reference learns whether it fits: docs/security.md says so.
        var isReference = target.EndsWith("/sees", StringComparison.Ordinal);
        await using var with = await GuardedStack.StartAsync();
        await using var without = await GuardedStack.StartAsync(hasHidden: false);
        var answer = await AskAsync(with, method, target, content);
        if (!isReference) answer.ShouldBe(await AskAsync(without, method, target, content));
        answer.ShouldNotContain("\"two\"");
    }

    private static string XPath(string select, string prefix = "t") => $"{Get}<filter type='xpath' xmlns:{prefix}='urn:t' select=\"{select.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/></get-config>";

    private static string Edit(string entries) =>
        $"<edit-config><target><running/></target><config><x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'>{entries}</x></config></edit-config>";

    private static async Task<string> AskAsync(GuardedStack stack, string request)
    {
        await using var client = await stack.ConnectAsync("Partial");
        try
        {
            var reply = await client.SendAsync(request);
            return string.Join('\n', reply.Errors.Select(e => $"{e.Tag} {e.AppTag} {e.Path} {e.Message}")) + (reply.Errors.Count > 0 ? "" : LockId().Replace(Encoding.UTF8.GetString(reply.Content.Span), ""));
        }
        catch (RpcErrorException e)
        {
            return string.Join('\n', e.Errors);
        }
    }

    private static async Task<string> AskAsync(GuardedStack stack, string method, string target, string? content)
    {
        await using var web = await stack.ServeRestconfAsync();
        using var client = new HttpClient();
        var uri = new Uri($"{web.Address}/restconf{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(method), uri);
        message.Headers.Authorization = GuardedWeb.Credentials("Partial");
        if (content is not null) message.Content = new StringContent(content, Encoding.UTF8, "application/yang-data+json");
        using var response = await client.SendAsync(message);
        return $"{(int)response.StatusCode} {string.Join(',', response.Content.Headers.Allow)} {await response.Content.ReadAsStringAsync()}";
    }

    [GeneratedRegex("message-id=\"[^\"]*\"|<lock-id[^/]*/lock-id>")]
    private static partial Regex LockId();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Taiji.Server.Tests;

/// <summary>RFC 8341 §3.2.3, table 1: which operation's rpc rules each RESTCONF method answers to, and to no other's.</summary>
public sealed class MappedOperationTests
{
    private static readonly string[] Operations =
    [
        "ietf-netconf get", "ietf-netconf get-config", "ietf-netconf edit-config", "ietf-netconf copy-config", "ietf-netconf delete-config", "ietf-netconf-monitoring get-schema",
        "notifications create-subscription", "t ping",
    ];

    /// <summary>The method, the target, the body, and the operation; empty for none.</summary>
    public static TheoryData<string, string, string?, string> Rows() => new()
    {
        { "OPTIONS", "/data/t:x", null, "" },
        { "OPTIONS", "/operations/t:ping", null, "" },
        { "HEAD", "/data/t:x", null, "ietf-netconf get" },
        { "HEAD", "/data/t:x?content=config", null, "ietf-netconf get-config" },
        { "GET", "/data/t:x", null, "ietf-netconf get" },
        { "GET", "/data", null, "ietf-netconf get" },
        { "GET", "/data/t:x?content=nonconfig", null, "ietf-netconf get" },
        { "GET", "/data/t:x?content=config", null, "ietf-netconf get-config" },
        { "GET", "/operations", null, "ietf-netconf get" },
        { "POST", "/data", """{"t:other":{"must-have":"x"}}""", "ietf-netconf edit-config" },
        { "POST", "/data/t:x", """{"t:y":[{"a":9}]}""", "ietf-netconf edit-config" },
        { "POST", "/operations/t:ping", """{"t:input":{"text":"hi"}}""", "t ping" },
        { "PUT", "/data/t:x/y=1/b", """{"t:b":"new"}""", "ietf-netconf edit-config" },
        { "PUT", "/data", """{"ietf-restconf:data":{"t:x":{}}}""", "ietf-netconf copy-config" },
        { "PATCH", "/data/t:x/y=1/b", """{"t:b":"new"}""", "ietf-netconf edit-config" },
        { "PATCH", "/data", """{"ietf-restconf:data":{"t:x":{"limit":9}}}""", "ietf-netconf edit-config" },
        { "PATCH", "/data/t:x", """{"ietf-yang-patch:yang-patch":{"patch-id":"p","edit":[{"edit-id":"1","operation":"merge","target":"/limit","value":{"t:limit":9}}]}}""", "ietf-netconf edit-config" },
        { "DELETE", "/data/t:x/y=1", null, "ietf-netconf edit-config" },
        // What isn't data, by the operation that does the same.
        { "GET", "/schemas/t", null, "ietf-netconf-monitoring get-schema" },
        { "GET", "/openapi/t", null, "ietf-netconf-monitoring get-schema" },
        { "GET", "/streams/NETCONF/json", null, "notifications create-subscription" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_method_is_refused_by_a_rule_for_the_operation_that_it_stands_for_and_by_no_other(string method, string target, string? content, string operation)
    {
        await using var stack = await GuardedStack.StartAsync();
        foreach (var denied in Operations) await stack.ConfigureAsync(DenyingOnly(denied));
        await using var web = await stack.ServeRestconfAsync();
        // Others that refuse come first: what isn't refused may change what there is.
        foreach (var denied in Operations.OrderByDescending(o => o == operation))
        {
            var status = await StatusAsync(web, method, target, content, denied);
            // GET and HEAD on what isn't data are reads too (table 1: class "all").
            var isRead = denied == "ietf-netconf get" && method is "GET" && !target.StartsWith("/data", StringComparison.Ordinal);
            if (denied == operation || isRead) status.ShouldBe(HttpStatusCode.Forbidden, denied);
            else status.ShouldNotBe(HttpStatusCode.Forbidden, denied);
        }
    }

    // Users of a group named after the operation may do everything else.
    private static string DenyingOnly(string operation)
    {
        var (module, rpc) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        return $$$"""
            {"ietf-netconf-acm:nacm": {"rule-list": [{"name": "not-{{{rpc}}}", "group": ["not-{{{rpc}}}"], "rule": [
              {"name": "1", "module-name": "{{{module}}}", "rpc-name": "{{{rpc}}}", "access-operations": "exec", "action": "deny"},
              {"name": "2", "module-name": "*", "access-operations": "*", "action": "permit"}]}]}}
            """;
    }

    private static async Task<HttpStatusCode> StatusAsync(GuardedWeb web, string method, string target, string? content, string denied)
    {
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(new HttpMethod(method), web.Address + "/restconf" + target);
        message.Headers.Authorization = GuardedWeb.Credentials("somebody", "not-" + denied.Split(' ')[1]);
        if (content is not null)
        {
            message.Content = new StringContent(content, Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(content.Contains("yang-patch", StringComparison.Ordinal) ? "application/yang-patch+json" : "application/yang-data+json");
        }

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}

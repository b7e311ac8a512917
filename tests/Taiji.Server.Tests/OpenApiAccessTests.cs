using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests;

/// <summary>What <c>{+restconf}/openapi</c> tells users who may not do everything.</summary>
public sealed class OpenApiAccessTests
{
    private const string NoSchemas = """{"name": "1", "module-name": "ietf-netconf-monitoring", "rpc-name": "get-schema", "access-operations": "exec", "action": "deny"}""";

    [Theory]
    [InlineData("GET", "/openapi", "*/*")]
    [InlineData("GET", "/openapi", "text/html")]
    [InlineData("GET", "/openapi/t", "application/json")]
    [InlineData("GET", "/openapi/t", "text/html")]
    [InlineData("GET", "/openapi/t.json", "*/*")]
    [InlineData("HEAD", "/openapi/t.json", "*/*")]
    [InlineData("GET", "/schemas/t", "*/*")]
    public async Task Who_may_not_invoke_get_schema_gets_no_module_in_another_form(string method, string target, string accept)
    {
        await using var stack = await GuardedStack.StartAsync();
        await stack.RulePartialAsync(NoSchemas);
        await using var web = await stack.ServeRestconfAsync();
        var (status, body) = await SendAsync(web, "Partial", method, target, accept);
        status.ShouldBe(HttpStatusCode.Forbidden);
        body.ShouldNotContain("t:x");
        // The same as over NETCONF; and the rule is about nothing else.
        await using var client = await stack.ConnectAsync("Partial");
        (await client.SendAsync("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><identifier>t</identifier></get-schema>")).Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.AccessDenied);
        (await SendAsync(web, "Partial", "GET", "/data/t:x", "*/*")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(web, "Allowed", method, target, accept)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    // Nothing at all: it is as if it weren't there.
    [InlineData("""{"name": "1", "path": "/t:other", "access-operations": "*", "action": "deny"}""", "/data/t:other", "")]
    [InlineData("""{"name": "1", "path": "/t:x", "access-operations": "*", "action": "deny"}""", "/data/t:x/y={a}/reset", "")]
    [InlineData("""{"name": "1", "path": "/t:x/t:y", "access-operations": "*", "action": "deny"}""", "/data/t:x/y", "")]
    // Writing takes a rule (write-default is deny), executing and reading don't.
    [InlineData("", "/data/t:other", "get")]
    [InlineData("", "/data/t:x/y={a}/reset", "post")]
    [InlineData("", "/operations/t:ping", "post")]
    [InlineData("""{"name": "1", "module-name": "t", "rpc-name": "ping", "access-operations": "exec", "action": "deny"}""", "/operations/t:ping", "")]
    [InlineData("""{"name": "1", "path": "/t:x/t:y/t:reset", "access-operations": "exec", "action": "deny"}""", "/data/t:x/y={a}/reset", "")]
    // What leads to an action must be readable (RFC 8341 §3.1.3).
    [InlineData("""{"name": "1", "path": "/t:x/t:y", "access-operations": "read", "action": "deny"}""", "/data/t:x/y={a}/reset", "")]
    [InlineData("""{"name": "1", "path": "/t:other", "access-operations": "create", "action": "permit"}""", "/data/t:other", "get,post,put,patch")]
    [InlineData("""{"name": "1", "path": "/t:other", "access-operations": "delete", "action": "permit"}""", "/data/t:other", "get,post,put,patch,delete")]
    // What only leads to a change takes no right (§3.2.5).
    [InlineData("""{"name": "1", "path": "/t:other/t:must-have", "access-operations": "create", "action": "permit"}""", "/data/t:other", "get,post,put,patch")]
    // Written without being read.
    [InlineData("""{"name": "1", "path": "/t:other", "access-operations": "read", "action": "deny"}, {"name": "2", "path": "/t:other/t:must-have", "access-operations": "update", "action": "permit"}""", "/data/t:other/must-have", "put,patch")]
    // One entry's rules: it depends on which.
    [InlineData("""{"name": "1", "path": "/t:x/t:y[t:a='7']/t:c", "access-operations": "create", "action": "permit"}""", "/data/t:x/y={a}/c", "get,put,patch")]
    [InlineData("""{"name": "1", "path": "/t:x/t:y[t:a='7']/t:c", "access-operations": "read", "action": "deny"}""", "/data/t:x/y={a}/c", "get")]
    // Without edit-config nothing is edited, whatever the rules for nodes say.
    [InlineData("""{"name": "1", "path": "/t:other", "access-operations": "*", "action": "permit"}, {"name": "2", "module-name": "ietf-netconf", "rpc-name": "edit-config", "access-operations": "exec", "action": "deny"}""", "/data/t:other", "get")]
    public async Task A_document_has_the_methods_that_the_user_may_have_use_for(string rules, string path, string methods)
    {
        await using var stack = await GuardedStack.StartAsync();
        if (rules.Length > 0) await stack.RulePartialAsync(rules);
        await using var web = await stack.ServeRestconfAsync();
        Methods((await DocumentAsync(web, "Partial"))["paths"]![path]).ShouldBe(methods);
        var page = (await SendAsync(web, "Partial", "GET", "/openapi/t", "text/html")).Body;
        page.Contains($"{path}</summary>", StringComparison.Ordinal).ShouldBe(methods.Length > 0);
    }

    [Fact]
    public async Task Everything_that_a_document_leaves_out_is_refused()
    {
        await using var stack = await GuardedStack.StartAsync();
        await stack.RulePartialAsync("""
            {"name": "1", "path": "/t:x/t:u", "access-operations": "read", "action": "deny"},
            {"name": "2", "path": "/t:x/t:w", "access-operations": "create", "action": "permit"},
            {"name": "3", "path": "/t:x/t:y/t:reset", "access-operations": "exec", "action": "deny"},
            {"name": "4", "path": "/t:other", "access-operations": "*", "action": "deny"},
            {"name": "5", "module-name": "t", "rpc-name": "nobody", "access-operations": "exec", "action": "deny"}
            """);
        await stack.ConfigureAsync("""{"t:x": {"y": [{"a": 1, "c": "c", "sees": 1}, {"a": 3}], "plain": "p", "u": [{"k": "1", "v": "v"}], "w": ["1"], "limit": 9}, "t:other": {"must-have": "m"}}""");
        await using var web = await stack.ServeRestconfAsync();
        var all = (await DocumentAsync(web, "Allowed"))["paths"]!.AsObject();
        var some = (await DocumentAsync(web, "Partial"))["paths"]!.AsObject();
        var leftOut = all.SelectMany(p => Methods(p.Value).Split(',').Except(Methods(some[p.Key]).Split(',')).Select(m => (Path: p.Key, Method: m))).ToList();
        leftOut.ShouldContain(("/data/t:x/u", "get"));
        leftOut.ShouldContain(("/operations/t:nobody", "post"));
        leftOut.Count.ShouldBeGreaterThan(20);
        foreach (var (path, method) in leftOut)
        {
            var target = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "1");
            var (status, body) = await SendAsync(web, "Partial", method.ToUpperInvariant(), target, "*/*", BodyOf(path, method));
            // What may not be read is as if it weren't there; and a choice's other case is not.
            var isThere = method != "get" && !path.EndsWith("/fancy", StringComparison.Ordinal);
            if (isThere || status != HttpStatusCode.NotFound) status.ShouldBe(HttpStatusCode.Forbidden, $"{method} {target}: {body}");
        }
    }

    [Fact]
    public async Task Schemas_leave_out_what_the_user_has_no_part_in_and_demand_nothing_that_it_may_not_see()
    {
        await using var stack = await GuardedStack.StartAsync();
        await stack.RulePartialAsync("""
            {"name": "1", "path": "/t:x/t:y/t:sees", "access-operations": "*", "action": "deny"},
            {"name": "2", "path": "/t:x/t:fancy", "access-operations": "*", "action": "deny"},
            {"name": "3", "path": "/t:other/t:must-have", "access-operations": "read", "action": "deny"},
            {"name": "4", "path": "/t:other", "access-operations": "create", "action": "permit"}
            """);
        await using var web = await stack.ServeRestconfAsync();
        var all = (await DocumentAsync(web, "Allowed"))["components"]!["schemas"]!;
        var some = (await DocumentAsync(web, "Partial"))["components"]!["schemas"]!;
        all["t.x.y"]!["properties"]!.AsObject().ShouldContainKey("sees");
        some["t.x.y"]!["properties"]!.AsObject().Select(p => p.Key).ShouldBe(["a", "b", "c"]);
        some["t.x"]!.ToJsonString().ShouldNotContain("fancy");
        // It may be written, and isn't in what is read.
        all["t.other"]!["required"]!.ToJsonString().ShouldBe("""["must-have"]""");
        some["t.other"]!["properties"]!.AsObject().ShouldContainKey("must-have");
        some["t.other"]!["required"].ShouldBeNull();
        (await SendAsync(web, "Partial", "GET", "/openapi/t", "text/html")).Body.ShouldNotContain("<code>sees</code>");
    }

    [Fact]
    public async Task A_module_of_which_the_user_may_use_nothing_is_not_listed_and_has_no_document()
    {
        await using var stack = await GuardedStack.StartAsync();
        await stack.RulePartialAsync("""{"name": "1", "module-name": "ietf-yang-library", "access-operations": "*", "action": "deny"}""");
        await using var web = await stack.ServeRestconfAsync();
        var partial = await SendAsync(web, "Partial", "GET", "/openapi/ietf-yang-library.json", "*/*");
        partial.Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(web, "Partial", "HEAD", "/openapi/ietf-yang-library.json", "*/*")).Status.ShouldBe(HttpStatusCode.NotFound);
        partial.Body.Replace("'ietf-yang-library'", "'u'", StringComparison.Ordinal).ShouldBe((await SendAsync(web, "Partial", "GET", "/openapi/u", "*/*")).Body);
        (await ModulesAsync(web, "Partial")).ShouldNotContain("ietf-yang-library");
        (await ModulesAsync(web, "Partial")).ShouldContain("t");
        (await ModulesAsync(web, "Allowed")).ShouldContain("ietf-yang-library");
        (await SendAsync(web, "Partial", "GET", "/openapi", "text/html")).Body.ShouldNotContain("/openapi/ietf-yang-library\"");
    }

    private static async Task<string[]> ModulesAsync(GuardedWeb web, string user) =>
        [.. JsonNode.Parse((await SendAsync(web, user, "GET", "/openapi", "*/*")).Body)!["modules"]!.AsArray().Select(m => m!["name"]!.GetValue<string>())];

    private static async Task<JsonNode> DocumentAsync(GuardedWeb web, string user)
    {
        var (status, body) = await SendAsync(web, user, "GET", "/openapi/t.json", "*/*");
        status.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(body)!;
    }

    private static string Methods(JsonNode? item) => string.Join(',', item?.AsObject().Select(m => m.Key).Where(k => k != "parameters") ?? []);

    // Whatever would change or make something: what is as it was needs no right.
    private static string? BodyOf(string path, string method) => (method, path.Split('/')[^1]) switch
    {
        ("get" or "delete", _) => null,
        ("post", "t:x") => """{"t:limit":70}""",
        ("post", "y={a}") => """{"t:c":"new"}""",
        ("post", "u={k}") => """{"t:v":"new"}""",
        ("post", "t:other") => """{"t:must-have":"new"}""",
        ("post", "reset") => """{"t:input":{}}""",
        ("post", _) => null,
        (_, "t:x") => """{"t:x":{"limit":70}}""",
        (_, "t:other") => """{"t:other":{"must-have":"new"}}""",
        (_, "y={a}") => """{"t:y":[{"a":1,"c":"new"}]}""",
        (_, "u={k}") => """{"t:u":[{"k":"1","v":"new"}]}""",
        (_, "w={w}") => """{"t:w":["1"]}""",
        (_, "limit") => """{"t:limit":70}""",
        (_, "sees") => """{"t:sees":3}""",
        (_, var leaf) => $$"""{"t:{{leaf}}":"new"}""",
    };

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(GuardedWeb web, string user, string method, string target, string accept, string? content = null)
    {
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(new HttpMethod(method), web.Address + "/restconf" + target);
        message.Headers.Authorization = GuardedWeb.Credentials(user);
        message.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        if (content is not null) message.Content = new StringContent(content, System.Text.Encoding.UTF8, "application/yang-data+json");
        using var response = await client.SendAsync(message);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

using System.Net;
using System.Net.Http.Headers;
using Taiji.Clients.Restconf;
using Taiji.Clients.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Tests.Restconf;

public sealed class RestconfClientTests
{
    private static readonly RestconfClientOptions Options = new() { Server = new Uri("http://device.example"), Root = "/api", User = "alice", Password = "wonderland" };

    [Theory]
    [InlineData("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='other' href='/x'/><Link rel='restconf' href='/top/restconf/'/></XRD>", "/top/restconf")]
    [InlineData("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='restconf' href='http://device.example/r'/></XRD>", "http://device.example/r")]
    public async Task The_root_is_found_by_host_meta(string document, string root)
    {
        var server = new StubServer((_, _) => StubServer.Text(document, "application/xrd+xml"));
        using var client = await RestconfClient.ConnectAsync(Options with { Root = null }, server);
        client.Root.ShouldBe(root);
        server.Asked.ShouldBe([("GET", "/.well-known/host-meta", "")]);
    }

    [Theory]
    [InlineData("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'/>")]
    [InlineData("<XRD")]
    public async Task A_server_without_RESTCONF_is_told_so(string document) =>
        await Should.ThrowAsync<HttpRequestException>(() => RestconfClient.ConnectAsync(Options with { Root = null }, new StubServer((_, _) => StubServer.Text(document, "application/xrd+xml"))));

    [Fact]
    public async Task A_retrieval_has_its_parameters_and_headers()
    {
        HttpRequestHeaders? headers = null;
        var server = new StubServer((request, _) =>
        {
            headers = request.Headers;
            var answer = StubServer.Json("""{"m:c":{}}""");
            answer.Headers.ETag = new EntityTagHeaderValue("\"e1\"");
            answer.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
            return answer;
        });
        using var client = await RestconfClient.ConnectAsync(Options, server);
        var query = new RestconfQuery { Content = "config", Depth = 3, Fields = "a;b(c)", WithDefaults = "report-all", WithOrigin = true, Others = new Dictionary<string, string> { ["x"] = "y&z" } };
        var answer = await client.GetAsync("m:c", query, ifNoneMatch: "\"e0\"", datastore: "ietf-datastores:operational");
        server.Asked.ShouldHaveSingleItem().Path.ShouldBe("/api/ds/ietf-datastores:operational/m:c?content=config&depth=3&fields=a%3Bb%28c%29&with-defaults=report-all&with-origin&x=y%26z");
        headers!.IfNoneMatch.ToString().ShouldBe("\"e0\"");
        headers.Accept.ToString().ShouldBe("application/yang-data+json");
        headers.Authorization!.ToString().ShouldBe("Basic YWxpY2U6d29uZGVybGFuZA==");
        (answer.EntityTag, answer.LastModified).ShouldBe(("\"e1\"", DateTimeOffset.UnixEpoch));
        answer.GetContentOrThrow().ToJson().GetProperty("m:c").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_that_still_holds_is_not_sent_again()
    {
        using var client = await RestconfClient.ConnectAsync(Options, new StubServer((_, _) => new HttpResponseMessage(HttpStatusCode.NotModified)));
        var answer = await client.GetAsync("m:c", ifNoneMatch: "\"e0\"");
        answer.IsNotModified.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => answer.GetContentOrThrow());
    }

    [Fact]
    public async Task Edits_say_what_where_and_on_which_condition()
    {
        var conditions = new List<string>();
        var server = new StubServer((request, _) =>
        {
            conditions.Add($"{request.Headers.IfMatch}|{request.Headers.IfNoneMatch}|{request.Content?.Headers.ContentType}");
            return new HttpResponseMessage(HttpStatusCode.Created) { Headers = { Location = new Uri("http://device.example/api/data/m:c/l=1") } };
        });
        using var client = await RestconfClient.ConnectAsync(Options, server);
        (await client.PostAsync("m:c", """{"m:l":[{"k":1}]}"""!, new RestconfEditOptions { Insert = "before", Point = "m:c/l=2" })).Location!.AbsolutePath.ShouldBe("/api/data/m:c/l=1");
        await client.PutAsync(RestconfPath.Of("m:c").Entry("l", "a/b", "c d"), "<l xmlns='urn:m'/>"!, new RestconfEditOptions { IfMatch = "\"e1\"" });
        await client.PutAsync("m:c", RestconfContent.Json("{}"), new RestconfEditOptions { IfAbsent = true });
        await client.PatchAsync("", RestconfContent.Json("{}"));
        await client.DeleteAsync("/m:c");
        server.Asked.Select(a => $"{a.Method} {a.Path}").ShouldBe(
            ["POST /api/data/m:c?insert=before&point=%2Fm%3Ac%2Fl%3D2", "PUT /api/data/m:c/l=a%2Fb,c%20d", "PUT /api/data/m:c", "PATCH /api/data", "DELETE /api/data/m:c"]);
        conditions.ShouldBe(["||application/yang-data+json", "\"e1\"||application/yang-data+xml", "|*|application/yang-data+json", "||application/yang-data+json", "||"]);
    }

    [Fact]
    public async Task All_errors_of_a_JSON_answer_are_thrown()
    {
        const string Body = """
            {"ietf-restconf:errors":{"error":[
              {"error-type":"protocol","error-tag":"lock-denied","error-info":{"session-id":"7","more":{"a":1}}},
              {"error-type":"application","error-tag":"invalid-value","error-app-tag":"x","error-path":"/m:c","error-message":"no"}]}}
            """;
        using var client = await RestconfClient.ConnectAsync(Options, new StubServer((_, _) => StubServer.Json(Body, HttpStatusCode.Conflict)));
        var fault = await Should.ThrowAsync<RestconfErrorException>(() => client.DeleteAsync("m:c"));
        fault.Status.ShouldBe(HttpStatusCode.Conflict);
        fault.Errors[0].Info.ShouldBe([new ErrorInfo("session-id", "7"), new ErrorInfo("more", """{"a":1}""")]);
        var second = fault.Errors[1];
        (second.Type, second.Tag, second.AppTag, second.Path, second.Message).ShouldBe((ErrorType.Application, "invalid-value", "x", "/m:c", "no"));
    }

    [Fact]
    public async Task All_errors_of_an_XML_answer_are_thrown()
    {
        const string Body = """
            <errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><error><error-type>rpc</error-type><error-tag>too-big</error-tag></error>
            <error><error-type>application</error-type><error-tag>data-missing</error-tag><error-message>gone</error-message></error></errors>
            """;
        using var client = await RestconfClient.ConnectAsync(
            Options with { Encoding = RestconfEncoding.Xml }, new StubServer((_, _) => StubServer.Text(Body, "application/yang-data+xml", HttpStatusCode.Conflict)));
        (await Should.ThrowAsync<RpcErrorException>(() => client.GetAsync("m:c"))).Errors.Select(e => e.Tag).ShouldBe(["too-big", "data-missing"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "access-denied")]
    [InlineData(HttpStatusCode.NotFound, "invalid-value")]
    [InlineData(HttpStatusCode.MethodNotAllowed, "operation-not-supported")]
    [InlineData(HttpStatusCode.BadGateway, "operation-failed")]
    public async Task A_status_without_errors_is_an_error_too(HttpStatusCode status, string tag)
    {
        using var client = await RestconfClient.ConnectAsync(Options, new StubServer((_, _) => StubServer.Text("<html>sorry", "text/html", status)));
        var error = (await Should.ThrowAsync<RestconfErrorException>(() => client.GetAsync("m:c"))).Errors.ShouldHaveSingleItem();
        (error.Type, error.Tag).ShouldBe((ErrorType.Transport, tag));
        error.Message!.ShouldContain($"HTTP {(int)status}");
    }

    [Fact]
    public async Task A_resource_that_is_not_there_has_no_head()
    {
        using var client = await RestconfClient.ConnectAsync(Options, new StubServer((_, _) => new HttpResponseMessage(HttpStatusCode.NotFound)));
        (await client.HeadAsync("m:c")).ShouldBeNull();
    }

    [Fact]
    public async Task A_YANG_patch_is_sent_and_its_status_read()
    {
        var server = new StubServer((_, _) => StubServer.Json("""{"ietf-yang-patch:yang-patch-status":{"patch-id":"p","ok":[null]}}"""));
        using var client = await RestconfClient.ConnectAsync(Options, server);
        var patch = new YangPatch("p", "why").Add("create", "/l=1", """{"m:l":[{"k":1}]}""").Add("move", "/l=1", where: "after", point: "/m:c/l=2", editId: "last");
        (await client.YangPatchAsync("m:c", patch)).IsOk.ShouldBeTrue();
        server.Asked[0].Body.ShouldBe(
            """{"ietf-yang-patch:yang-patch":{"patch-id":"p","comment":"why","edit":[{"edit-id":"1","operation":"create","target":"/l=1","value":{"m:l":[{"k":1}]}},{"edit-id":"last","operation":"move","target":"/l=1","point":"/m:c/l=2","where":"after"}]}}""");
    }

    [Fact]
    public async Task A_YANG_patch_that_fails_tells_which_edits_are_why()
    {
        const string Body = """
            {"ietf-yang-patch:yang-patch-status":{"patch-id":"p","edit-status":{"edit":[{"edit-id":"1","ok":[null]},
            {"edit-id":"2","errors":{"error":[{"error-type":"application","error-tag":"data-exists"}]}}]}}}
            """;
        using var client = await RestconfClient.ConnectAsync(Options, new StubServer((_, _) => StubServer.Json(Body, HttpStatusCode.Conflict)));
        var fault = await Should.ThrowAsync<RestconfErrorException>(() => client.YangPatchAsync("m:c", new YangPatch("p")));
        fault.Errors.ShouldHaveSingleItem().Tag.ShouldBe("data-exists");
        fault.PatchStatus!.Edits.Select(e => (e.EditId, e.IsOk)).ShouldBe([("1", true), ("2", false)]);
    }

    [Fact]
    public async Task Operations_and_actions_are_invoked_and_the_API_described()
    {
        var server = new StubServer((request, _) => request.RequestUri!.AbsolutePath switch
        {
            "/api/operations/m:ping" => new HttpResponseMessage(HttpStatusCode.NoContent),
            "/api/data/m:c/reset" => StubServer.Json("""{"m:output":{"done":true}}"""),
            "/api/yang-library-version" => StubServer.Json("""{"ietf-restconf:yang-library-version":"2019-01-04"}"""),
            "/api/operations" => StubServer.Json("""{"ietf-restconf:operations":{"m:ping":[null],"m:pong":[null]}}"""),
            _ => StubServer.Json("""{"ietf-restconf-monitoring:capabilities":{"capability":["urn:a"]}}"""),
        });
        using var client = await RestconfClient.ConnectAsync(Options, server);
        (await client.InvokeRpcAsync("m:ping", """{"m:input":{"to":"x"}}""")).ShouldBeNull();
        (await client.InvokeActionAsync("m:c/reset"))!.ToJson().GetProperty("m:output").GetProperty("done").GetBoolean().ShouldBeTrue();
        (await client.GetYangLibraryVersionAsync()).ShouldBe("2019-01-04");
        (await client.GetOperationsAsync()).ShouldBe(["m:ping", "m:pong"]);
        (await client.GetCapabilitiesAsync()).ShouldBe(["urn:a"]);
    }
}

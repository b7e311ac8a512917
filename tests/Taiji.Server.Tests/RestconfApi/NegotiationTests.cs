using Taiji.Server.RestconfApi;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class NegotiationTests : RestconfTest
{
    [Theory]
    [InlineData(null, RestconfHost.Json)]
    [InlineData("*/*", RestconfHost.Json)]
    [InlineData("application/*", RestconfHost.Json)]
    [InlineData("application/yang-data+xml", RestconfHost.Xml)]
    [InlineData("APPLICATION/YANG-DATA+XML", RestconfHost.Xml)]
    [InlineData("application/yang-data+xml;q=0.5, application/yang-data+json;q=0.4", RestconfHost.Xml)]
    [InlineData("application/yang-data+json;q=0, */*", RestconfHost.Xml)]
    [InlineData("text/html, application/yang-data+xml;q=0.1", RestconfHost.Xml)]
    [InlineData("application/*+xml", RestconfHost.Xml)]
    [InlineData("*/*;q=0.1, application/yang-data+xml;charset=utf-8", RestconfHost.Xml)]
    public async Task The_reply_is_in_the_encoding_liked_best(string? accept, string expected) =>
        (await Host.GetAsync(Data, accept)).ShouldBe(200).ContentType.ShouldBe(expected);

    [Theory]
    [InlineData($"{Data}?content=config", 200)]
    [InlineData($"{Data}?content=nothing", 400)]
    [InlineData("/restconf/operations", 200)]
    public async Task Caches_are_told_that_it_depends_on_Accept(string target, int status) => (await Host.GetAsync(target)).ShouldBe(status)["Vary"].ShouldBe("Accept");

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("application/yang-data+cbor")]
    [InlineData("*/*;q=0")]
    [InlineData("rubbish")]
    public async Task An_Accept_that_allows_neither_encoding_is_406(string accept)
    {
        (await Host.GetAsync(Data, accept)).ShouldBeError(406, "invalid-value");
        (await Host.SendAsync("PUT", $"{Shop}/name", """{"shop:name":"x"}""", null, accept)).ShouldBeError(406, "invalid-value");
        (await Host.GetAsync($"{Shop}/name")).ShouldBe(404);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/yang-data+json; charset=latin1")]
    [InlineData("application/yang-patch+json")]
    [InlineData("")]
    public async Task A_body_in_no_encoding_of_ours_is_415(string contentType) =>
        (await Host.SendAsync("PUT", $"{Shop}/name", """{"shop:name":"x"}""", contentType)).ShouldBeError(415, "invalid-value");

    [Theory]
    [InlineData("application/yang-data+json; charset=utf-8")]
    [InlineData("application/yang-data+json;charset=\"UTF-8\"")]
    [InlineData("Application/Yang-Data+JSON")]
    public async Task Parameters_and_case_of_a_Content_Type_do_not_matter(string contentType) =>
        (await Host.SendAsync("PUT", $"{Shop}/name", """{"shop:name":"x"}""", contentType)).ShouldBe(201);

    [Fact]
    public async Task Without_Accept_a_reply_is_in_the_encoding_of_the_request() =>
        (await Host.SendAsync("PUT", $"{Shop}/low", "<low xmlns='urn:test:shop'>x</low>")).ShouldBe(400).ContentType.ShouldBe(RestconfHost.Xml);

    [Fact]
    public async Task A_body_beyond_the_limit_is_413_and_one_nested_too_deep_is_too_big()
    {
        await using var small = await RestconfHost.StartAsync(o => (o.MaxRequestBodySize, o.MaxBodyDepth) = (1000, 10));
        (await small.PutAsync($"{Shop}/name", $$"""{"shop:name":"{{new string('x', 2000)}}"}""")).ShouldBeError(413, "too-big");
        (await small.PutAsync($"{Shop}/notes", $$"""{"shop:notes":{{string.Concat(Enumerable.Repeat("{\"a\":", 50))}}1{{new string('}', 51)}}""")).ShouldBeError(413, "too-big");
    }

    [Fact]
    public async Task A_target_beyond_the_limit_is_414()
    {
        await using var small = await RestconfHost.StartAsync(o => o.MaxTargetLength = 100);
        (await small.GetAsync($"{Shop}/item={new string('x', 200)}")).ShouldBe(414).ErrorTags.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWRtaW4=")]
    [InlineData("Basic YWRtaW46d3Jvbmc=")]
    [InlineData("Bearer abc")]
    public async Task A_request_without_good_credentials_is_401_with_a_challenge(string authorization)
    {
        var reply = await Host.GetAsync(Data, null, ("Authorization", authorization));
        reply.ShouldBeError(401, "access-denied");
        reply["WWW-Authenticate"].ShouldBe("Basic realm=\"taiji\", charset=\"UTF-8\"");
        (await Host.SendAsync("PUT", $"{Shop}/name", """{"shop:name":"x"}""", headers: ("Authorization", authorization))).ShouldBe(401);
        (await Host.GetAsync($"{Shop}/name")).ShouldBe(404);
    }

    [Fact]
    public async Task One_connection_has_one_session_for_its_user_and_kill_session_ends_it()
    {
        for (var i = 0; i < 5; i++) await Host.GetAsync(Data);
        var session = Host.Operations.Sessions.All.ShouldHaveSingleItem();
        session.Identity.Transport.ShouldBe("restconf");
        session.User.ShouldBe("admin");
        using var netconf = Host.OpenNetconfSession();
        Host.Operations.KillSession(netconf, session.Id);
        (await Host.GetAsync(Data)).ShouldBe(200);
        Host.Operations.Sessions.All.ShouldNotContain(s => s.Id == session.Id);
    }

    [Fact]
    public async Task The_root_is_discovered_without_credentials_in_XRD_and_JRD()
    {
        const string meta = "/.well-known/host-meta";
        var xrd = await Host.GetAsync(meta, "application/xrd+xml", ("Authorization", ""));
        xrd.ShouldBe(200).ContentType.ShouldBe("application/xrd+xml");
        xrd.Body.ShouldContain("""<Link rel="restconf" href="/restconf" />""");
        (await Host.GetAsync(meta)).ContentType.ShouldBe("application/xrd+xml");
        var jrd = await Host.GetAsync(meta, "application/jrd+json");
        jrd.ContentType.ShouldBe("application/jrd+json");
        jrd.Body.ShouldBe("""{"links":[{"rel":"restconf","href":"/restconf"}]}""");
        (await Host.GetAsync(meta + ".json")).Body.ShouldBe(jrd.Body);
        (await Host.GetAsync(meta, "text/html")).ShouldBe(406);
        (await Host.SendAsync("POST", meta)).ShouldBe(405)["Allow"].ShouldBe("GET, HEAD, OPTIONS");
    }

    [Fact]
    public async Task The_root_can_be_elsewhere()
    {
        await using var host = await RestconfHost.StartAsync(o => o.Root = "/top/restconf");
        (await host.GetAsync("/.well-known/host-meta.json")).Body.ShouldContain("/top/restconf");
        (await host.GetAsync("/top/restconf/yang-library-version")).ShouldHoldJson("""{"ietf-restconf:yang-library-version":"2019-01-04"}""");
    }

    [Fact]
    public async Task The_API_resource_tells_its_children()
    {
        (await Host.GetAsync("/restconf")).ShouldHoldJson("""{"ietf-restconf:restconf":{"data":{},"operations":{},"yang-library-version":"2019-01-04"}}""");
        (await Host.GetAsync("/restconf?depth=1")).ShouldHoldJson("""{"ietf-restconf:restconf":{}}""");
        (await Host.GetAsync("/restconf?fields=data;operations")).ShouldHoldJson("""{"ietf-restconf:restconf":{"data":{},"operations":{}}}""");
        (await Host.GetAsync("/restconf", RestconfHost.Xml)).ShouldHoldXml(
            """<restconf xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><data /><operations /><yang-library-version>2019-01-04</yang-library-version></restconf>""");
    }

    [Fact]
    public async Task A_modules_text_is_where_the_YANG_library_says()
    {
        var library = await Host.GetAsync("/restconf/data/ietf-yang-library:yang-library/module-set=complete/module=shop/location");
        var location = library.ShouldBe(200).JsonBody["ietf-yang-library:location"]![0]!.GetValue<string>();
        var text = await Host.GetAsync(new Uri(location).AbsolutePath, "application/yang");
        text.ShouldBe(200).ContentType.ShouldBe("application/yang");
        text.Body.ShouldBe(TestModules.Main);
        (await Host.GetAsync("/restconf/data/ietf-yang-library:modules-state/module=shop,2026-11-01?fields=conformance-type;namespace")).ShouldHoldJson(
            """{"ietf-yang-library:module":[{"name":"shop","revision":"2026-11-01","namespace":"urn:test:shop","conformance-type":"implement"}]}""");
    }

    [Fact]
    public async Task The_capabilities_name_the_default_mode_and_the_optional_query_parameters() =>
        (await Host.GetAsync("/restconf/data/ietf-restconf-monitoring:restconf-state/capabilities/capability")).JsonBody["ietf-restconf-monitoring:capability"]!.AsArray()
            .Select(c => c!.GetValue<string>()).ShouldBe(new RestconfMonitoringProvider(new RestconfOptions()).Capabilities, ignoreOrder: true);
}

using System.Xml.Linq;

namespace Taiji.Conformance.Restconf;

/// <summary>What a client finds out first (RFC 8040 §3.1, §3.3, §3.7).</summary>
public sealed class DiscoveryTests(ServerFixture server) : RestconfTest(server)
{
    [Fact]
    public async Task Host_meta_leads_to_the_root()
    {
        var answer = (await Curl.GetAsync("//.well-known/host-meta")).ShouldBe(200);
        answer.Headers["content-type"].ShouldStartWith("application/xrd+xml");
        XNamespace xrd = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
        var link = answer.Xml.Element(xrd + "Link")!;
        ((string?)link.Attribute("rel")).ShouldBe("restconf");
        ((string?)link.Attribute("href")).ShouldBe("/restconf");
    }

    [Fact]
    public async Task The_root_names_data_operations_and_the_librarys_version()
    {
        var root = (await Curl.GetAsync("")).ShouldBe(200).Json["ietf-restconf:restconf"]!;
        root["data"].ShouldNotBeNull();
        root["operations"].ShouldNotBeNull();
        root["yang-library-version"]!.GetValue<string>().ShouldBe("2019-01-04");
        (await Curl.GetAsync("/yang-library-version")).Json["ietf-restconf:yang-library-version"]!.GetValue<string>().ShouldBe("2019-01-04");
    }

    [Fact]
    public async Task The_root_is_there_in_xml()
    {
        var root = (await Curl.GetAsync("", "-H", "Accept: application/yang-data+xml")).ShouldBe(200).Xml;
        root.Name.ShouldBe(XName.Get("restconf", "urn:ietf:params:xml:ns:yang:ietf-restconf"));
        root.Elements().Select(e => e.Name.LocalName).ShouldBe(["data", "operations", "yang-library-version"]);
    }

    [Fact]
    public async Task Operations_are_listed_with_their_modules()
    {
        var operations = (await Curl.GetAsync("/operations")).ShouldBe(200).Json["ietf-restconf:operations"]!.AsObject();
        operations.ShouldContainKey("taiji-example:read-sensors");
        operations.Select(o => o.Key).ShouldNotContain("ietf-netconf:edit-config");
    }

    [Fact]
    public async Task The_yang_library_lists_every_module()
    {
        var library = (await Curl.ReadAsync("/ietf-yang-library:yang-library"))["ietf-yang-library:yang-library"]!;
        library["content-id"]!.GetValue<string>().ShouldNotBeEmpty();
        var modules = library["module-set"]![0]!["module"]!.AsArray().ToDictionary(m => m!["name"]!.GetValue<string>());
        modules["ietf-interfaces"]!["revision"]!.GetValue<string>().ShouldBe("2018-02-20");
        modules["ietf-interfaces"]!["namespace"]!.GetValue<string>().ShouldBe("urn:ietf:params:xml:ns:yang:ietf-interfaces");
        modules.ShouldContainKey("ietf-ip");
        modules.ShouldContainKey("taiji-example");
        library["datastore"]!.AsArray().Select(d => d!["name"]!.GetValue<string>()).ShouldContain("ietf-datastores:running");
    }

    [Fact]
    public async Task The_capabilities_name_the_query_parameters()
    {
        var state = (await Curl.ReadAsync("/ietf-restconf-monitoring:restconf-state"))["ietf-restconf-monitoring:restconf-state"]!;
        var capabilities = state["capabilities"]!["capability"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        foreach (var name in new[] { "depth", "fields", "with-defaults" }) capabilities.ShouldContain($"urn:ietf:params:restconf:capability:{name}:1.0");
        capabilities.ShouldContain(c => c.StartsWith("urn:ietf:params:restconf:capability:defaults:1.0?basic-mode=explicit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_health_endpoints_answer_without_credentials()
    {
        var anonymous = new Curl(Server.Taiji, user: null);
        (await anonymous.GetAsync("//healthz")).ShouldBe(200);
        (await anonymous.GetAsync("//readyz")).ShouldBe(200);
    }

    [Theory]
    [InlineData("/data", "GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    [InlineData("/data/ietf-interfaces:interfaces", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    [InlineData("/data/taiji-example:engine", "GET, HEAD, OPTIONS")]
    [InlineData("/operations/taiji-example:read-sensors", "OPTIONS, POST")]
    public async Task Options_names_the_methods(string path, string allow)
    {
        var answer = (await Curl.SendAsync("OPTIONS", path)).ShouldBe(200);
        answer.Headers["allow"].ShouldBe(allow);
        if (allow.Contains("PATCH")) answer.Headers["accept-patch"].ShouldContain("application/yang-data+json");
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.Restconf;

/// <summary>RESTCONF behind nginx, over a Unix socket.</summary>
[Collection(ProxyCollection.Name)]
public sealed class ReverseProxyTests(ProxyFixture proxy)
{
    private const string Interfaces = "/restconf/data/ietf-interfaces:interfaces";
    private const string Streams = "/restconf/data/ietf-restconf-monitoring:restconf-state/streams/stream=NETCONF";

    [Theory]
    [InlineData("")]
    [InlineData("/device1")]
    public async Task A_Location_leads_back_by_the_way_the_request_came(string prefix)
    {
        await proxy.AdminAsync(Interfaces, "-X", "DELETE");
        var created = await PostAsync(prefix + "/restconf/data", """{"ietf-interfaces:interfaces":{"interface":[{"name":"1/2","type":"iana-if-type:ethernetCsmacd"}]}}""");
        created.ShouldBe(201).Headers["location"].ShouldBe($"{proxy.Origin}{prefix}{Interfaces}");
        created = await PostAsync(prefix + Interfaces, """{"ietf-interfaces:interface":[{"name":"3/4","type":"iana-if-type:ethernetCsmacd"}]}""");
        var location = created.ShouldBe(201).Headers["location"];
        location.ShouldBe($"{proxy.Origin}{prefix}{Interfaces}/interface=3%2F4");
        (await proxy.AdminAsync(location[proxy.Origin.Length..] + "/name")).ShouldBe(200).Json["ietf-interfaces:name"]!.GetValue<string>().ShouldBe("3/4");
    }

    [Fact]
    public async Task The_places_of_streams_are_the_proxys_and_lead_to_them()
    {
        foreach (var prefix in new[] { "", "/device1" })
        {
            var stream = (await proxy.AdminAsync(prefix + Streams)).ShouldBe(200).Json["ietf-restconf-monitoring:stream"]![0]!;
            var places = stream["access"]!.AsArray().Select(a => a!["location"]!.GetValue<string>()).ToList();
            places.ShouldBe([$"{proxy.Origin}{prefix}/restconf/streams/NETCONF/json", $"{proxy.Origin}{prefix}/restconf/streams/NETCONF"], ignoreOrder: true);
            foreach (var place in places) (await proxy.AdminAsync(place[proxy.Origin.Length..], "-I")).ShouldBe(200).Headers["content-type"].ShouldBe("text/event-stream");
        }
    }

    [Fact]
    public async Task Over_the_socket_alone_they_are_where_the_client_says_it_asked()
    {
        var answer = await Client.RunAsync(
            "curl", ["-sS", "-g", "-u", $"admin:{TaijiProcess.AdminPassword}", "--unix-socket", proxy.SocketPath, $"http://router.example{Streams}/access=json/location"]);
        JsonNode.Parse(answer.Succeeded)!["ietf-restconf-monitoring:location"]!.GetValue<string>().ShouldBe("http://router.example/restconf/streams/NETCONF/json");
    }

    [Fact]
    public async Task An_event_comes_through_at_once()
    {
        var start = new ProcessStartInfo("curl", ["-sS", "-k", "-N", "-m", "60", "-u", $"admin:{TaijiProcess.AdminPassword}", $"{proxy.Origin}/restconf/streams/NETCONF/json"]) { RedirectStandardOutput = true };
        using var curl = Process.Start(start)!;
        try
        {
            // The stream's beginning: from here on nothing is missed.
            (await curl.StandardOutput.ReadLineAsync())!.ShouldStartWith("retry:");
            await proxy.AdminAsync("/restconf/data", "-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "--data-binary",
                """{"ietf-restconf:data":{"ietf-interfaces:interfaces":{"interface":[{"name":"event","type":"iana-if-type:ethernetCsmacd"}]}}}""");
            string? line;
            do line = await curl.StandardOutput.ReadLineAsync();
            while (line is not null && !line.Contains("netconf-config-change", StringComparison.Ordinal));
            line!.ShouldStartWith("data: {\"ietf-restconf:notification\"");
        }
        finally
        {
            curl.Kill();
        }
    }

    [Fact]
    public async Task The_clients_certificate_says_who_it_is()
    {
        var (file, key, fingerprint) = proxy.Certificates.MakeClient("carol");
        (await proxy.AdminAsync("/restconf/data", "-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "--data-binary",
            """{"ietf-restconf:data":{"taiji-access:certificates":{"cert-to-name":[{"id":1,"fingerprint":"FP","map-type":"ietf-x509-cert-to-name:common-name"}]}}}"""
                .Replace("FP", fingerprint, StringComparison.Ordinal))).ShouldBe(204);
        (await proxy.CurlAsync("/restconf/yang-library-version", "--cert", file, "--key", key)).ShouldBe(200);
        (await proxy.CurlAsync("/restconf/yang-library-version")).ShouldFail(401, "access-denied");
        // What the client itself writes there is not what the proxy hands on.
        var forged = Uri.EscapeDataString(await File.ReadAllTextAsync(file));
        (await proxy.CurlAsync("/restconf/yang-library-version", "-H", $"X-Client-Cert: {forged}")).ShouldFail(401, "access-denied");
        (await Client.RunAsync("curl", ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", $"X-Client-Cert: {forged}", "-H", "X-Forwarded-Proto: https", proxy.Taiji.Restconf + "/yang-library-version"]))
            .Succeeded.ShouldBe("401");
    }

    [Theory]
    [InlineData("--http1.1", "HTTP/1.1")]
    [InlineData("--http2", "HTTP/2")]
    public async Task Conditions_and_compression_work_through_it(string option, string version)
    {
        (await PatchNameAsync()).ShouldBe(204);
        var first = await proxy.AdminAsync(Interfaces + "/interface=tagged", option, "-H", "Accept-Encoding: gzip", "--output", "/dev/null", "-D", "-");
        first.Version.ShouldBe(version);
        first.ShouldBe(200).Headers["content-encoding"].ShouldBe("gzip");
        var tag = first.Headers["etag"];
        tag.ShouldEndWith("+gzip\"");
        (await proxy.AdminAsync(Interfaces + "/interface=tagged", option, "-H", "Accept-Encoding: gzip", "-H", $"If-None-Match: {tag}")).ShouldBe(304);
        (await proxy.AdminAsync(Interfaces + "/interface=tagged", option, "-X", "DELETE", "-H", "If-Match: \"other\"")).ShouldBe(412);
        (await proxy.AdminAsync(Interfaces + "/interface=tagged", option, "-X", "DELETE", "-H", $"If-Match: {tag}")).ShouldBe(204);
    }

    private Task<CurlAnswer> PatchNameAsync() => proxy.AdminAsync("/restconf/data", "-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "--data-binary",
        """{"ietf-restconf:data":{"ietf-interfaces:interfaces":{"interface":[{"name":"tagged","type":"iana-if-type:ethernetCsmacd"}]}}}""");

    private Task<CurlAnswer> PostAsync(string path, string body) => proxy.AdminAsync(path, "-X", "POST", "-H", "Content-Type: application/yang-data+json", "--data-binary", body);
}

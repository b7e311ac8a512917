using System.Xml.Linq;

namespace Taiji.Conformance.Restconf;

/// <summary>Every method on a data resource (RFC 8040 §4), in both encodings.</summary>
public sealed class MethodTests(ServerFixture server) : RestconfTest(server)
{
    private static readonly XNamespace If = "urn:ietf:params:xml:ns:yang:ietf-interfaces";

    [Fact]
    public async Task Post_creates_a_child_and_gives_its_location()
    {
        await Server.ConfigureAsync("""{"ietf-interfaces:interfaces":{"interface":[{"name":"lo","type":"iana-if-type:softwareLoopback"}]}}""");
        var answer = (await Curl.SendAsync("POST", Interfaces, Eth0)).ShouldBe(201);
        answer.Headers["location"].ShouldEndWith("/restconf/data/ietf-interfaces:interfaces/interface=eth0");
        answer.Headers["etag"].ShouldNotBeEmpty();
        var found = await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0");
        found["ietf-interfaces:interface"]![0]!["type"]!.GetValue<string>().ShouldBe("iana-if-type:ethernetCsmacd");
    }

    [Fact]
    public async Task Post_of_what_is_there_is_409_data_exists()
    {
        (await Curl.SendAsync("POST", Interfaces, Eth0)).ShouldBe(201);
        (await Curl.SendAsync("POST", Interfaces, Eth0)).ShouldFail(409, "data-exists");
    }

    [Fact]
    public async Task Put_creates_then_replaces()
    {
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0", """{"ietf-interfaces:interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd","description":"a"}]}"""))
            .ShouldBe(201).Headers.ShouldContainKey("location");
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0", Eth0)).ShouldBe(204);
        (await Curl.GetAsync(Interfaces + "/interface=eth0/description")).ShouldFail(404, "invalid-value");
    }

    [Fact]
    public async Task Put_with_another_key_in_the_body_is_400_invalid_value() =>
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth1", Eth0)).ShouldFail(400, "invalid-value");

    [Fact]
    public async Task Patch_merges()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        (await Curl.SendAsync("PATCH", Interfaces + "/interface=eth0", """{"ietf-interfaces:interface":[{"name":"eth0","description":"merged"}]}""")).ShouldBe(204);
        var entry = (await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0"))["ietf-interfaces:interface"]![0]!;
        entry["description"]!.GetValue<string>().ShouldBe("merged");
        entry["type"]!.GetValue<string>().ShouldBe("iana-if-type:ethernetCsmacd");
    }

    [Fact]
    public async Task Patch_of_what_is_not_there_is_404_and_makes_nothing()
    {
        (await Curl.SendAsync("PATCH", Interfaces + "/interface=eth0", Eth0)).ShouldFail(404, "invalid-value");
        (await Curl.GetAsync(Interfaces + "/interface=eth0")).ShouldBe(404);
    }

    [Fact]
    public async Task Delete_takes_away_and_then_is_404()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        (await Curl.SendAsync("DELETE", Interfaces + "/interface=eth0")).ShouldBe(204).Body.ShouldBeEmpty();
        (await Curl.SendAsync("DELETE", Interfaces + "/interface=eth0")).ShouldFail(404, "invalid-value");
    }

    [Fact]
    public async Task Head_has_the_header_of_get_without_a_body()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        var get = await Curl.GetAsync(Interfaces);
        var head = (await Curl.GetAsync(Interfaces, "--head")).ShouldBe(200);
        head.Body.ShouldBeEmpty();
        head.Headers["etag"].ShouldBe(get.Headers["etag"]);
        head.Headers["last-modified"].ShouldBe(get.Headers["last-modified"]);
        head.Headers["content-type"].ShouldBe("application/yang-data+json");
    }

    [Fact]
    public async Task A_single_leaf_can_be_put_read_and_deleted()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0/description", """{"ietf-interfaces:description":"Büro \"3\" 雲"}""")).ShouldBe(201);
        (await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0/description"))["ietf-interfaces:description"]!.GetValue<string>().ShouldBe("Büro \"3\" 雲");
        (await Curl.SendAsync("DELETE", Interfaces + "/interface=eth0/description")).ShouldBe(204);
    }

    [Fact]
    public async Task Keys_are_percent_encoded()
    {
        (await Curl.SendAsync("POST", Interfaces, """{"ietf-interfaces:interface":[{"name":"ge-0/0/1, a=b","type":"iana-if-type:ethernetCsmacd"}]}""")).ShouldBe(201)
            .Headers["location"].ShouldEndWith("interface=ge-0%2F0%2F1%2C%20a%3Db");
        (await Curl.GetAsync(Interfaces + "/interface=ge-0%2F0%2F1%2C%20a%3Db")).ShouldBe(200);
    }

    [Fact]
    public async Task Augmented_nodes_carry_their_modules_name()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0/ietf-ip:ipv4", """{"ietf-ip:ipv4":{"address":[{"ip":"192.0.2.1","prefix-length":24}]}}""")).ShouldBe(201);
        var address = await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0/ietf-ip:ipv4/address=192.0.2.1");
        address["ietf-ip:address"]![0]!["prefix-length"]!.GetValue<int>().ShouldBe(24);
    }

    [Fact]
    public async Task Everything_works_in_xml_too()
    {
        const string Entry = """<interface xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type"><name>eth0</name><type>ianaift:ethernetCsmacd</type></interface>""";
        (await Curl.SendXmlAsync("POST", Interfaces, Entry)).ShouldBe(201);
        (await Curl.SendXmlAsync("PATCH", Interfaces + "/interface=eth0", Entry.Replace("</interface>", "<description>x</description></interface>"))).ShouldBe(204);
        var read = (await Curl.GetAsync(Interfaces + "/interface=eth0", "-H", "Accept: application/yang-data+xml")).ShouldBe(200);
        read.Headers["content-type"].ShouldBe("application/yang-data+xml");
        read.Xml.Name.ShouldBe(If + "interface");
        read.Xml.Element(If + "description")!.Value.ShouldBe("x");
        read.Xml.Element(If + "type")!.Value.ShouldEndWith(":ethernetCsmacd");
        (await Curl.SendXmlAsync("PUT", Interfaces + "/interface=eth0", Entry)).ShouldBe(204);
        var again = await Curl.SendXmlAsync("POST", Interfaces, Entry);
        again.ShouldBe(409);
        again.Xml.Descendants().Single(e => e.Name.LocalName == "error-tag").Value.ShouldBe("data-exists");
        again.Xml.Name.ShouldBe(XName.Get("errors", "urn:ietf:params:xml:ns:yang:ietf-restconf"));
    }

    [Fact]
    public async Task The_whole_datastore_can_be_put_back_as_it_was_read()
    {
        await Curl.SendAsync("POST", Interfaces, Eth0);
        var before = (await Curl.GetAsync("/data?content=config")).ShouldBe(200).Body;
        (await Curl.SendAsync("DELETE", Interfaces)).ShouldBe(204);
        (await Curl.SendAsync("PUT", "/data", before)).ShouldBe(204);
        (await Curl.GetAsync("/data?content=config")).Body.ShouldBe(before);
    }

    [Fact]
    public async Task Http2_without_tls_works_from_its_first_byte()
    {
        (await Curl.SendAsync("POST", Interfaces, Eth0, "--http2-prior-knowledge")).ShouldBe(201).Version.ShouldBe("HTTP/2");
        var read = (await Curl.GetAsync(Interfaces, "--http2-prior-knowledge")).ShouldBe(200);
        read.Version.ShouldBe("HTTP/2");
        read.Json["ietf-interfaces:interfaces"]!["interface"]![0]!["name"]!.GetValue<string>().ShouldBe("eth0");
        (await Curl.GetAsync(Interfaces, "--http1.1")).Version.ShouldBe("HTTP/1.1");
    }

    [Fact]
    public async Task A_broken_constraint_leaves_everything_as_it_was()
    {
        var before = await Server.RunningAsync();
        var answer = await Curl.SendAsync("PUT", "/data/taiji-example:sensors", """{"taiji-example:sensors":{"sensor":[{"name":"a","kind":"humidity","simulated":{"low":"9.0","high":"1.0"}}]}}""");
        answer.ShouldFail(412, "operation-failed");
        answer.Error["error-app-tag"]!.GetValue<string>().ShouldBe("range-empty");
        answer.Error["error-path"]!.GetValue<string>().ShouldBe("/taiji-example:sensors/sensor[name='a']/simulated");
        (await Server.RunningAsync()).ShouldBe(before);
    }
}

namespace Taiji.Conformance.Restconf;

/// <summary>The query parameters (RFC 8040 §4.8).</summary>
public sealed class QueryTests(ServerFixture server) : RestconfTest(server)
{
    private const string Sensor = "/data/taiji-example:sensors/sensor=attic";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {
              "ietf-interfaces:interfaces": {"interface": [
                {"name": "eth0", "type": "iana-if-type:ethernetCsmacd", "enabled": true, "ietf-ip:ipv4": {"mtu": 1400, "address": [{"ip": "192.0.2.1", "prefix-length": 24}]}},
                {"name": "eth1", "type": "iana-if-type:ethernetCsmacd"}
              ]},
              "taiji-example:sensors": {"sensor": [
                {"name": "attic", "kind": "temperature", "interval": 86400000, "filter": [{"name": "b", "add": "1.0"}, {"name": "d", "add": "2.0"}]}
              ]}
            }
            """);
    }

    [Fact]
    public async Task Content_config_leaves_state_out_and_nonconfig_leaves_configuration_out()
    {
        var config = await Curl.ReadAsync("/taiji-example:sensors?content=config");
        var entry = config["taiji-example:sensors"]!["sensor"]![0]!.AsObject();
        entry.ShouldContainKey("kind");
        entry.ShouldNotContainKey("statistics");
        var state = (await Curl.ReadAsync("/taiji-example:sensors?content=nonconfig"))["taiji-example:sensors"]!["sensor"]![0]!.AsObject();
        state.ShouldNotContainKey("kind");
        state.ShouldContainKey("statistics");
        state.ShouldContainKey("name");
        (await Curl.GetAsync("/data/taiji-example:engine?content=config")).ShouldBe(404);
    }

    [Fact]
    public async Task Depth_cuts_below_its_level()
    {
        (await Curl.ReadAsync("/ietf-interfaces:interfaces?depth=1"))["ietf-interfaces:interfaces"]!.ToJsonString().ShouldBe("{}");
        var entry = (await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0?depth=2"))["ietf-interfaces:interface"]![0]!.AsObject();
        entry.ShouldContainKey("type");
        entry["ietf-ip:ipv4"]?.ToJsonString().ShouldBe("{}");
        (await Curl.ReadAsync("/ietf-interfaces:interfaces?depth=unbounded")).ToJsonString().ShouldContain("192.0.2.1");
    }

    [Fact]
    public async Task Fields_selects_nodes_at_several_levels()
    {
        var entry = (await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0?fields=name;ietf-ip:ipv4(address/ip;mtu)"))["ietf-interfaces:interface"]![0]!;
        entry.AsObject().Select(m => m.Key).ShouldBe(["name", "ietf-ip:ipv4"]);
        entry["ietf-ip:ipv4"]!["mtu"]!.GetValue<int>().ShouldBe(1400);
        entry["ietf-ip:ipv4"]!["address"]![0]!.AsObject().Select(m => m.Key).ShouldBe(["ip"]);
    }

    [Theory]
    [InlineData("report-all", true, true)]
    [InlineData("explicit", true, false)]
    [InlineData("trim", false, false)]
    public async Task With_defaults_shows_or_hides_defaults(string mode, bool setByClient, bool byDefault)
    {
        var entries = (await Curl.ReadAsync($"/ietf-interfaces:interfaces?with-defaults={mode}"))["ietf-interfaces:interfaces"]!["interface"]!.AsArray();
        entries[0]!.AsObject().ContainsKey("enabled").ShouldBe(setByClient);
        entries[1]!.AsObject().ContainsKey("enabled").ShouldBe(byDefault);
    }

    [Fact]
    public async Task Report_all_tagged_tags_defaults()
    {
        var leaf = await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth1?with-defaults=report-all-tagged");
        leaf["ietf-interfaces:interface"]![0]!["@enabled"]!["ietf-netconf-with-defaults:default"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("first", null, "n b d")]
    [InlineData("last", null, "b d n")]
    [InlineData("before", "d", "b n d")]
    [InlineData("after", "b", "b n d")]
    public async Task Insert_and_point_place_a_new_entry(string insert, string? point, string expected)
    {
        var query = $"?insert={insert}" + (point is null ? "" : $"&point=%2Ftaiji-example%3Asensors%2Fsensor%3Dattic%2Ffilter%3D{point}");
        (await Curl.SendAsync("POST", Sensor + query, """{"taiji-example:filter":[{"name":"n","multiply-by":"2.0"}]}""")).ShouldBe(201);
        (await FilterNames()).ShouldBe(expected);
    }

    [Fact]
    public async Task Put_with_insert_moves_an_entry()
    {
        (await Curl.SendAsync("PUT", Sensor + "/filter=d?insert=first", """{"taiji-example:filter":[{"name":"d","add":"2.0"}]}""")).ShouldBe(204);
        (await FilterNames()).ShouldBe("d b");
    }

    [Theory]
    [InlineData("/data/ietf-interfaces:interfaces?depth=0")]
    [InlineData("/data/ietf-interfaces:interfaces?depth=65536")]
    [InlineData("/data/ietf-interfaces:interfaces?content=some")]
    [InlineData("/data/ietf-interfaces:interfaces?content=all&content=all")]
    [InlineData("/data/ietf-interfaces:interfaces?with-defaults=maybe")]
    [InlineData("/data/ietf-interfaces:interfaces?fields=interface(name")]
    [InlineData("/data/ietf-interfaces:interfaces?fields=no-such-node")]
    [InlineData("/data/ietf-interfaces:interfaces?colour=red")]
    [InlineData("/data/ietf-interfaces:interfaces?insert=first")]
    public async Task A_parameter_that_is_malformed_or_not_for_a_get_is_400(string path)
    {
        var answer = await Curl.GetAsync(path);
        answer.ShouldBe(400);
        answer.Error["error-tag"]!.GetValue<string>().ShouldBe("invalid-value");
        answer.Error["error-message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("insert=first")]
    [InlineData("insert=after&point=%2Fietf-interfaces%3Ainterfaces%2Finterface%3Deth1")]
    [InlineData("insert=before")]
    [InlineData("point=%2Fietf-interfaces%3Ainterfaces%2Finterface%3Deth1")]
    public async Task Insert_is_only_for_lists_ordered_by_the_user(string query) =>
        (await Curl.SendAsync("POST", Interfaces + "?" + query, Eth0.Replace("eth0", "eth9"))).ShouldFail(400, "invalid-value");

    private async Task<string> FilterNames()
    {
        var sensor = await Curl.ReadAsync("/taiji-example:sensors/sensor=attic?content=config");
        return string.Join(' ', sensor["taiji-example:sensor"]![0]!["filter"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()));
    }
}

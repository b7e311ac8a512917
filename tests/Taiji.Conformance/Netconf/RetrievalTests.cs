using System.Xml.Linq;

namespace Taiji.Conformance.Netconf;

/// <summary>get, get-config and their filters.</summary>
public sealed class RetrievalTests(NetconfFixture server) : NetconfTest(server)
{
    private static readonly XNamespace If = "urn:ietf:params:xml:ns:yang:ietf-interfaces";
    private static readonly XNamespace Tjx = "urn:taiji:example";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {
              "ietf-interfaces:interfaces": {"interface": [
                {"name": "eth0", "type": "iana-if-type:ethernetCsmacd", "description": "uplink", "ietf-ip:ipv4": {"address": [{"ip": "192.0.2.1", "prefix-length": 24}]}},
                {"name": "eth1", "type": "iana-if-type:ethernetCsmacd", "enabled": false},
                {"name": "lo", "type": "iana-if-type:softwareLoopback"}
              ]},
              "taiji-example:sensors": {"sensor": [
                {"name": "attic", "kind": "temperature", "interval": 86400000, "simulated": {"shape": "constant", "low": "10.0", "high": "20.0"}}
              ]}
            }
            """);
    }

    [Fact]
    public async Task Get_config_gives_the_whole_configuration_and_no_state()
    {
        var data = await Ncclient.RunXmlAsync("print(running())");
        data.Elements().Select(e => e.Name).ShouldContain(If + "interfaces");
        data.Elements().Select(e => e.Name).ShouldContain(Tjx + "sensors");
        data.Elements().Select(e => e.Name).ShouldNotContain(Tjx + "engine");
        data.Descendants(Tjx + "statistics").ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_gives_configuration_and_state_in_one()
    {
        var data = await Ncclient.RunXmlAsync("""print(m.get(filter=[sensors(""), f'<engine xmlns="{TJX}"/>']).data_xml)""");
        data.Element(Tjx + "engine")!.Element(Tjx + "active-sensors")!.Value.ShouldBe("1");
        var sensor = data.Element(Tjx + "sensors")!.Element(Tjx + "sensor")!;
        sensor.Element(Tjx + "name")!.Value.ShouldBe("attic");
        sensor.Element(Tjx + "statistics")!.Element(Tjx + "start-time").ShouldNotBeNull();
    }

    [Fact]
    public async Task Get_without_filter_gives_the_state_of_every_module()
    {
        var modules = (await Ncclient.RunXmlAsync("print(m.get().data_xml)")).Elements().Select(e => e.Name.LocalName).ToList();
        new[] { "interfaces", "sensors", "engine", "system", "nacm", "netconf-state", "yang-library" }.ShouldBeSubsetOf(modules);
    }

    [Fact]
    public async Task A_subtree_filter_selects_by_content_and_by_node()
    {
        var data = await Ncclient.RunXmlAsync("""print(running(interfaces("<interface><name>eth0</name><description/></interface>")))""");
        var entry = data.Descendants(If + "interface").ShouldHaveSingleItem();
        entry.Elements().Select(e => e.Name.LocalName).ShouldBe(["name", "description"]);
    }

    [Fact]
    public async Task A_content_match_on_a_leaf_that_is_no_key_selects_whole_entries()
    {
        var data = await Ncclient.RunXmlAsync("""print(running(interfaces("<interface><enabled>false</enabled></interface>")))""");
        data.Descendants(If + "name").Select(e => e.Value).ShouldBe(["eth1"]);
        data.Descendants(If + "type").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Several_trees_in_one_subtree_filter_are_all_answered()
    {
        var data = await Ncclient.RunXmlAsync("""
            print(m.get_config("running", filter=[interfaces("<interface><name>lo</name></interface>"), sensors("<sensor><name/></sensor>")]).data_xml)
            """);
        data.Descendants(If + "name").ShouldHaveSingleItem().Value.ShouldBe("lo");
        data.Descendants(Tjx + "sensor").ShouldHaveSingleItem().Elements().ShouldHaveSingleItem().Value.ShouldBe("attic");
    }

    [Theory]
    [InlineData("<filter xmlns=\"{NC}\" type=\"subtree\"/>")]
    [InlineData("<filter xmlns=\"{NC}\" type=\"subtree\"><interfaces xmlns=\"urn:of:nobody\"/></filter>")]
    [InlineData("<filter xmlns=\"{NC}\" type=\"subtree\"><nothing-known xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\"/></filter>")]
    public async Task A_subtree_filter_that_selects_nothing_gives_empty_data(string filter)
    {
        var data = await Ncclient.RunXmlAsync($"print(m.get_config('running', filter=f'''{filter}''').data_xml)");
        data.Name.LocalName.ShouldBe("data");
        data.Elements().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_xpath_filter_selects_nodes_with_their_ancestors_and_keys()
    {
        var data = await Ncclient.RunXmlAsync("""
            print(m.get_config("running", filter=("xpath", ({"if": IF}, "/if:interfaces/if:interface[if:enabled='false' or if:description='uplink']/if:type"))).data_xml)
            """);
        data.Descendants(If + "interface").Select(e => string.Join(' ', e.Elements().Select(c => c.Name.LocalName))).ShouldBe(["name type", "name type"]);
    }

    [Fact]
    public async Task An_xpath_filter_reaches_augmented_nodes_and_state()
    {
        var data = await Ncclient.RunXmlAsync("""
            print(m.get(filter=("xpath", ({"if": IF, "ip": "urn:ietf:params:xml:ns:yang:ietf-ip", "t": TJX}, "//ip:address | /t:engine/t:capacity"))).data_xml)
            """);
        data.Descendants().Where(e => e.Name.LocalName == "ip").ShouldHaveSingleItem().Value.ShouldBe("192.0.2.1");
        data.Element(Tjx + "engine")!.Elements().ShouldHaveSingleItem().Value.ShouldBe("1000");
    }

    [Fact]
    public async Task An_xpath_filter_that_selects_nothing_gives_empty_data()
    {
        var data = await Ncclient.RunXmlAsync("""print(m.get_config("running", filter=("xpath", ({"if": IF}, "/if:interfaces/if:interface[if:name='none']"))).data_xml)""");
        data.Elements().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/if:interfaces[")]
    [InlineData("/unbound:interfaces")]
    [InlineData("no-such-function()")]
    [InlineData("1 + 1")]
    public async Task An_xpath_filter_that_is_no_location_is_refused(string select)
    {
        var error = await Ncclient.RefusalAsync($$"""m.get_config("running", filter=("xpath", ({"if": IF}, "{{select}}")))""");
        error.Tag.ShouldBeOneOf("invalid-value", "bad-attribute");
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Values_are_given_in_canonical_form()
    {
        var data = await Ncclient.RunXmlAsync("""
            edit(sensors("<sensor><name>canon</name><kind>humidity</kind><interval>+086400000</interval><threshold>5.50</threshold></sensor>"))
            print(running(sensors("<sensor><name>canon</name></sensor>")))
            """);
        data.Descendants(Tjx + "interval").ShouldHaveSingleItem().Value.ShouldBe("86400000");
        data.Descendants(Tjx + "threshold").ShouldHaveSingleItem().Value.ShouldBe("5.5");
    }
}

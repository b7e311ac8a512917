using System.Xml.Linq;

namespace Taiji.Conformance.Netconf;

/// <summary>The modes of RFC 6243.</summary>
public sealed class WithDefaultsTests(NetconfFixture server) : NetconfTest(server)
{
    private static readonly XNamespace If = "urn:ietf:params:xml:ns:yang:ietf-interfaces";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {"ietf-interfaces:interfaces": {"interface": [
              {"name": "explicit", "type": "iana-if-type:ethernetCsmacd", "enabled": true},
              {"name": "implicit", "type": "iana-if-type:ethernetCsmacd"}
            ]}}
            """);
    }

    [Theory]
    [InlineData("report-all", "explicit implicit")]
    [InlineData("explicit", "explicit")]
    [InlineData("trim", "")]
    [InlineData("report-all-tagged", "explicit implicit")]
    public async Task Each_mode_shows_enabled_where_it_should(string mode, string expected)
    {
        var data = await ReadAsync($"with_defaults='{mode}'");
        string.Join(' ', data.Descendants(If + "enabled").Select(e => e.Parent!.Element(If + "name")!.Value)).ShouldBe(expected);
    }

    [Fact]
    public async Task Without_a_mode_only_what_a_client_set_is_shown() =>
        (await ReadAsync("with_defaults=None")).Descendants(If + "enabled").ShouldHaveSingleItem();

    [Fact]
    public async Task Report_all_tagged_tags_what_no_client_set()
    {
        var tags = (await ReadAsync("with_defaults='report-all-tagged'")).Descendants(If + "enabled")
            .Select(e => (string?)e.Attribute(XName.Get("default", "urn:ietf:params:xml:ns:netconf:default:1.0")));
        tags.ShouldBe([null, "true"]);
    }

    [Fact]
    public async Task An_unknown_mode_is_refused() => (await Ncclient.RefusalAsync("""
        m.dispatch(to_ele(f'<get xmlns="{NC}"><with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">some</with-defaults></get>'))
        """.Trim())).Tag.ShouldBeOneOf("invalid-value", "bad-element");

    private Task<XElement> ReadAsync(string mode) =>
        Ncclient.RunXmlAsync($"""print(m.get_config("running", filter=("subtree", interfaces("")), {mode}).data_xml)""");
}

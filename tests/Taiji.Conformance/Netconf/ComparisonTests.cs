namespace Taiji.Conformance.Netconf;

/// <summary>RFC 9144 with ncclient, which sends what it is given.</summary>
public sealed class ComparisonTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Calls = """
        CMP = "urn:ietf:params:xml:ns:yang:ietf-nmda-compare"
        PATCH = "urn:ietf:params:xml:ns:yang:ietf-yang-patch"
        def compare(source, target, more=""):
            return etree.fromstring(m.dispatch(to_ele(
                f'<compare xmlns="{CMP}" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"><source>ds:{source}</source><target>ds:{target}</target>{more}</compare>')).xml.encode())
        def local(e):
            return etree.QName(e).localname

        """;

    [Fact]
    public async Task What_a_candidate_would_change_is_told_with_both_values()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit(interfaces(interface("eth0", "<description>old</description>") + interface("eth1")))
            m.discard_changes()
            edit(interfaces('<interface><name>eth0</name><description>new</description></interface><interface nc:operation="delete"><name>eth1</name></interface>' + interface("eth2")), target="candidate")
            for edit_ in compare("running", "candidate").iter(f"{{{CMP}}}edit", f"{{{PATCH}}}edit"):
                fields = {local(e): e for e in edit_}
                values = [fields[n][0].text if n in fields and not len(fields[n][0]) else n in fields for n in ("value", "source-value")]
                print(fields["operation"].text, fields["target"].text, *values)
            m.discard_changes()
            print(local(compare("running", "candidate")[0]))
            """);
        printed.Split('\n').Order().ShouldBe(
        [
            "create /ietf-interfaces:interfaces/interface=eth2 True False",
            "delete /ietf-interfaces:interfaces/interface=eth1 False True",
            "differences",
            "replace /ietf-interfaces:interfaces/interface=eth0/description new old",
        ]);
    }

    [Fact]
    public async Task A_filter_says_what_is_compared_and_one_that_selects_nothing_matches_nothing()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit(interfaces(interface("eth0") + interface("eth1")))
            m.discard_changes()
            edit(interfaces('<interface nc:operation="delete"><name>eth0</name></interface><interface nc:operation="delete"><name>eth1</name></interface>'), target="candidate")
            FILTER = f'<xpath-filter xmlns:if="{IF}">/if:interfaces/if:interface[if:name="eth1"]</xpath-filter>'
            print([e.text for e in compare("running", "candidate", FILTER).iter() if local(e) == "target"])
            print([local(e) for e in compare("running", "candidate", FILTER.replace("eth1", "none"))])
            """);
        printed.ShouldBe("['/ietf-interfaces:interfaces/interface=eth1']\n['no-matches']");
    }

    [Fact]
    public async Task A_datastore_that_is_not_there_is_refused() =>
        (await Ncclient.RefusalAsync("compare('running', 'startup')", Calls)).Tag.ShouldBe("invalid-value");
}

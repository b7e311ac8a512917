namespace Taiji.Conformance.Netconf;

/// <summary>draft-ietf-netconf-transaction-id with ncclient, which sends what it is given.</summary>
public sealed class TransactionIdTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Calls = """
        TXID = "urn:ietf:params:xml:ns:netconf:txid:1.0"
        ETAG = f"{{{TXID}}}etag"
        def ask(operation):
            return etree.fromstring(m.dispatch(to_ele(operation)).xml.encode())
        def read(version, source="running"):
            return ask(f'<get-config xmlns="{NC}" xmlns:txid="{TXID}"><source><{source}/></source><filter type="subtree">'
                       f'<interfaces xmlns="{IF}" txid:etag="{version}"/></filter></get-config>')
        def versions(reply):
            return [e.get(ETAG) for e in reply.iter() if e.get(ETAG)]
        def change(version, description, target="running"):
            return ask(f'<edit-config xmlns="{NC}" xmlns:txid="{TXID}"><target><{target}/></target><with-etag xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-txid">true</with-etag>'
                       f'<config><interfaces xmlns="{IF}"><interface txid:etag="{version}"><name>eth0</name><description>{description}</description></interface></interfaces></config></edit-config>')

        """;

    [Fact]
    public async Task A_client_reads_versions_skips_what_it_has_and_edits_by_them()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            print("urn:ietf:params:netconf:capability:txid:etag:1.0" in m.server_capabilities)
            edit(interfaces(interface("eth0") + interface("eth1")))
            all, eth0, eth1 = versions(read("?"))
            print(versions(read(all)), len(list(read(all).iter(f"{{{IF}}}interface"))))
            print(change(eth0, "mine")[0].get(ETAG) is not None)
            now = versions(read("?"))
            print([a == b for a, b in zip([all, eth0, eth1], now)])
            """);
        printed.ShouldBe("True\n['='] 0\nTrue\n[False, False, True]");
    }

    [Theory]
    [InlineData("change(old, 'mine')", "")]
    [InlineData("m.commit()", "change(old, 'mine', 'candidate')")]
    public async Task A_change_by_an_old_version_is_refused_with_the_version_that_is_there(string refused, string before)
    {
        var error = await Ncclient.RefusalAsync(refused, Calls + $"""
            edit(interfaces(interface("eth0")))
            old = versions(read("?"))[1]
            edit(interfaces("<interface><name>eth0</name><description>theirs</description></interface>"))
            {before}
            """);
        (error.Type, error.Tag).ShouldBe(("protocol", "operation-failed"));
        error.Info!.ShouldContain("txid-value-mismatch-error-info");
        error.Info!.ShouldContain("mismatch-etag-value");
        (await Server.RunningAsync()).ShouldContain("theirs");
        await Ncclient.RunAsync("m.discard_changes()");
    }
}

namespace Taiji.Conformance.Netconf;

/// <summary>Sessions of ncclient.</summary>
public sealed class SessionTests(NetconfFixture server) : NetconfTest(server)
{
    [Fact]
    public async Task The_hello_gives_a_session_id_and_the_capabilities()
    {
        var lines = (await Ncclient.RunAsync("""
            print(m.session_id)
            print("\n".join(m.server_capabilities))
            """)).Split('\n');
        uint.Parse(lines[0], null).ShouldBeGreaterThan(0u);
        string[] expected =
        [
            "urn:ietf:params:netconf:base:1.0",
            "urn:ietf:params:netconf:base:1.1",
            "urn:ietf:params:netconf:capability:writable-running:1.0",
            "urn:ietf:params:netconf:capability:candidate:1.0",
            "urn:ietf:params:netconf:capability:rollback-on-error:1.0",
            "urn:ietf:params:netconf:capability:validate:1.1",
            "urn:ietf:params:netconf:capability:xpath:1.0",
            "urn:ietf:params:netconf:capability:notification:1.0",
        ];
        expected.ShouldBeSubsetOf(lines);
        lines.ShouldContain(l => l.StartsWith("urn:ietf:params:netconf:capability:with-defaults:1.0?basic-mode=explicit", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_sessions_have_different_session_ids() =>
        (await Ncclient.RunAsync("print(m.session_id != connect().session_id)")).ShouldBe("True");

    [Fact]
    public async Task Close_session_is_answered_and_ends_the_session() => (await Ncclient.RunAsync("""
        other = connect()
        print(other.close_session().ok, other.connected)
        """)).ShouldBe("True False");

    [Fact]
    public async Task Kill_session_ends_another_session_and_frees_its_lock() => (await Ncclient.RunAsync("""
        other = connect()
        other.lock("running")
        print(m.kill_session(other.session_id).ok)
        other._session.join(30)
        print(other.connected)
        print(m.lock("running").ok, m.unlock("running").ok)
        """)).ShouldBe("True\nFalse\nTrue True");

    [Fact]
    public async Task A_session_cannot_kill_itself()
    {
        var error = await Ncclient.RefusalAsync("m.kill_session(m.session_id)");
        error.Tag.ShouldBe("invalid-value");
        error.Severity.ShouldBe("error");
        (await Ncclient.RunAsync("print(m.connected)")).ShouldBe("True");
    }

    [Fact]
    public async Task A_session_that_is_not_there_cannot_be_killed() =>
        (await Ncclient.RefusalAsync("m.kill_session('4000000000')")).Tag.ShouldBe("invalid-value");

    [Fact]
    public async Task Many_sessions_work_side_by_side() => (await Ncclient.RunAsync("""
        sessions = [connect() for _ in range(8)]
        for i, s in enumerate(sessions):
            edit(interfaces(interface(f"eth{i}")), session=s)
        print(names())
        """)).ShouldBe("eth0 eth1 eth2 eth3 eth4 eth5 eth6 eth7");

    [Fact]
    public async Task The_sessions_are_listed_in_netconf_state()
    {
        var data = await Ncclient.RunXmlAsync("""
            print(m.get(filter=("subtree", '<netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state>')).data_xml)
            """);
        var session = data.Descendants().Where(e => e.Name.LocalName == "session").ToList();
        session.ShouldNotBeEmpty();
        session[0].Elements().ShouldContain(e => e.Name.LocalName == "username" && e.Value == "admin");
        session[0].Elements().ShouldContain(e => e.Name.LocalName == "transport" && e.Value.EndsWith("netconf-ssh", StringComparison.Ordinal));
    }
}

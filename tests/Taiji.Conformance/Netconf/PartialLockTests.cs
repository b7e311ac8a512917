namespace Taiji.Conformance.Netconf;

/// <summary>partial-lock and partial-unlock (RFC 5717), also against RESTCONF.</summary>
public sealed class PartialLockTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Functions = """
        PL = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0"
        def partial_lock(*selects, session=None):
            content = "".join(f'<select xmlns:if="{IF}">{s}</select>' for s in selects)
            return (session or m).dispatch(to_ele(f'<partial-lock xmlns="{PL}">{content}</partial-lock>'))
        def partial_unlock(id, session=None):
            return (session or m).dispatch(to_ele(f'<partial-unlock xmlns="{PL}"><lock-id>{id}</lock-id></partial-unlock>'))
        def lock_id(reply):
            return etree.fromstring(reply.xml.encode()).findtext(f"{{{PL}}}lock-id")
        def locked(reply):
            return [e.text.split("'")[1] for e in etree.fromstring(reply.xml.encode()).iter(f"{{{PL}}}locked-node")]

        """;

    [Fact]
    public async Task The_reply_names_the_lock_and_its_nodes_and_monitoring_shows_it()
    {
        (await Ncclient.RunAsync(Functions + """
            edit(interfaces(interface("eth0") + interface("eth1") + interface("eth2")))
            reply = partial_lock("/if:interfaces/if:interface[if:name='eth0']", "//if:interface[if:name='eth1' or if:name='eth0']")
            print(locked(reply))
            state = m.get(("subtree", '<netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><datastores/></netconf-state>')).data_xml
            print(state.count("<partial-lock>"), state.count("<locked-node"), f"<locked-by-session>{m.session_id}</locked-by-session>" in state)
            print(":partial-lock" in m.server_capabilities, partial_unlock(lock_id(reply)).ok)
            """)).ShouldBe("['eth0', 'eth1']\n1 2 True\nTrue True");
    }

    [Fact]
    public async Task Other_sessions_and_restconf_change_only_what_is_not_locked()
    {
        var error = await Ncclient.RefusalAsync("edit(interfaces(interface('eth0', '<description>x</description>')), session=other)", Functions + """
            edit(interfaces(interface("eth0")))
            held = lock_id(partial_lock("/if:interfaces/if:interface[if:name='eth0']"))
            other = connect()
            edit(interfaces(interface("eth1")), session=other)
            """);
        (error.Tag, error.AppTag).ShouldBe(("in-use", "locked"));
        (await Server.Curl.SendAsync("DELETE", "/data/ietf-interfaces:interfaces/interface=eth0")).ShouldFail(409, "in-use");
        (await Server.Curl.SendAsync("DELETE", "/data/ietf-interfaces:interfaces/interface=eth1")).ShouldBe(204);
        (await Ncclient.RunAsync(Functions + "print(partial_unlock(held).ok)")).ShouldBe("True");
        (await Server.Curl.SendAsync("DELETE", "/data/ietf-interfaces:interfaces/interface=eth0")).ShouldBe(204);
    }

    [Theory]
    [InlineData("partial_lock('/if:interfaces/if:interface[')", "invalid-value", null)]
    [InlineData("partial_lock('/nope:interfaces')", "invalid-value", null)]
    [InlineData("partial_lock('count(/if:interfaces)')", "invalid-value", "not-a-node-set")]
    [InlineData("partial_lock('/if:interfaces/if:interface')", "operation-failed", "no-matches")]
    [InlineData("partial_lock()", "missing-element", null)]
    [InlineData("partial_unlock(4711)", "invalid-value", null)]
    [InlineData("partial_unlock('x')", "invalid-value", null)]
    public async Task A_wrong_request_gets_its_error(string expression, string tag, string? appTag)
    {
        var error = await Ncclient.RefusalAsync(expression, Functions);
        (error.Tag, error.AppTag).ShouldBe((tag, appTag));
    }
}

namespace Taiji.Conformance.Netconf;

/// <summary>lock and unlock (RFC 6241 §7.5, §7.6), also against RESTCONF.</summary>
public sealed class LockTests(NetconfFixture server) : NetconfTest(server)
{
    [Fact]
    public async Task A_lock_held_by_another_session_is_lock_denied_with_its_session_id()
    {
        var error = await Ncclient.RefusalAsync("""other.lock("running")""", """
            other = connect()
            m.lock("running")
            holder = m.session_id
            """);
        error.Type.ShouldBe("protocol");
        error.Tag.ShouldBe("lock-denied");
        error.Info!.ShouldContain($"<session-id>{await Ncclient.RunAsync("""
            m.unlock("running")
            print(holder)
            """)}</session-id>", Case.Sensitive);
    }

    [Fact]
    public async Task A_session_cannot_lock_twice()
    {
        var error = await Ncclient.RefusalAsync("""m.lock("running")""", """m.lock("running")""");
        error.Tag.ShouldBe("lock-denied");
        await Ncclient.RunAsync("""m.unlock("running")""");
    }

    [Fact]
    public async Task A_lock_refuses_edits_of_other_sessions_as_in_use_and_lets_the_holder_edit()
    {
        var error = await Ncclient.RefusalAsync("""edit(interfaces(interface("eth0")), session=other)""", """
            other = connect()
            m.lock("running")
            """);
        error.Tag.ShouldBe("in-use");
        (await Ncclient.RunAsync("""
            edit(interfaces(interface("eth1")))
            m.unlock("running")
            print(names())
            """)).ShouldBe("eth1");
    }

    [Fact]
    public async Task A_lock_lets_others_read() => (await Ncclient.RunAsync("""
        with m.locked("running"):
            print(connect().get_config("running").ok)
        """)).ShouldBe("True");

    [Fact]
    public async Task The_end_of_a_session_frees_its_locks() => (await Ncclient.RunAsync("""
        other = connect()
        other.lock("running")
        other.lock("candidate")
        other.close_session()
        print(m.lock("running").ok, m.unlock("running").ok, m.lock("candidate").ok, m.unlock("candidate").ok)
        """)).ShouldBe("True True True True");

    [Fact]
    public async Task Unlock_without_a_lock_is_refused()
    {
        var error = await Ncclient.RefusalAsync("""m.unlock("running")""");
        error.Tag.ShouldBe("operation-failed");
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Unlock_of_somebody_elses_lock_is_refused()
    {
        var error = await Ncclient.RefusalAsync("""other.unlock("running")""", """
            other = connect()
            m.lock("running")
            """);
        error.Tag.ShouldBe("lock-denied");
        error.Info!.ShouldContain("session-id");
        (await Ncclient.RunAsync("""print(m.unlock("running").ok)""")).ShouldBe("True");
    }

    [Fact]
    public async Task A_changed_candidate_cannot_be_locked()
    {
        var error = await Ncclient.RefusalAsync("""m.lock("candidate")""", """edit(interfaces(interface("eth0")), target="candidate")""");
        error.Tag.ShouldBe("lock-denied");
        error.Info!.ShouldContain(">0</");
        (await Ncclient.RunAsync("""
            m.discard_changes()
            print(m.lock("candidate").ok, m.unlock("candidate").ok)
            """)).ShouldBe("True True");
    }

    [Fact]
    public async Task A_lock_on_running_refuses_the_commit_of_another_session()
    {
        var error = await Ncclient.RefusalAsync("m.commit()", """
            edit(interfaces(interface("eth0")), target="candidate")
            other = connect()
            other.lock("running")
            """);
        error.Tag.ShouldBe("in-use");
        await Ncclient.RunAsync("m.discard_changes()");
    }

    [Fact]
    public async Task A_restconf_write_waits_for_nobody_but_is_in_use_while_a_netconf_session_holds_the_lock()
    {
        const string Body = """{"ietf-interfaces:interfaces":{"interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd"}]}}""";
        await Ncclient.RunAsync("""m.lock("running")""");
        (await Server.Curl.SendAsync("PUT", "/data/ietf-interfaces:interfaces", Body)).ShouldFail(409, "in-use");
        (await Server.Curl.SendAsync("PATCH", "/data", """{"ietf-restconf:data":{"ietf-interfaces:interfaces":{}}}""")).ShouldFail(409, "in-use");
        (await Server.Curl.GetAsync("/data/ietf-interfaces:interfaces")).Status.ShouldBeOneOf(200, 404);
        await Ncclient.RunAsync("""m.unlock("running")""");
        (await Server.Curl.SendAsync("PUT", "/data/ietf-interfaces:interfaces", Body)).ShouldBe(201);
        (await Ncclient.RunAsync("print(names())")).ShouldBe("eth0");
    }
}

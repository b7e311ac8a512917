namespace Taiji.Conformance.Netconf;

/// <summary>Confirmed commits (RFC 6241 §8.4) with ncclient.</summary>
public sealed class ConfirmedCommitTests(NetconfFixture server) : NetconfTest(server)
{
    // Polls: what is taken back is so soon after the end of a session, or of the time, but not at once.
    private const string Gone = """
        import time
        def gone(name):
            end = time.monotonic() + 30
            while name in names().split() and time.monotonic() < end: time.sleep(0.02)
            return name not in names().split()
        """;

    [Fact]
    public async Task The_capability_is_advertised() =>
        (await Ncclient.RunAsync("""print(":confirmed-commit:1.1" in m.server_capabilities)""")).ShouldBe("True");

    [Fact]
    public async Task Without_confirmation_in_time_it_is_taken_back() => (await Ncclient.RunAsync(Gone + """

        edit(interfaces(interface("eth0")), target="candidate")
        print(m.commit(confirmed=True, timeout="1").ok, names())
        print(gone("eth0"), names("candidate"))
        """)).ShouldBe("True eth0\nTrue ");

    [Fact]
    public async Task A_confirming_commit_makes_it_stay() => (await Ncclient.RunAsync("""
        other = connect()
        edit(interfaces(interface("eth0")), target="candidate", session=other)
        other.commit(confirmed=True, timeout="600")
        print(other.commit().ok)
        other.close_session()
        print(names())
        """)).ShouldBe("True\neth0");

    [Fact]
    public async Task The_end_of_the_session_takes_it_back() => (await Ncclient.RunAsync(Gone + """

        other = connect()
        edit(interfaces(interface("eth0")), target="candidate", session=other)
        other.commit(confirmed=True, timeout="600")
        other.close_session()
        print(gone("eth0"))
        """)).ShouldBe("True");

    [Fact]
    public async Task A_persistent_one_outlives_its_session_and_is_confirmed_from_another() => (await Ncclient.RunAsync("""
        other = connect()
        edit(interfaces(interface("eth0")), target="candidate", session=other)
        other.commit(confirmed=True, persist="IQ,d4668")
        other.close_session()
        print(names())
        print(m.commit(confirmed=True, persist_id="IQ,d4668").ok, m.commit(persist_id="IQ,d4668").ok, names())
        """)).ShouldBe("eth0\nTrue True eth0");

    [Fact]
    public async Task Cancel_commit_takes_it_back_at_once() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")))
        edit(interfaces(interface("eth1")), target="candidate")
        m.commit(confirmed=True)
        print(names())
        print(m.cancel_commit().ok, names())
        edit(interfaces(interface("eth2")), target="candidate")
        m.commit(confirmed=True, persist="p")
        print(connect().cancel_commit(persist_id="p").ok, names())
        """)).ShouldBe("eth0 eth1\nTrue eth0\nTrue eth0");

    [Theory]
    [InlineData("""m.commit(persist_id="other")""", "invalid-value")]
    [InlineData("""m.cancel_commit(persist_id="other")""", "invalid-value")]
    [InlineData("m.cancel_commit()", "operation-failed")]
    [InlineData("""m.commit(confirmed=True, timeout="0")""", "invalid-value")]
    [InlineData("""m.commit(confirmed=True, timeout="soon")""", "invalid-value")]
    [InlineData("""m.dispatch(to_ele('<commit xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><persist>p</persist></commit>'))""", "missing-element")]
    public async Task What_confirms_nothing_is_refused(string expression, string tag) => (await Ncclient.RefusalAsync(expression)).Tag.ShouldBe(tag);

    [Fact]
    public async Task While_it_waits_other_sessions_neither_commit_nor_lock_running()
    {
        const string before = """
            other = connect()
            edit(interfaces(interface("eth0")), target="candidate")
            m.commit(confirmed=True)
            """;
        (await Ncclient.RefusalAsync("other.commit()", before)).Tag.ShouldBe("in-use");
        (await Ncclient.RefusalAsync("""connect().lock("running")""")).Tag.ShouldBe("lock-denied");
        (await Ncclient.RunAsync("print(m.cancel_commit().ok)")).ShouldBe("True");
    }
}

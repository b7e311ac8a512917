namespace Taiji.Conformance.Netconf;

/// <summary><c>taiji netconf</c> and the Unix socket.</summary>
public sealed class UnixSocketTests(NetconfFixture server) : NetconfTest(server)
{
    [Fact]
    public async Task Taiji_netconf_relays_a_scripts_session()
    {
        var input = RawNetconf.Hello("1.1")
            + RawNetconf.Chunked(RawNetconf.Rpc("""<edit-config><target><running/></target><config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>eth0</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface></interfaces></config></edit-config>"""))
            + RawNetconf.Chunked(RawNetconf.Rpc("<close-session/>", "2"));
        var output = (await Client.RunAsync(Client.Taiji, ["netconf", "--socket", Server.Taiji.SocketPath], input)).Succeeded;
        output.Split("<ok/>").Length.ShouldBe(3);
        (await Ncclient.RunAsync("print(names())")).ShouldBe("eth0");
    }

    [Fact]
    public async Task Taiji_netconf_without_a_server_says_so()
    {
        var result = await Client.RunAsync(Client.Taiji, ["netconf", "--socket", Path.Combine(Server.Taiji.DataDirectory, "no.sock")], "");
        result.Status.ShouldBe(1);
        result.Error.ShouldContain("no.sock");
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_quiet_script_has_no_hellos_in_either_framing(bool isChunked)
    {
        string[] messages = [RawNetconf.Rpc("<get-config><source><running/></source></get-config>", "one"), RawNetconf.Rpc("<close-session/>", "two")];
        var input = string.Concat(messages.Select(m => isChunked ? RawNetconf.Chunked(m) : m + RawNetconf.End + "\n"));
        var output = (await Client.RunAsync(Client.Taiji, ["netconf", "-q", "--socket", Server.Taiji.SocketPath], input)).Succeeded;
        output.ShouldNotContain("hello");
        output.ShouldContain("message-id=\"one\"");
        output.ShouldContain("message-id=\"two\"");
        output.ShouldEndWith(isChunked ? "\n##\n" : RawNetconf.End);
    }

    [Fact]
    public async Task A_script_can_act_for_another_user()
    {
        var input = RawNetconf.Rpc("<get><filter><netconf-state xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring\"><sessions/></netconf-state></filter></get>") + RawNetconf.End;
        (await Client.RunAsync(Client.Taiji, ["netconf", "-q", "--user", "some&body", "--socket", Server.Taiji.SocketPath], input)).Succeeded.ShouldContain("<username>some&amp;body</username>");
    }

    [Fact]
    public async Task A_script_stops_at_a_bad_message_when_told_so_and_goes_on_otherwise()
    {
        var input = RawNetconf.Hello("1.0") + "<rpc" + RawNetconf.End + RawNetconf.Rpc("<close-session/>", "after") + RawNetconf.End;
        (await Client.RunAsync(Client.Taiji, ["netconf", "--socket", Server.Taiji.SocketPath], input)).Succeeded.ShouldContain("message-id=\"after\"");
        var stopped = await Client.RunAsync(Client.Taiji, ["netconf", "--stop", "--socket", Server.Taiji.SocketPath], input);
        stopped.Status.ShouldBe(1);
        stopped.Error.ShouldContain("not well-formed");
        stopped.Output.ShouldNotContain("after");
    }

    [Fact]
    public async Task A_script_that_takes_too_long_is_given_up()
    {
        using var silent = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        var path = Path.Combine(Server.Taiji.DataDirectory, "silent.sock");
        silent.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        silent.Listen();
        var result = await Client.RunAsync(Client.Taiji, ["netconf", "-q", "--timeout", "1", "--socket", path], "");
        result.Status.ShouldBe(1);
        result.Error.ShouldContain("1 s");
    }

    [Fact]
    public void The_socket_is_open_to_its_owner_and_group_alone() =>
        (File.GetUnixFileMode(Server.Taiji.SocketPath) & (UnixFileMode)0b111_111_111).ShouldBe((UnixFileMode)0b110_110_000);

    [Fact]
    public async Task The_uid_that_runs_the_server_is_a_recovery_session()
    {
        // Denies everything to everybody by default, which does not hold for a recovery session.
        await Server.ConfigureAsync("""{"ietf-netconf-acm:nacm":{"read-default":"deny","exec-default":"deny"}}""");
        try
        {
            await using var connection = await RawConnection.OpenSessionAsync(Server.Taiji, "1.0");
            await connection.SendAsync(RawNetconf.Rpc("<get-config><source><running/></source></get-config>") + RawNetconf.End);
            (await connection.ReadToAsync(RawNetconf.End)).ShouldContain("<password>");
        }
        finally
        {
            await Server.Curl.SendAsync("DELETE", "/data/ietf-netconf-acm:nacm/read-default");
            await Server.Curl.SendAsync("DELETE", "/data/ietf-netconf-acm:nacm/exec-default");
        }
    }
}

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

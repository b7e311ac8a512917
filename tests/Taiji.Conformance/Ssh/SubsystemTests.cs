namespace Taiji.Conformance.Ssh;

/// <summary><c>taiji netconf</c> as a subsystem of OpenSSH's sshd.</summary>
public sealed class SubsystemTests(NetconfFixture server) : NetconfTest(server)
{
    private Sshd _sshd = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _sshd = await Sshd.MakeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _sshd.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    public async Task Ssh_reaches_the_server_through_sshd_as_the_user_that_it_logged_in(string version)
    {
        await StartAsync();
        string[] messages = [RawNetconf.Rpc(WhoAmI, "first"), RawNetconf.Rpc("<close-session/>", "last")];
        var output = (await Client.RunAsync(
            "ssh", ["-F", "none", "-p", $"{_sshd.Port}", .. Options, "-s", $"{Environment.UserName}@127.0.0.1", "netconf"],
            RawNetconf.Hello(version) + string.Concat(messages.Select(m => version == "1.1" ? RawNetconf.Chunked(m) : m + RawNetconf.End)))).Succeeded;
        output.ShouldContain($"<username>{Environment.UserName}</username>");
        output.ShouldContain("netconf-unix</transport>");
        output.ShouldContain("message-id=\"last\"");
    }

    [Fact]
    public async Task Ncclient_edits_through_sshd()
    {
        await StartAsync();
        var script = $"""
            from ncclient import manager
            m = manager.connect(host="127.0.0.1", port={_sshd.Port}, username="{Environment.UserName}", key_filename="{_sshd.KeyFile}", hostkey_verify=False, look_for_keys=False, allow_agent=False, timeout=60)
            m.edit_config(target="running", config='<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>sub0</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface></interfaces></config>')
            print(m.get_config(source="running", filter=("subtree", '<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"/>')).data_xml)
            m.close_session()
            """;
        (await Client.RunAsync("/usr/bin/python3", ["-W", "ignore", "-c", script])).Succeeded.ShouldContain("sub0");
    }

    [Fact]
    public async Task A_call_home_pair_of_commands_works_with_plain_openssh_at_both_ends()
    {
        await _sshd.ConfigureAsync(Sshd.FreePort(), Subsystem);
        var port = Sshd.FreePort();
        var input = RawNetconf.Rpc("<get-config><source><candidate/></source></get-config>") + RawNetconf.End;
        var client = Client.RunAsync(
            "ssh",
            ["-F", "none", .. Options, "-o", "ProxyUseFdpass=yes", "-o", $"ProxyCommand={Client.Taiji} call-home listen --port {port}", "-s", $"{Environment.UserName}@the-device", "netconf"],
            RawNetconf.Hello("1.0") + input);
        // The device calls until somebody answers.
        while (!client.IsCompleted && (await Client.RunAsync(Client.Taiji, ["call-home", "connect", "127.0.0.1", "--port", $"{port}", "--", "-f", _sshd.ConfigFile])).Status != 0) await Task.Delay(100);
        var output = (await client).Succeeded;
        output.ShouldContain("<session-id>");
        output.Split(RawNetconf.End)[1].ShouldContain("<data>");
    }

    private const string WhoAmI = """<get><filter type="subtree"><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state></filter></get>""";

    private string Subsystem => $"{Client.Taiji} netconf --socket {Server.Taiji.SocketPath}";

    private IEnumerable<string> Options => new[]
    {
        $"UserKnownHostsFile={_sshd.KnownHostsFile}", "GlobalKnownHostsFile=/dev/null", "StrictHostKeyChecking=yes", $"IdentityFile={_sshd.KeyFile}", "IdentitiesOnly=yes",
        "PreferredAuthentications=publickey", "LogLevel=ERROR", "IdentityAgent=none",
    }.SelectMany(o => new[] { "-o", o });

    private async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _sshd.ConfigureAsync(Sshd.FreePort(), Subsystem);
                await _sshd.StartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody else may have taken the port since it was free.
            }
        }
    }
}

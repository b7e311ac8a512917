using System.Text.Json;

namespace Taiji.Conformance.ClientLibrary;

/// <summary><c>taiji netconf-console</c> against the project's own server.</summary>
public sealed class ConsoleTests(ConsoleTests.Fixture server) : IClassFixture<ConsoleTests.Fixture>, IDisposable
{
    private const string Interfaces = """
        <?xml version="1.0"?>
        <config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
          <interface><name>eth0</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface>
          <interface><name>eth1</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface>
        </interfaces></config>
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-console-").FullName;

    [Fact]
    public async Task Configuration_is_edited_and_read_in_each_form()
    {
        (await RunAsync(["edit-config", Ssh, "-"], Interfaces)).Succeeded.ShouldBe("ok\n");
        string[] filter = ["--xpath", "/if:interfaces", "--ns", "if=urn:ietf:params:xml:ns:yang:ietf-interfaces"];
        var xml = (await RunAsync(["get-config", Ssh, .. filter])).Succeeded;
        System.Xml.Linq.XElement.Parse(xml).Descendants().Count(e => e.Name.LocalName == "interface").ShouldBe(2);
        using var json = JsonDocument.Parse((await RunAsync(["get-config", Ssh, "--format", "json", .. filter])).Succeeded);
        json.RootElement.GetProperty("ietf-interfaces:interfaces").GetProperty("interface")[0].GetProperty("type").GetString().ShouldBe("iana-if-type:ethernetCsmacd");
        (await RunAsync(["get-config", Ssh, "--format", "table", .. filter])).Succeeded.ShouldMatch(@"(?s)/interfaces/interface\n  name  type +\n  ----  -+\n  eth0  .*\n  eth1  .*".Replace(" +\\n", "\\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Any_operation_is_sent_and_its_errors_shown()
    {
        (await RunAsync(["rpc", Unix, "-"], "<discard-changes/>")).Succeeded.ShouldContain("<ok xmlns=");
        var failed = await RunAsync(["rpc", Unix, "-"], "<no-such-operation xmlns='urn:x'/>");
        failed.Status.ShouldBe(1);
        failed.Error.ShouldContain("operation-not-supported");
    }

    [Fact]
    public async Task Notifications_are_shown_as_they_come()
    {
        var listening = RunAsync(["subscribe", Unix, "--count", "1"]);
        // Any session that begins is told; one of them begins after the listener is there.
        while (!listening.IsCompleted) (await RunAsync(["capabilities", Unix])).Succeeded.ShouldContain("urn:ietf:params:netconf:base:1.1");
        (await listening).Succeeded.ShouldContain("session");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_host_are_told_in_a_line()
    {
        var refused = await RunAsync(["get", Ssh], password: "wrong");
        refused.Status.ShouldBe(1);
        refused.Error.ShouldStartWith("taiji: The server refuses admin");
        refused.Error.ShouldNotContain("wrong");
        var unknown = await RunAsync(["get", Ssh, "--known-hosts", Path.Combine(_directory, "none"), "--host-key", "strict"]);
        (unknown.Status, unknown.Error.Contains("isn't in known_hosts", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    [Theory]
    [InlineData("get", "admin@127.0.0.1:x")]
    [InlineData("get", "admin@127.0.0.1", "--profile", "nobody")]
    [InlineData("get", "admin@127.0.0.1", "--host-key", "maybe")]
    public async Task Options_that_make_no_sense_are_unusable(params string[] arguments) => (await RunAsync(arguments)).Status.ShouldBe(2);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Ssh => $"admin@127.0.0.1:{server.Taiji.SshPort}";

    private string Unix => Path.Combine(server.Taiji.DataDirectory, "taiji.sock");

    private Task<ClientResult> RunAsync(string[] arguments, string? input = null, string password = TaijiProcess.AdminPassword)
    {
        string[] hostKey = arguments.Contains("--host-key") ? [] : ["--host-key", "none"];
        return Client.RunAsync(
            Client.Taiji,
            ["netconf-console", .. arguments, .. hostKey, "--ssh-config", "none", "--schema-cache", Path.Combine(_directory, "schemas")],
            input ?? "",
            new Dictionary<string, string?> { ["TAIJI_NETCONF_PASSWORD"] = password, ["SSH_AUTH_SOCK"] = null });
    }

    public sealed class Fixture : ServerFixture;
}

namespace Taiji.Conformance.Ssh;

/// <summary>OpenSSH's own client as a NETCONF client by script: <c>ssh -s … netconf</c>.</summary>
public sealed class OpenSshTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Get = """<get-config><source><running/></source><filter type="subtree"><system xmlns="urn:ietf:params:xml:ns:yang:ietf-system"/></filter></get-config>""";

    private readonly SshClient _ssh = new(server.Taiji);

    [Fact]
    public async Task A_script_speaks_base_1_0()
    {
        var result = await _ssh.RunAsync(
            RawNetconf.Hello("1.0") + RawNetconf.Rpc(Get, "first") + RawNetconf.End + RawNetconf.Rpc("<close-session/>", "last") + RawNetconf.End);
        var messages = result.Succeeded.Split(RawNetconf.End);
        messages.Length.ShouldBe(4);
        messages[0].ShouldContain("<session-id>");
        messages[1].ShouldContain("message-id=\"first\"");
        messages[1].ShouldContain("<name>admin</name>");
        messages[2].ShouldContain("message-id=\"last\"");
        messages[2].ShouldContain("<ok/>");
        messages[3].ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_speaks_base_1_1_in_chunks_of_any_size()
    {
        var result = await _ssh.RunAsync(
            RawNetconf.Hello("1.0", "1.1") + RawNetconf.Chunked(RawNetconf.Rpc(Get, "first"), 7) + RawNetconf.Chunked(RawNetconf.Rpc("<close-session/>", "last")));
        var (hello, rest) = (result.Succeeded.Split(RawNetconf.End)[0], result.Succeeded.Split(RawNetconf.End)[1]);
        hello.ShouldContain("urn:ietf:params:netconf:base:1.1");
        var replies = rest.Split("\n##\n");
        replies.Length.ShouldBe(3);
        replies[0].ShouldStartWith("\n#");
        replies[0].ShouldContain("message-id=\"first\"");
        replies[1].ShouldContain("<ok/>");
    }

    [Fact]
    public async Task The_attributes_of_the_rpc_come_back_with_the_reply()
    {
        var rpc = """<nc:rpc xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:ex="urn:example" nc:message-id="odd" message-id="5 &amp; &quot;6&quot;" ex:user-id="fred"><nc:close-session/></nc:rpc>""";
        var reply = (await _ssh.RunAsync(RawNetconf.Hello("1.0") + rpc + RawNetconf.End)).Succeeded.Split(RawNetconf.End)[1];
        var root = System.Xml.Linq.XElement.Parse(reply);
        ((string?)root.Attribute("message-id")).ShouldBe("5 & \"6\"");
        ((string?)root.Attribute(System.Xml.Linq.XName.Get("user-id", "urn:example"))).ShouldBe("fred");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var result = await _ssh.RunAsync(RawNetconf.Hello("1.0"), password: "wrong", options: "NumberOfPasswordPrompts=1");
        result.Status.ShouldBe(255);
        result.Error.ShouldContain("Permission denied");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_user_is_refused_like_a_wrong_password()
    {
        var result = await _ssh.RunAsync(RawNetconf.Hello("1.0"), user: "nobody", options: "NumberOfPasswordPrompts=1");
        result.Status.ShouldBe(255);
        result.Error.ShouldContain("Permission denied");
    }

    [Fact]
    public async Task A_user_logs_in_with_a_key_from_the_configuration_and_no_other()
    {
        var (mine, algorithm, data) = await _ssh.MakeKeyAsync("mine");
        var (others, _, _) = await _ssh.MakeKeyAsync("others");
        await ConfigureKeyAsync("keys", algorithm, data);
        (await _ssh.RunWithKeyAsync(CloseAtOnce, mine, "keys")).Succeeded.ShouldContain("<ok/>");
        var refused = await _ssh.RunWithKeyAsync(CloseAtOnce, others, "keys");
        refused.Status.ShouldBe(255);
        refused.Error.ShouldContain("Permission denied");
    }

    [Fact]
    public async Task The_key_of_another_user_is_refused()
    {
        var (file, algorithm, data) = await _ssh.MakeKeyAsync("mine");
        await ConfigureKeyAsync("keys", algorithm, data);
        (await _ssh.RunWithKeyAsync(CloseAtOnce, file, "admin")).Error.ShouldContain("Permission denied");
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task Keys_of_other_kinds_work_too(string type)
    {
        var (file, algorithm, data) = await _ssh.MakeKeyAsync("key", type);
        await ConfigureKeyAsync("keys", algorithm, data);
        (await _ssh.RunWithKeyAsync(CloseAtOnce, file, "keys")).Succeeded.ShouldContain("<ok/>");
    }

    [Fact]
    public async Task A_key_that_is_taken_away_does_not_log_in_any_more()
    {
        var (file, algorithm, data) = await _ssh.MakeKeyAsync("mine");
        await ConfigureKeyAsync("keys", algorithm, data);
        (await _ssh.RunWithKeyAsync(CloseAtOnce, file, "keys")).Succeeded.ShouldContain("<ok/>");
        (await Server.Curl.SendAsync("DELETE", "/data/ietf-system:system/authentication/user=keys")).ShouldBe(204);
        (await _ssh.RunWithKeyAsync(CloseAtOnce, file, "keys")).Status.ShouldBe(255);
    }

    public override async ValueTask DisposeAsync()
    {
        _ssh.Dispose();
        await Server.Curl.SendAsync("DELETE", "/data/ietf-system:system/authentication/user=keys");
        await base.DisposeAsync();
    }

    private static string CloseAtOnce => RawNetconf.Hello("1.0") + RawNetconf.Rpc("<close-session/>") + RawNetconf.End;

    private Task ConfigureKeyAsync(string user, string algorithm, string data) => Server.ConfigureAsync(
        $$$$"""{"ietf-system:system":{"authentication":{"user":[{"name":"{{{{user}}}}","authorized-key":[{"name":"test","algorithm":"{{{{algorithm}}}}","key-data":"{{{{data}}}}"}]}]}}}""");
}

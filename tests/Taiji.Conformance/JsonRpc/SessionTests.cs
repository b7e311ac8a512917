using System.Text.Json.Nodes;

namespace Taiji.Conformance.JsonRpc;

/// <summary>Sessions beside each other: many at once, one that dies, cookies, and time-outs.</summary>
[Collection(JsonRpcCollection.Name)]
public sealed class SessionTests(JsonRpcFixture server) : JsonRpcConformanceTest(server)
{
    private const int Many = 200;

    [Fact]
    public async Task Two_hundred_sessions_with_comet_channels_are_told_of_a_commit_and_commit_their_own()
    {
        var script = Path.Combine(Client.RepositoryRoot, "tests/Taiji.Conformance/JsonRpc/jsonrpc_sessions.py");
        var result = JsonNode.Parse((await Client.RunAsync("/usr/bin/python3", [script, Server.Taiji.Http + "/jsonrpc/many", TaijiProcess.AdminPassword, $"{Many}"])).Succeeded)!;
        result["results"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(["told 4242"]);
        result["ranks"]!.GetValue<int>().ShouldBe(Many);
        using var session = await Server.LoginAsync();
        var th = await session.BeginAsync();
        await session.CallAsync("delete", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class"}""");
        await session.CallAsync("apply", $$"""{"th": {{th}}}""");
        await session.CallAsync("logout");
    }

    [Fact]
    public async Task A_session_that_is_kicked_in_the_middle_of_a_transaction_lets_go_of_everything()
    {
        using var victim = await Server.LoginAsync("oper");
        var th = await victim.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
        await victim.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time", "value": 1}""");
        await victim.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        var second = await victim.BeginAsync();
        await victim.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/dhcp:dhcp"}""");
        await victim.CallAsync("init_cmd", """{"name": "wait", "comet_id": "cmd", "handle": "cmd-1"}""");
        Commands().ShouldBe(1);
        var listening = victim.PostAsync("comet", """{"comet_id": "main"}""");
        using var other = await Server.LoginAsync();
        var locked = await other.PostAsync("lock_db", """{"db": "running"}""");
        locked["error"]!["data"]!["sessions"]!.AsArray().ShouldContain(s => s!.GetValue<string>().EndsWith(" exclusive", StringComparison.Ordinal));
        (await new Curl(Server.Taiji).SendAsync("PATCH", "/data/dhcp:dhcp", """{"dhcp:dhcp": {"quick": 1}}""")).Status.ShouldBe(409);
        await other.CallAsync("kick_user", """{"user": "oper"}""");
        (await listening)["error"]!["type"]!.GetValue<string>().ShouldBe("session.invalid_sessionid");
        Commands().ShouldBe(0);
        // curl has dropped the cookie that the server asked it to.
        (await victim.FailAsync("get_value", $$"""{"th": {{second}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldStartWith("session.");
        foreach (var db in new[] { "candidate", "running" }) await other.CallAsync("lock_db", $$"""{"db": "{{db}}"}""");
        foreach (var db in new[] { "candidate", "running" }) await other.CallAsync("unlock_db", $$"""{"db": "{{db}}"}""");
        (await new Curl(Server.Taiji).SendAsync("PATCH", "/data/dhcp:dhcp", """{"dhcp:dhcp": {"quick": 1}}""")).Status.ShouldBe(204);
        var read = await other.BeginAsync("{}");
        (await other.CallAsync("get_value", $$"""{"th": {{read}}, "path": "/dhcp:dhcp/max-lease-time"}"""))["value"]!.GetValue<string>().ShouldBe("7200");
        await other.CallAsync("logout");
    }

    [Fact]
    public async Task The_cookie_is_for_the_browser_alone_and_over_TLS_for_TLS_alone()
    {
        var login = $$$"""{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"user": "admin", "passwd": "{{{TaijiProcess.AdminPassword}}}"}}""";
        using var session = new JsonRpcSession(Server.Taiji);
        var plain = CookieIn(await session.SendAsync(login, "-i"));
        plain.ShouldContain("httponly");
        plain.ShouldContain("samesite=strict");
        plain.ShouldContain("path=/");
        plain.ShouldNotContain("secure");
        plain.ShouldNotContain("expires");
        using var safe = new JsonRpcSession(Server.Taiji);
        CookieIn(await safe.SendAsync(login, "-i", "-k")).ShouldContain("secure");
        (await safe.SendAsync("""{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}""", "-k")).ShouldBe("""{"jsonrpc":"2.0","id":1,"result":{"trans":[]}}""");
        CookieIn(await session.SendAsync("""{"jsonrpc": "2.0", "id": 1, "method": "logout"}""", "-i")).ShouldContain("expires=thu, 01 jan 1970");
    }

    [Fact]
    public async Task A_session_that_idles_for_too_long_ends_and_gives_its_lock_back()
    {
        await using var taiji = await TaijiProcess.StartAsync(
            null, "--demo", "--jsonrpc-idle-timeout", "1", "--jsonrpc-same-site", "lax", "--jsonrpc-login-notice", "For authorised use only.", "--jsonrpc-login-warning", "Maintenance at noon.", "--jsonrpc-header",
            "Access-Control-Allow-Origin: http://webpage.example");
        using var session = new JsonRpcSession(taiji);
        (await session.PostAsync("login", $$"""{"user": "admin", "passwd": "{{TaijiProcess.AdminPassword}}"}"""))["error"]!["data"]!["warning"]!.GetValue<string>().ShouldBe("For authorised use only.");
        var answer = await session.SendAsync(
            $$$"""{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"user": "admin", "passwd": "{{{TaijiProcess.AdminPassword}}}", "ack_warning": true}}""", "-i");
        CookieIn(answer).ShouldContain("samesite=lax");
        answer.ShouldContain("Access-Control-Allow-Origin: http://webpage.example");
        answer.ShouldContain("""{"jsonrpc":"2.0","id":1,"result":{"warning":"Maintenance at noon."}}""");
        await session.CallAsync("lock_db", """{"db": "running"}""");
        var curl = new Curl(taiji);
        int status;
        do
        {
            // Another protocol looks: a call would keep the session alive.
            status = (await curl.SendAsync("PUT", "/data/taiji-example:sensors", """{"taiji-example:sensors": {}}""")).Status;
        }
        while (status == 409);
        status.ShouldBeOneOf(201, 204);
        (await session.FailAsync("get_trans")).ShouldBe("session.invalid_sessionid");
    }

    private static string CookieIn(string answer) => answer.Split('\n').Single(l => l.StartsWith("set-cookie:", StringComparison.OrdinalIgnoreCase)).ToLowerInvariant();

    // The processes of the command that only this server runs.
    private int Commands() => Directory.EnumerateDirectories("/proc").Count(d =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(d), out _) && File.ReadAllText(Path.Combine(d, "cmdline")).StartsWith("/bin/sleep\0" + Server.Mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.AccessControl;

/// <summary>One table of the live sessions of all protocols: limited together, seen together, ended by one operation.</summary>
public sealed class SessionTableTests
{
    private const string Sessions = """<get><filter type="subtree"><sessions xmlns="urn:taiji:sessions"/></filter></get>""";

    [Fact]
    public async Task Sessions_of_all_protocols_count_are_shown_and_can_be_ended()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--max-user-sessions", "2");
        using var first = new JsonRpc(taiji);
        using var second = new JsonRpc(taiji);
        using var third = new JsonRpc(taiji);
        (await first.LoginAsync())["error"].ShouldBeNull();
        (await second.LoginAsync())["error"].ShouldBeNull();
        (await third.LoginAsync())["error"]!["type"]!.GetValue<string>().ShouldBe("session.overload");
        // The same limit for another protocol.
        (await new Curl(taiji).GetAsync("/data/taiji-sessions:sessions")).ShouldFail(409, "resource-denied");
        using (var ssh = new SshClient(taiji)) (await ssh.RunAsync(RawNetconf.Hello("1.0") + RawNetconf.Rpc("<close-session/>") + RawNetconf.End)).Output.ShouldNotContain("<ok/>");

        await using var local = await RawConnection.OpenSessionAsync(taiji, "1.0");
        await local.SendAsync(RawNetconf.Rpc(Sessions) + RawNetconf.End);
        var shown = await local.ReadToAsync(RawNetconf.End);
        var own = System.Xml.Linq.XElement.Parse(shown.Replace(RawNetconf.End, "", StringComparison.Ordinal)).Descendants().Where(e => e.Name.LocalName == "session")
            .Select(s => s.Elements().GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => g.First().Value)).ToList();
        own.Select(s => $"{s["user"]} {s["transport"]} {s["recovery"]}").Order().ShouldBe(["admin jsonrpc false", "admin jsonrpc false", "root netconf-unix true"]);
        own.Where(s => s["user"] == "admin").ShouldAllBe(s => s["source"].StartsWith("127.0.0.1:", StringComparison.Ordinal) && s.ContainsKey("since") && s.ContainsKey("idle"));

        var victim = own.First(s => s["user"] == "admin")["id"];
        await local.SendAsync(RawNetconf.Rpc($"""<terminate-session xmlns="urn:taiji:sessions"><id>{victim}</id></terminate-session>""") + RawNetconf.End);
        (await local.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
        (await new Curl(taiji).GetAsync("/data/taiji-sessions:sessions")).ShouldBe(200);
        var answers = new[] { await first.CallAsync("get_trans", "{}"), await second.CallAsync("get_trans", "{}") };
        answers.Select(a => a["error"]?["type"]?.GetValue<string>() ?? "ok").Order().ShouldBe(["ok", "session.invalid_sessionid"]);

        var log = File.ReadAllLines(Path.Combine(taiji.DataDirectory, "audit.log")).Select(l => JsonNode.Parse(l)!).ToList();
        log.ShouldContain(l => (string?)l["action"] == "kill-session" && (string?)l["target"] == victim && (string?)l["user"] == "root" && (string?)l["result"] == "ok");
        log.ShouldContain(l => (string?)l["action"] == "session-end" && (string?)l["target"] == "killed" && (string?)l["transport"] == "jsonrpc");
    }

    [Fact]
    public async Task All_users_and_protocols_share_one_limit()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--max-all-sessions", "2");
        using var first = new JsonRpc(taiji);
        using var second = new JsonRpc(taiji);
        (await first.LoginAsync())["error"].ShouldBeNull();
        (await second.LoginAsync())["error"].ShouldBeNull();
        (await new Curl(taiji).GetAsync("/data/ietf-system:system?content=config")).ShouldFail(409, "resource-denied");
        // Who may repair it still gets in.
        await using var local = await RawConnection.OpenSessionAsync(taiji, "1.0");
        await local.SendAsync(RawNetconf.Rpc(Sessions) + RawNetconf.End);
        (await local.ReadToAsync(RawNetconf.End)).ShouldContain("<transport>jsonrpc</transport>");
    }

    [Fact]
    public async Task Failed_logins_and_reads_are_in_the_audit_log_and_no_password_is()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--audit-reads");
        (await new Curl(taiji, "admin", "wrong-guess").GetAsync("/data")).ShouldBe(401);
        (await new Curl(taiji).GetAsync("/data/ietf-system:system?content=config")).ShouldBe(200);
        using var web = new JsonRpc(taiji);
        await web.LoginAsync();
        await web.CallAsync("get_system_setting", """{"operation": "user"}""");
        await taiji.KillAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(taiji.DataDirectory, "audit.log"));
        text.ShouldNotContain("wrong-guess");
        text.ShouldNotContain(TaijiProcess.AdminPassword);
        var log = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).Select(l => $"{l["action"]} {l["result"]} {l["user"]} {l["transport"]} {l["target"]}").ToList();
        log.ShouldContain("login access-denied admin restconf ");
        log.ShouldContain("login ok admin restconf ");
        log.ShouldContain("read ok admin restconf running /ietf-system:system");
        log.ShouldContain("get_system_setting ok admin jsonrpc ");
    }

    private sealed class JsonRpc(TaijiProcess taiji) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() });

        public Task<JsonNode> LoginAsync() => CallAsync("login", $$"""{"user": "admin", "passwd": "{{TaijiProcess.AdminPassword}}"}""");

        public async Task<JsonNode> CallAsync(string method, string parameters)
        {
            using var body = new StringContent($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""", Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(taiji.Http + "/jsonrpc", body);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }

        public void Dispose() => _http.Dispose();
    }
}

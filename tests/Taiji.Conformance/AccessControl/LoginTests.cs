using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.AccessControl;

/// <summary>Users by certificates, over HTTPS with curl, and by tokens, and JSON-RPC sessions by either; what is seen of their sessions; and the audit log.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly TestCertificates _authority = new(), _stranger = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    [Fact]
    public async Task A_client_certificate_names_its_user_and_one_of_another_authority_names_nobody()
    {
        var (ann, eve) = (_authority.MakeClient("ann"), _stranger.MakeClient("eve"));
        await using var taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0", "--client-ca", _authority.AuthorityFile);
        (await new Curl(taiji).SendAsync("PATCH", "/data", $$$"""
            {"ietf-restconf:data": {
              "taiji-access:certificates": {"cert-to-name": [{"id": 1, "fingerprint": "{{{_authority.AuthorityFingerprint}}}", "map-type": "ietf-x509-cert-to-name:common-name"}]},
              "ietf-netconf-acm:nacm": {
                "groups": {"group": [{"name": "staff", "user-name": ["ann"]}]},
                "rule-list": [{"name": "staff", "group": ["staff"], "rule": [{"name": "names", "path": "/ietf-system:system/ietf-system:hostname", "access-operations": "*", "action": "permit"}]}]} } }
            """)).ShouldBe(204);

        (await SecureAsync(taiji, ann, "-X", "PUT", "-H", "Content-Type: application/yang-data+json", "-d", """{"ietf-system:hostname":"by-ann"}""")).ShouldBe(201);
        (await SecureAsync(taiji, null)).ShouldFail(401, "access-denied");
        // A certificate that doesn't hold ends the handshake.
        await Should.ThrowAsync<InvalidOperationException>(() => SecureAsync(taiji, eve));

        var audit = File.ReadAllLines(Path.Combine(taiji.DataDirectory, "audit.log")).Select(l => JsonNode.Parse(l)!).ToList();
        audit.ShouldContain(l => (string?)l["action"] == "login" && (string?)l["user"] == "ann" && (string?)l["result"] == "ok");
        var commit = audit.Last(l => (string?)l["action"] == "commit");
        ((string?)commit["user"], (string?)commit["edits"]![0]!["path"], (string?)commit["edits"]![0]!["value"]).ShouldBe(("ann", "/ietf-system:system/hostname", "by-ann"));
        File.ReadAllText(Path.Combine(taiji.DataDirectory, "audit.log")).ShouldNotContain("$6$", Case.Sensitive, "password hashes are masked");
    }

    [Fact]
    public async Task JSON_RPC_sessions_are_opened_by_client_certificates_and_by_none_of_another_authority()
    {
        var (file, keyFile) = _authority.MakeServer("server");
        await using var taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0", "--client-ca", _authority.AuthorityFile, "--cert", file, "--key", keyFile);
        (await new Curl(taiji).SendAsync("PATCH", "/data", $$$"""
            {"ietf-restconf:data": {"taiji-access:certificates": {"cert-to-name": [{"id": 1, "fingerprint": "{{{_authority.AuthorityFingerprint}}}", "map-type": "ietf-x509-cert-to-name:common-name"}]} } }
            """)).ShouldBe(204);
        using (var client = Secure(_authority.MakeClient("ann")))
        {
            (await LoginAsync(client))["result"].ShouldNotBeNull();
            (await UserAsync(client)).ShouldBe("ann");
            // Whoever gives a name and a password is meant by those.
            (await CallAsync(client, "login", """{"user": "ann", "passwd": "guess"}"""))["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.failed");
        }

        using (var nobody = Secure(null)) (await LoginAsync(nobody))["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.failed");
        using (var eve = Secure(_stranger.MakeClient("eve"))) await Should.ThrowAsync<HttpRequestException>(() => LoginAsync(eve));

        HttpClient Secure((string File, string KeyFile, string Fingerprint)? identity)
        {
            var server = X509CertificateLoader.LoadCertificateFromFile(file);
            var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => server.Equals(shown);
            if (identity is { } known) handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(known.File, known.KeyFile)];
            return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{taiji.HttpsPort}") };
        }
    }

    [Fact]
    public async Task JSON_RPC_sessions_are_opened_by_bearer_tokens_and_have_their_groups()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var keys = Path.Combine(_directory, "keys.json");
        await File.WriteAllTextAsync(keys, $$"""{"keys": [{"kty": "EC", "crv": "P-256", "kid": "k", "use": "sig", "alg": "ES256", "x": "{{Base64Url.EncodeToString(point.X)}}", "y": "{{Base64Url.EncodeToString(point.Y)}}"}]}""");
        await using var taiji = await TaijiProcess.StartAsync(null, "--jwks", keys, "--jwt-issuer", "https://issuer.example", "--jwt-audience", "taiji");
        (await new Curl(taiji).SendAsync("PATCH", "/data", """
            {"ietf-restconf:data": {"ietf-netconf-acm:nacm": {"groups": {"group": [{"name": "names"}]}, "rule-list": [{"name": "names", "group": ["names"], "rule": [
              {"name": "1", "path": "/ietf-system:system/ietf-system:hostname", "access-operations": "*", "action": "permit"}]}]} } }
            """)).ShouldBe(204);
        (await RenameAsync(Token(key, "taiji", "names"))).ShouldBe(("ann", null));
        (await RenameAsync(Token(key, "taiji", "others"))).ShouldBe(("ann", "rpc.method.denied"));
        foreach (var token in new[] { Token(other, "taiji", "names"), Token(key, "elsewhere", "names"), "no.token.at-all" })
        {
            using var client = Bearer(token);
            (await LoginAsync(client))["error"]!["type"]!.GetValue<string>().ShouldBe("rpc.method.failed");
            (await CallAsync(client, "get_trans", "{}"))["error"]!["type"]!.GetValue<string>().ShouldBe("session.missing_sessionid");
        }

        async Task<(string User, string? Error)> RenameAsync(string token)
        {
            using var client = Bearer(token);
            (await LoginAsync(client))["result"].ShouldNotBeNull();
            var th = (await CallAsync(client, "new_trans", """{"mode": "read_write", "db": "running"}"""))["result"]!["th"];
            var set = await CallAsync(client, "set_value", $$"""{"th": {{th}}, "path": "/ietf-system:system/hostname", "value": "by-token"}""");
            return (await UserAsync(client), set["error"]?["type"]!.GetValue<string>());
        }

        HttpClient Bearer(string token)
        {
            var client = new HttpClient { BaseAddress = new Uri(taiji.Http) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return client;
        }
    }

    [Fact]
    public async Task Replies_have_security_headers_and_sessions_of_all_protocols_are_state()
    {
        await using var taiji = await TaijiProcess.StartAsync();
        var curl = new Curl(taiji);
        var answer = (await curl.GetAsync("/data/taiji-sessions:sessions")).ShouldBe(200);
        answer.Headers["x-content-type-options"].ShouldBe("nosniff");
        answer.Headers["content-security-policy"].ShouldContain("frame-ancestors 'none'");
        answer.Json["taiji-sessions:sessions"]!["session"]!.AsArray().ShouldContain(s => (string?)s!["user"] == "admin" && (string?)s["transport"] == "restconf");
        (await new Curl(taiji, "admin", "wrong").GetAsync("/data")).ShouldBe(401);
        ((string?)(await curl.ReadAsync("/taiji-sessions:logins"))["taiji-sessions:logins"]!["failed"]).ShouldBe("1");
        (await curl.SendAsync("POST", "/operations/taiji-sessions:terminate-session", """{"taiji-sessions:input":{"id":4000000}}""")).ShouldFail(400, "invalid-value");
    }

    [Fact]
    public async Task Who_asks_for_anonymous_users_is_warned_and_everybody_is_that_user()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--anonymous", "guest");
        taiji.Errors.ShouldContain("warning: --anonymous");
        (await new Curl(taiji, null).GetAsync("/data/ietf-system:system?content=config")).Status.ShouldBeOneOf(200, 404);
        (await new Curl(taiji, null).SendAsync("PUT", "/data/ietf-system:system/hostname", """{"ietf-system:hostname":"x"}""")).ShouldFail(403, "access-denied");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<CurlAnswer> SecureAsync(TaijiProcess taiji, (string File, string KeyFile, string Fingerprint)? client, params string[] arguments)
    {
        string[] certificate = client is not { } known ? [] : ["--cert", known.File, "--key", known.KeyFile];
        return await new Curl(taiji, null, secure: true).GetAsync("/data/ietf-system:system/hostname", ["-k", .. certificate, .. arguments]);
    }

    private static Task<JsonNode> LoginAsync(HttpClient client) => CallAsync(client, "login", "{}");

    private static async Task<string> UserAsync(HttpClient client) =>
        (await CallAsync(client, "get_system_setting", """{"operation": "user"}"""))["result"]!["user"]!.GetValue<string>();

    private static async Task<JsonNode> CallAsync(HttpClient client, string method, string parameters)
    {
        using var body = new StringContent($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/jsonrpc", body);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>A token of the user ann (RFC 7519, RFC 7515 §3.1).</summary>
    private static string Token(ECDsa key, string audience, string group)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT","kid":"k"}"""u8);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iss":"https://issuer.example","aud":"{{audience}}","sub":"ann","groups":["{{group}}"],"nbf":{{now - 60}},"exp":{{now + 600}}}"""));
        return $"{head}.{claims}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256))}";
    }
}

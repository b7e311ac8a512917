using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.AccessControl;

/// <summary>Users by certificates, over HTTPS with curl; what is seen of their sessions; and the audit log.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    [Fact]
    public async Task A_client_certificate_names_its_user_and_one_of_another_authority_names_nobody()
    {
        var (authority, key) = MakeAuthority("Good CA");
        var (stranger, strangerKey) = MakeAuthority("Other CA");
        Write("ca.pem", authority.ExportCertificatePem());
        MakeClient("ann", authority, key);
        MakeClient("eve", stranger, strangerKey);
        await using var taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0", "--client-ca", In("ca.pem"));
        var print = string.Join(':', new byte[] { 4 }.Concat(authority.GetCertHash(HashAlgorithmName.SHA256)).Select(o => o.ToString("x2", null)));
        (await new Curl(taiji).SendAsync("PATCH", "/data", $$$"""
            {"ietf-restconf:data": {
              "taiji-access:certificates": {"cert-to-name": [{"id": 1, "fingerprint": "{{{print}}}", "map-type": "ietf-x509-cert-to-name:common-name"}]},
              "ietf-netconf-acm:nacm": {
                "groups": {"group": [{"name": "staff", "user-name": ["ann"]}]},
                "rule-list": [{"name": "staff", "group": ["staff"], "rule": [{"name": "names", "path": "/ietf-system:system/ietf-system:hostname", "access-operations": "*", "action": "permit"}]}]} } }
            """)).ShouldBe(204);

        (await SecureAsync(taiji, "ann", "-X", "PUT", "-H", "Content-Type: application/yang-data+json", "-d", """{"ietf-system:hostname":"by-ann"}""")).ShouldBe(201);
        (await SecureAsync(taiji, null)).ShouldFail(401, "access-denied");
        // A certificate that doesn't hold ends the handshake.
        await Should.ThrowAsync<InvalidOperationException>(() => SecureAsync(taiji, "eve"));

        var audit = File.ReadAllLines(Path.Combine(taiji.DataDirectory, "audit.log")).Select(l => JsonNode.Parse(l)!).ToList();
        audit.ShouldContain(l => (string?)l["action"] == "login" && (string?)l["user"] == "ann" && (string?)l["result"] == "ok");
        var commit = audit.Last(l => (string?)l["action"] == "commit");
        ((string?)commit["user"], (string?)commit["edits"]![0]!["path"], (string?)commit["edits"]![0]!["value"]).ShouldBe(("ann", "/ietf-system:system/hostname", "by-ann"));
        File.ReadAllText(Path.Combine(taiji.DataDirectory, "audit.log")).ShouldNotContain("$6$", Case.Sensitive, "password hashes are masked");
        key.Dispose();
        strangerKey.Dispose();
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

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string In(string name) => Path.Combine(_directory, name);

    private async Task<CurlAnswer> SecureAsync(TaijiProcess taiji, string? client, params string[] arguments)
    {
        string[] certificate = client is null ? [] : ["--cert", In(client + ".pem"), "--key", In(client + ".key")];
        return await new Curl(taiji, null, secure: true).GetAsync("/data/ietf-system:system/hostname", ["-k", .. certificate, .. arguments]);
    }

    private void Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        File.SetUnixFileMode(In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void MakeClient(string name, X509Certificate2 authority, ECDsa authorityKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var made = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        Write(name + ".pem", made.ExportCertificatePem());
        Write(name + ".key", key.ExportPkcs8PrivateKeyPem());
    }

    private static (X509Certificate2 Certificate, ECDsa Key) MakeAuthority(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return (request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)), key);
    }
}

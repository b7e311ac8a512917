using System.Text.RegularExpressions;

namespace Taiji.Conformance.Starting;

/// <summary>The first start of a data directory: admin, passwords, who may read what.</summary>
public sealed class FirstStartTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-first-").FullName;

    [Fact]
    public async Task A_random_password_is_printed_once_and_works()
    {
        string password;
        await using (var taiji = await TaijiProcess.StartAsync(_directory, adminPassword: null, ServerFixture.MakeRun))
        {
            var match = Regex.Match(taiji.Output, @"'admin' has the password (\S+)");
            match.Success.ShouldBeTrue(taiji.Output);
            password = match.Groups[1].Value;
            password.Length.ShouldBeGreaterThanOrEqualTo(12);
            (await new Curl(taiji, "admin", password).GetAsync("/data")).ShouldBe(200);
            using var ssh = new SshClient(taiji);
            (await ssh.RunAsync(RawNetconf.Hello("1.0") + RawNetconf.Rpc("<close-session/>") + RawNetconf.End, password: password)).Succeeded.ShouldContain("<ok/>");
            (await taiji.StopAsync()).ShouldBe(0);
        }

        await using var again = await TaijiProcess.StartAsync(_directory, adminPassword: null, ServerFixture.MakeRun);
        again.Output.ShouldNotContain("password");
        (await new Curl(again, "admin", password).GetAsync("/data")).ShouldBe(200);
    }

    [Fact]
    public async Task A_given_password_is_not_printed_and_a_later_one_changes_nothing()
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, "first-password", ServerFixture.MakeRun))
        {
            (taiji.Output + taiji.Errors).ShouldNotContain("first-password");
            await taiji.StopAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, "second-password", ServerFixture.MakeRun);
        (await new Curl(again, "admin", "first-password").GetAsync("")).ShouldBe(200);
        (await new Curl(again, "admin", "second-password").GetAsync("")).ShouldBe(401);
    }

    [Fact]
    public async Task A_clear_text_password_is_kept_as_a_hash_everywhere()
    {
        await using var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        var curl = new Curl(taiji);
        (await curl.SendAsync("PUT", "/data/ietf-system:system/authentication/user=ann", """{"ietf-system:user":[{"name":"ann","password":"$0$correct horse"}]}""")).ShouldBe(201);
        var read = await curl.ReadAsync("/ietf-system:system/authentication/user=ann/password");
        read["ietf-system:password"]!.GetValue<string>().ShouldStartWith("$6$");
        (await new Curl(taiji, "ann", "correct horse").GetAsync("")).ShouldBe(200);
        (await new Curl(taiji, "ann", "wrong horse").GetAsync("")).ShouldBe(401);
        await taiji.KillAsync();
        foreach (var file in Files()) File.ReadAllBytes(file).AsSpan().IndexOf("correct horse"u8).ShouldBe(-1, file);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_read_the_data_directorys_secrets()
    {
        await using var taiji = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--https", "127.0.0.1:0"]);
        (await new Curl(taiji).SendAsync("PUT", "/data/ietf-interfaces:interfaces", """{"ietf-interfaces:interfaces":{}}""")).Status.ShouldBeInRange(200, 299);
        var files = Files();
        files.ShouldContain(f => f.EndsWith("journal.db", StringComparison.Ordinal));
        foreach (var file in files) (File.GetUnixFileMode(file) & Others).ShouldBe(UnixFileMode.None, file);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Https_serves_with_a_certificate_that_is_kept(string version)
    {
        string first;
        await using (var taiji = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--https", "127.0.0.1:0"])) first = await CertificateAsync(taiji);
        await using var again = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--https", "127.0.0.1:0"]);
        (await CertificateAsync(again)).ShouldBe(first);

        async Task<string> CertificateAsync(TaijiProcess taiji)
        {
            var result = await Client.RunAsync(
                "curl", ["-sS", "-k", version, "-u", $"admin:{TaijiProcess.AdminPassword}", "-w", "%{stderr}%{certs}", $"https://127.0.0.1:{taiji.HttpsPort}/restconf/data"]);
            result.Succeeded.ShouldContain("ietf-restconf:data");
            var certificate = Regex.Match(result.Error, "-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----", RegexOptions.Singleline);
            certificate.Success.ShouldBeTrue(result.Error);
            return certificate.Value;
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private List<string> Files() => [.. Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is not (".sock" or ".pub") && !f.EndsWith("certificate.pem", StringComparison.Ordinal))];
}

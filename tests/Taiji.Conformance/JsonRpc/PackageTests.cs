using System.Text.Json.Nodes;

namespace Taiji.Conformance.JsonRpc;

/// <summary><c>taiji serve --packages</c> with the sample package, driven by curl over JSON-RPC and RESTCONF.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly string _repository = Directory.CreateTempSubdirectory("taiji-repository-").FullName;
    private TaijiProcess _taiji = null!;
    private JsonRpcSession _rpc = null!;

    private static string Sample => Path.Combine(Client.RepositoryRoot, "samples/NtpPackage/bin/Release/net10.0");

    public async ValueTask InitializeAsync()
    {
        Write(Path.Combine(_repository, "next"), "acme-ntp", "2.0");
        _taiji = await TaijiProcess.StartAsync(null, "--packages", Sample, "--package-repository", _repository);
        _rpc = new JsonRpcSession(_taiji);
        await _rpc.CallAsync("login", $$"""{"user": "admin", "passwd": "{{TaijiProcess.AdminPassword}}"}""");
    }

    [Fact]
    public async Task A_template_of_the_package_is_applied_in_a_transaction_and_its_code_takes_the_servers_over()
    {
        var th = (await _rpc.CallAsync("new_trans", """{"mode": "read_write"}"""))["th"]!.GetValue<int>();
        foreach (var path in new[] { "/ntp:sites/site{north}", "/ntp:sites/site{north}/clock{10.1.1.1}" }) await _rpc.CallAsync("create", $$"""{"th": {{th}}, "path": "{{path}}"}""");
        await _rpc.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/ntp:sites/site{north}/clock{10.1.1.1}/role", "value": "primary"}""");
        (await _rpc.CallAsync("get_template_variables", $$"""{"th": {{th}}, "name": "acme-ntp-site"}"""))["template_variables"]!.AsArray().Select(v => v!.GetValue<string>()).ShouldBe(["ROLE", "RESTRICT"]);
        await _rpc.CallAsync("apply_template", $$"""{"th": {{th}}, "name": "acme-ntp-site", "path": "/ntp:sites/site{north}", "variables": {"ROLE": "clock", "RESTRICT": "10.0.0.0/8"} }""");
        await _rpc.CallAsync("apply", $$"""{"th": {{th}}}""");

        var ntp = (await new Curl(_taiji).ReadAsync("/acme-ntp:ntp"))["acme-ntp:ntp"]!;
        ntp["server"]![0]!["description"]!.GetValue<string>().ShouldBe("clock: primary of north");
        ntp["server"]![0]!["reachable"]!.GetValue<bool>().ShouldBeTrue();
        ntp["restrict"]![0]!.GetValue<string>().ShouldBe("10.0.0.0/8");
        th = (await _rpc.CallAsync("new_trans", """{"mode": "read"}"""))["th"]!.GetValue<int>();
        (await _rpc.CallAsync("run_action", $$"""{"th": {{th}}, "path": "/ntp:ask-time", "params": {"server": "10.1.1.1"}, "format": "json"}"""))["seconds"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Over_RESTCONF_a_template_is_an_rpc_and_packages_are_state()
    {
        var curl = new Curl(_taiji);
        (await curl.SendAsync("PATCH", "/data", """{"ietf-restconf:data":{"acme-ntp:sites":{"site":[{"name":"south","clock":[{"address":"10.2.2.2","role":"spare"}]}]}}}""")).ShouldBe(204);
        const string input = """
            {"taiji-packages:input":{"name":"acme-ntp-site","context":"/acme-ntp:sites/site[name='south']","variable":[{"name":"ROLE","value":"r"},{"name":"RESTRICT","value":"x"}],"label":"south"}}
            """;
        (await curl.SendAsync("POST", "/operations/taiji-packages:apply-template", input)).ShouldBe(204);
        (await curl.ReadAsync("/acme-ntp:ntp")).ToJsonString().ShouldContain("r: spare of south");
        (await curl.SendAsync("POST", "/operations/taiji-packages:apply-template", """{"taiji-packages:input":{"name":"nope"}}""")).ShouldFail(400, "invalid-value");
        (await curl.SendAsync("POST", "/operations/taiji-packages:apply-template", """{"taiji-packages:input":{"name":"acme-ntp-site"}}""")).Error["error-message"]!.GetValue<string>()
            .ShouldBe("template 'acme-ntp-site' needs a value for its variable 'ROLE'");
        var packages = (await curl.ReadAsync("/taiji-packages:packages"))["taiji-packages:packages"]!;
        packages["template"]![0]!["variable"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Packages_are_listed_by_status()
    {
        (await ListAsync("loaded")).ShouldBe(["acme-ntp 1.0"]);
        (await ListAsync("installable")).ShouldBe(["acme-ntp 2.0"]);
        (await ListAsync("installed")).ShouldBeEmpty();
        (await ListAsync("all")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_wrong_with_a_package_stops_the_start_with_its_place()
    {
        var broken = Path.Combine(_repository, "broken");
        Write(broken, "broken", "1.0");
        Directory.CreateDirectory(Path.Combine(broken, "templates"));
        await File.WriteAllTextAsync(Path.Combine(broken, "templates/t.xml"), "<config-template xmlns=\"http://tail-f.com/ns/config/1.0\">\n <nothing/>\n</config-template>");
        var result = await TaijiProcess.RunToEndAsync("--packages", broken);
        result.Status.ShouldNotBe(0);
        result.Error.ShouldContain("broken/templates/t.xml:2:3: error TJ3103: there is no 'nothing'");
        (await TaijiProcess.RunToEndAsync("--packages", "/nowhere")).Error.ShouldContain("packages: '/nowhere' is not a directory");
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await _taiji.DisposeAsync();
        Directory.Delete(_repository, recursive: true);
    }

    private async Task<List<string>> ListAsync(string status) =>
        [.. (await _rpc.CallAsync("list_packages", $$"""{"status": "{{status}}"}"""))["packages"]!.AsArray().Select(p => $"{p!["name"]} {p["package-version"]}")];

    private static void Write(string directory, string name, string version)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "package-meta-data.xml"), $"<package xmlns=\"urn:taiji:package\"><name>{name}</name><package-version>{version}</package-version></package>");
    }
}

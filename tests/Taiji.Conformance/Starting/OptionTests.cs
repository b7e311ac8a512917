using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Starting;

/// <summary>Options and modules that can't be used, and the exit status that says so.</summary>
public sealed class OptionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-options-").FullName;

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--http", "8080")]
    [InlineData("--http", "nowhere:80")]
    [InlineData("--netconf-ssh", "127.0.0.1:99999")]
    [InlineData("--log", "loud")]
    [InlineData("--public-origin", "nowhere")]
    [InlineData("--http3", "perhaps")]
    [InlineData("--max-depth", "many")]
    [InlineData("--login-attempts", "0")]
    [InlineData("--keep-notifications", "few")]
    [InlineData("--keep-notifications", "alarms=")]
    [InlineData("--keep-notifications", "=5")]
    [InlineData("--keep-notifications", "alarms=5,0")]
    [InlineData("--keep-notifications", "alarms=5,6,7")]
    [InlineData("--yang", "/no/such/directory")]
    [InlineData("--startup", "/no/such/file")]
    [InlineData("--https", "127.0.0.1:0", "--cert", "/no/such/cert.pem")]
    [InlineData("--socket", "/dev/null")]
    [InlineData("--https", "127.0.0.1:0", "--cert", "/etc/hostname")]
    [InlineData("surplus")]
    public async Task An_unusable_option_ends_with_status_2_and_names_it(params string[] arguments)
    {
        var result = await TaijiProcess.RunToEndAsync(arguments);
        result.Status.ShouldBe(2, result.Error);
        result.Error.ShouldContain(arguments[^1].TrimStart('-'));
        result.Error.ShouldNotContain("   at ");
        result.Output.ShouldNotContain("ready");
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_ends_with_status_2()
    {
        var result = await TaijiProcess.RunToEndAsync("--socket", Path.Combine(_directory, new string('s', 120)));
        result.Status.ShouldBe(2, result.Error);
        result.Error.ShouldContain("sssss");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Every_unusable_option_is_named_at_once()
    {
        var result = await TaijiProcess.RunToEndAsync("--http", "x", "--log", "loud", "--max-depth", "many");
        result.Status.ShouldBe(2);
        foreach (var option in new[] { "http", "log", "max-depth" }) result.Error.ShouldContain(option);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_status_2_and_names_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var endPoint = taken.LocalEndpoint.ToString()!;
        var http = await TaijiProcess.RunToEndAsync("--http", endPoint);
        var ssh = await TaijiProcess.RunToEndAsync("--netconf-ssh", endPoint);
        foreach (var result in new[] { http, ssh })
        {
            result.Status.ShouldBe(2, result.Error);
            (result.Output + result.Error).ShouldContain(endPoint);
            (result.Output + result.Error).ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task A_module_with_errors_ends_with_status_3_and_every_diagnostic()
    {
        File.WriteAllText(Path.Combine(_directory, "broken.yang"), """
            module broken {
              namespace "urn:broken";
              prefix b;
              leaf one { type no-such-type; }
              leaf two { type int32 { range "9..1"; } }
            }
            """);
        var result = await TaijiProcess.RunToEndAsync("--yang", _directory, "--module", "broken");
        result.Status.ShouldBe(3);
        result.Error.ShouldMatch(@"broken\.yang:4:\d+: error TJ\d+: .*no-such-type");
        result.Error.ShouldMatch(@"broken\.yang:5:\d+: error TJ\d+: ");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_warning_about_a_module_of_ones_own_is_told_at_the_start()
    {
        File.WriteAllText(Path.Combine(_directory, "acme.yang"), """
            module acme { yang-version 1.1; namespace "urn:acme"; prefix a; leaf one { type string; must "../no-such-leaf"; } }
            """);
        await using var taiji = await TaijiProcess.StartAsync(null, "--yang", _directory, "--module", "acme");
        taiji.Errors.ShouldMatch(@"acme\.yang:1:\d+: warning TJ\d+: .*no-such-leaf");
    }

    [Fact]
    public async Task A_module_that_is_nowhere_ends_with_status_3()
    {
        var result = await TaijiProcess.RunToEndAsync("--module", "no-such-module");
        result.Status.ShouldBe(3);
        result.Error.ShouldContain("no-such-module");
    }

    [Fact]
    public async Task A_module_of_ones_own_is_served()
    {
        File.WriteAllText(Path.Combine(_directory, "acme.yang"), """
            module acme { yang-version 1.1; namespace "urn:acme"; prefix a; feature extra; leaf plain { type string; } leaf special { if-feature extra; type string; } }
            """);
        await using (var taiji = await TaijiProcess.StartAsync(null, "--yang", _directory, "--module", "acme:extra"))
        {
            (await new Curl(taiji).SendAsync("PUT", "/data/acme:special", """{"acme:special":"x"}""")).ShouldBe(201);
        }

        await using var without = await TaijiProcess.StartAsync(null, "--yang", _directory, "--module", "acme:");
        (await new Curl(without).SendAsync("PUT", "/data/acme:special", """{"acme:special":"x"}""")).Status.ShouldBeOneOf(400, 404);
        (await new Curl(without).SendAsync("PUT", "/data/acme:plain", """{"acme:plain":"x"}""")).ShouldBe(201);
    }

    [Fact]
    public async Task Without_http_no_port_is_opened_for_it()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--http", "off");
        taiji.ReadyLine.ShouldNotContain("http");
        taiji.ReadyLine.ShouldContain("netconf-ssh://");
    }

    [Fact]
    public async Task Options_come_from_a_file_and_the_environment_too()
    {
        var config = Path.Combine(_directory, "options.json");
        File.WriteAllText(config, """{"module": ["ietf-interfaces", "iana-if-type"], "netconf-ssh": "off", "demo": true}""");
        await using var taiji = await TaijiProcess.StartAsync(null, "--config", config, "--socket", "off");
        taiji.ReadyLine.ShouldNotContain("unix:");
        File.Exists(taiji.SocketPath).ShouldBeFalse();
        (await new Curl(taiji).GetAsync("/data/taiji-example:engine")).ShouldBe(200);
        File.WriteAllText(config, """{"colour": "red"}""");
        var result = await TaijiProcess.RunToEndAsync("--config", config);
        result.Status.ShouldBe(2);
        result.Error.ShouldContain("colour");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

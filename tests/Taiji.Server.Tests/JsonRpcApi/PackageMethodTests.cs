using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores;
using Taiji.Datastores.Templates;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>Packages and configuration templates over JSON-RPC.</summary>
public sealed class PackageMethodTests : JsonRpcTest
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-rpc-packages-").FullName;

    private protected override Task<JsonRpcHost> StartAsync()
    {
        File.WriteAllText(Path.Combine(_directory, "lease.xml"), """
            <config-template xmlns="http://tail-f.com/ns/config/1.0" xmlns:d="urn:test:dhcp">
              <dhcp xmlns="urn:test:dhcp">
                <default-lease-time>{$TIME}</default-lease-time>
                <?foreach {/d:dhcp/d:class}?><?set rank={d:rank + $STEP}?>
                <class><name>{d:name}-copy</name><rank>{$rank}</rank></class>
                <?end?>
                <max-lease-time>{d:rank}</max-lease-time>
              </dhcp>
            </config-template>
            """);
        return JsonRpcHost.StartAsync(services: s => s.AddSingleton(p => new TemplateTable(p.GetRequiredService<Operations>().Schema, [new TemplateSource(_directory)])));
    }

    [Fact]
    public async Task The_variables_of_a_template_are_those_that_must_be_given()
    {
        var th = await Client.BeginAsync();
        (await Client.CallAsync("get_template_variables", $$"""{"th": {{th}}, "name": "lease"}""")).ShouldBeJson("""{"template_variables": ["TIME", "STEP"]}""");
        (await Client.FailAsync("get_template_variables", $$"""{"th": {{th}}, "name": "none"}""", "rpc.method.invalid_params"))["data"]!["param"]!.GetValue<string>().ShouldBe("name");
        await Client.FailAsync("get_template_variables", """{"th": 99, "name": "lease"}""", "rpc.method.invalid_params");
        await Client.FailAsync("get_template_variables", """{"name": "lease"}""", "rpc.method.missing_params");
    }

    [Fact]
    public async Task A_template_is_applied_in_the_transaction_all_or_nothing()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/class{a}", ""), ("/dhcp:dhcp/class{a}/rank", "7"));
        var th = await Client.BeginAsync();
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{b}"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{b}/rank", "value": 1}""");
        // The transaction's own changes are seen; the path is where relative paths begin.
        await Client.CallAsync("apply_template", $$"""{"th": {{th}}, "name": "lease", "variables": {"TIME": 300, "STEP": "10"}, "path": "/dhcp:dhcp/class{a}"}""");
        (await Client.CallAsync("get_trans_changes", $$"""{"th": {{th}}}"""))["changes"]!.AsArray().Count.ShouldBeGreaterThan(3);
        foreach (var (path, value) in new[] { ("default-lease-time", "300"), ("max-lease-time", "7"), ("class{a-copy}/rank", "17"), ("class{b-copy}/rank", "11") })
            (await Client.CallAsync("get_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/{{path}}"}"""))["value"]!.GetValue<string>().ShouldBe(value);
        await Client.CallAsync("apply", $$"""{"th": {{th}}}""");

        th = await Client.BeginAsync();
        var error = await Client.FailAsync("apply_template", $$"""{"th": {{th}}, "name": "lease", "variables": {"TIME": "soon", "STEP": 1} }""", "rpc.method.failed");
        error["data"]!["reason"]!.GetValue<string>().ShouldStartWith("lease.xml:3:6: ");
        (await Client.FailAsync("apply_template", $$"""{"th": {{th}}, "name": "lease", "variables": {"TIME": 5} }""", "rpc.method.failed"))["data"]!["reason"]!.GetValue<string>()
            .ShouldBe("template 'lease' needs a value for its variable 'STEP'");
        await Client.FailAsync("apply_template", $$"""{"th": {{th}}, "name": "lease", "variables": {"TIME": [5], "STEP": 1} }""", "rpc.method.invalid_params");
        await Client.FailAsync("apply_template", $$"""{"th": {{th}}, "name": "lease", "variables": {"TIME": 5, "STEP": 1}, "path": "/dhcp:dhcp/class{none}"}""", "data.not_found");
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{th}}}""")).ShouldBeJson("""{"modified": false}""");
        var read = await Client.BeginAsync("""{"mode": "read"}""");
        await Client.FailAsync("apply_template", $$"""{"th": {{read}}, "name": "lease", "variables": {"TIME": 5, "STEP": 1} }""", "data.not_writable");
    }

    [Fact]
    public async Task Packages_are_listed_by_status()
    {
        foreach (var status in new[] { "installable", "installed", "loaded", "all" }) (await Client.CallAsync("list_packages", $$"""{"status": "{{status}}"}""")).ShouldBeJson("""{"packages": []}""");
        (await Client.CallAsync("list_packages")).ShouldBeJson("""{"packages": []}""");
        (await Client.FailAsync("list_packages", """{"status": "broken"}""", "rpc.method.unknown_params_value"))["data"]!["param"]!.GetValue<string>().ShouldBe("status");
    }
}

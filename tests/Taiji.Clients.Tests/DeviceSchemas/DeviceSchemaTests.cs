using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Taiji.Clients.DeviceSchemas;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Tests.DeviceSchemas;

public sealed class DeviceSchemaTests : IDisposable
{
    private const string Main = """
        module acme { namespace "urn:acme"; prefix a;
          import acme-types { prefix t; }
          include acme-part;
          revision 2026-01-01;
          feature extra;
          container box { leaf size { type t:size; } leaf more { if-feature extra; type string; } leaf state { config false; type string; } }
        }
        """;

    private const string Types = "module acme-types { namespace \"urn:acme-types\"; prefix t; revision 2025-05-05; typedef size { type uint8 { range \"1..100\"; } } }";

    private const string Part = "submodule acme-part { belongs-to acme { prefix a; } revision 2026-01-01; container part { leaf x { type string; } } }";

    private static readonly Dictionary<string, string> Texts = new() { ["acme"] = Main, ["acme-types"] = Types, ["acme-part"] = Part };

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private string? Library { get; set; } = """
        <yang-library xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-library"><module-set><name>all</name>
          <module><name>acme</name><revision>2026-01-01</revision><namespace>urn:acme</namespace><submodule><name>acme-part</name><revision>2026-01-01</revision></submodule></module>
          <import-only-module><name>acme-types</name><revision>2025-05-05</revision><namespace>urn:acme-types</namespace></import-only-module>
        </module-set><content-id>c1</content-id></yang-library>
        """;

    [Fact]
    public async Task A_devices_modules_are_fetched_compiled_and_its_data_typed()
    {
        await using var device = await StartAsync("urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=c1");
        await using var client = await device.TlsTarget.ConnectAsync();
        var schema = await new DeviceSchemaSource(_directory.Path).GetAsync(client);
        schema.Modules.Count.ShouldBe(3);
        var tree = schema.Read(await client.GetConfigAsync());
        tree.TryFind(DataPath.Parse(schema.Schema, "/acme:box/size"), out var size).ShouldBeTrue();
        size.ValueText.ShouldBe("7");
        // A feature that the device doesn't name is one that it hasn't.
        Should.Throw<RpcErrorException>(() => DataPath.Parse(schema.Schema, "/acme:box/more"));
        await using var streamed = await client.StreamAsync("<get-config><source><running/></source></get-config>");
        (await schema.ReadAsync(streamed)).IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_known_is_not_fetched_again()
    {
        await using var device = await StartAsync("urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=c1");
        await using var client = await device.TlsTarget.ConnectAsync();
        await new DeviceSchemaSource(_directory.Path).GetAsync(client);
        _asked.Count(a => a.StartsWith("get-schema", StringComparison.Ordinal)).ShouldBe(3);
        _asked.Clear();
        await new DeviceSchemaSource(_directory.Path).GetAsync(client);
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hello_that_names_modules_does_and_what_they_import_is_found()
    {
        await using var device = await StartAsync("urn:acme?module=acme&revision=2026-01-01&features=extra");
        await using var client = await device.TlsTarget.ConnectAsync();
        var schema = await new DeviceSchemaSource(_directory.Path).GetAsync(client);
        DataPath.Parse(schema.Schema, "/acme:box/more").ShouldNotBeNull();
        DataPath.Parse(schema.Schema, "/acme:part/x").ShouldNotBeNull();
    }

    [Fact]
    public async Task Modules_that_do_not_compile_tell_every_reason()
    {
        await using var device = await StartAsync("urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=c2");
        Library = Library!.Replace("acme-types", "absent", StringComparison.Ordinal).Replace("<name>acme</name>", "<name>missing</name>", StringComparison.Ordinal);
        await using var client = await device.TlsTarget.ConnectAsync();
        var fault = await Should.ThrowAsync<DeviceSchemaException>(() => new DeviceSchemaSource(_directory.Path).GetAsync(client));
        fault.Reasons.ShouldContain(r => r.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_that_is_not_as_the_schema_says_is_told_all_of_it()
    {
        await using var device = await StartAsync("urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04&content-id=c1", "<box xmlns='urn:acme'><size>101</size><nothing/></box>");
        await using var client = await device.TlsTarget.ConnectAsync();
        var schema = await new DeviceSchemaSource(_directory.Path).GetAsync(client);
        var reply = await client.GetConfigAsync();
        Should.Throw<RpcErrorException>(() => schema.Read(reply)).Errors.Count.ShouldBe(2);
    }

    public void Dispose() => _directory.Dispose();

    private Task<SimulatedDevice> StartAsync(string capability, string config = "<box xmlns='urn:acme'><size>7</size></box>") => SimulatedDevice.StartAsync(
        (name, content) =>
        {
            var identifier = Regex.Match(content ?? "", "<identifier[^>]*>([^<]+)<").Groups[1].Value;
            _asked.Enqueue($"{name} {identifier}");
            return name switch
            {
                "get" => Library,
                "get-config" => config,
                "get-schema" => Texts.TryGetValue(identifier, out var text) ? System.Security.SecurityElement.Escape(text) : null,
                _ => null,
            };
        },
        [capability, "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"]);
}

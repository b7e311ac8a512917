namespace Taiji.Conformance.Starting;

/// <summary><c>--startup FILE</c>.</summary>
public sealed class StartupFileTests : IDisposable
{
    private const string Json = """{"ietf-interfaces:interfaces":{"interface":[{"name":"from-file","type":"iana-if-type:ethernetCsmacd"}]}}""";

    private const string Xml = """
        <?xml version="1.0"?>
        <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
          <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">
            <interface><name>from-file</name><type>t:ethernetCsmacd</type></interface>
          </interfaces>
        </config>
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-startup-").FullName;

    [Theory]
    [InlineData(Json)]
    [InlineData(Xml)]
    [InlineData($$"""{"ietf-restconf:data":{{Json}}}""")]
    public async Task It_is_loaded_into_a_new_data_directory_and_only_there(string content)
    {
        var file = Write("startup", content);
        var data = Path.Combine(_directory, "data");
        await using (var taiji = await TaijiProcess.StartAsync(data, [.. ServerFixture.MakeRun, "--startup", file]))
        {
            var curl = new Curl(taiji);
            (await curl.GetAsync("/data/ietf-interfaces:interfaces/interface=from-file")).ShouldBe(200);
            (await curl.SendAsync("DELETE", "/data/ietf-interfaces:interfaces")).ShouldBe(204);
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(data, [.. ServerFixture.MakeRun, "--startup", file]);
        (await new Curl(again).GetAsync("/data/ietf-interfaces:interfaces/interface=from-file")).ShouldBe(404);
    }

    [Fact]
    public async Task A_broken_one_ends_with_status_3_and_every_diagnostic_and_leaves_the_directory_new()
    {
        var broken = Write("broken.json", """
            {
              "ietf-interfaces:interfaces": {"interface": [{"name": "eth0"}]},
              "taiji-example:sensors": {"sensor": [{"name": "a", "kind": "humidity", "copy-of": "nobody"}]}
            }
            """);
        var data = Path.Combine(_directory, "data");
        var result = await TaijiProcess.RunToEndAsync([.. ServerFixture.MakeRun, "--data", data, "--startup", broken]);
        result.Status.ShouldBe(3);
        result.Error.ShouldContain("interface[name='eth0']");
        result.Error.ShouldContain("copy-of");
        result.Error.ShouldNotContain("   at ");
        result.Output.ShouldNotContain("ready");

        await using var taiji = await TaijiProcess.StartAsync(data, [.. ServerFixture.MakeRun, "--startup", Write("good.json", Json)]);
        (await new Curl(taiji).GetAsync("/data/ietf-interfaces:interfaces/interface=from-file")).ShouldBe(200);
    }

    [Theory]
    [InlineData("{", "json")]
    [InlineData("<config", "xml")]
    [InlineData("""{"no-such-module:x":1}""", "json")]
    [InlineData("""<config><x xmlns="urn:of:nobody"/></config>""", "xml")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"iana-if-type:ethernetCsmacd","enabled":"perhaps"}]}}""", "json")]
    [InlineData("""<!DOCTYPE config [<!ENTITY a "b">]><config>&a;</config>""", "xml")]
    public async Task What_cannot_be_read_ends_with_status_3_and_names_the_file(string content, string extension)
    {
        var file = Write("broken." + extension, content);
        var result = await TaijiProcess.RunToEndAsync([.. ServerFixture.MakeRun, "--startup", file]);
        result.Status.ShouldBe(3);
        result.Error.ShouldContain(file);
        result.Error.ShouldContain(": error TJ");
        result.Error.ShouldNotContain("   at ");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, content);
        return file;
    }
}

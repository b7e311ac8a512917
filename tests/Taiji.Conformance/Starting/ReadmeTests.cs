namespace Taiji.Conformance.Starting;

/// <summary>The first steps that the README shows, in its order.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-readme-").FullName;

    [Fact]
    public async Task Its_commands_work_and_all_is_there_after_kill_9()
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            taiji.Errors.ShouldBeEmpty();
            await CreateWithCurlAsync(new Curl(taiji));
            await MeasureAsync(new Curl(taiji));
            await ChangeUnderALockAsync(taiji);
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        var curl = new Curl(again);
        var entry = (await curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0"))["ietf-interfaces:interface"]![0]!;
        entry["description"]!.GetValue<string>().ShouldBe("uplink");
        entry["ietf-ip:ipv4"]!["mtu"]!.GetValue<int>().ShouldBe(1400);
        entry["ietf-ip:ipv4"]!["address"]![0]!["ip"]!.GetValue<string>().ShouldBe("192.0.2.1");
        (await curl.ReadAsync("/taiji-example:sensors/sensor=roof/threshold"))["taiji-example:threshold"]!.GetValue<string>().ShouldBe("80.0");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task CreateWithCurlAsync(Curl curl)
    {
        var created = await curl.SendAsync("POST", "/data/ietf-interfaces:interfaces", """
            {"ietf-interfaces:interface": [{"name": "eth0", "type": "iana-if-type:ethernetCsmacd",
                     "ietf-ip:ipv4": {"address": [{"ip": "192.0.2.1", "prefix-length": 24}]}}]}
            """);
        created.ShouldBe(201).Headers["location"].ShouldEndWith("/restconf/data/ietf-interfaces:interfaces/interface=eth0");
        (await curl.GetAsync("/data/ietf-interfaces:interfaces/interface=eth0")).ShouldBe(200);
        var xml = await curl.GetAsync("/data/ietf-interfaces:interfaces?with-defaults=report-all", "-H", "Accept: application/yang-data+xml");
        xml.ShouldBe(200).Xml.Descendants().ShouldContain(e => e.Name.LocalName == "enabled" && e.Value == "true");
        (await curl.SendAsync("PUT", "/data/ietf-interfaces:interfaces/interface=eth0/ietf-ip:ipv4/mtu", """{"ietf-ip:mtu": 1400}""")).ShouldBe(201);
    }

    private static async Task MeasureAsync(Curl curl)
    {
        (await curl.SendAsync("POST", "/data/taiji-example:sensors", """{"taiji-example:sensor": [{"name": "roof", "kind": "temperature", "interval": 500, "threshold": "80.0"}]}"""))
            .ShouldBe(201);
        (await curl.SendAsync("POST", "/data/taiji-example:sensors/sensor=roof/inject-value", """{"taiji-example:input": {"value": "99.0"}}""")).ShouldBe(200)
            .Json["taiji-example:output"]!["value"]!.GetValue<string>().ShouldBe("99.0");
        (await curl.ReadAsync("/taiji-example:sensors/sensor=roof/reading"))["taiji-example:reading"]!["time"].ShouldNotBeNull();
    }

    private static async Task ChangeUnderALockAsync(TaijiProcess taiji)
    {
        await using var ncclient = new Ncclient(taiji);
        var printed = await ncclient.RunAsync(""""
            interfaces = ("subtree", '<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"/>')
            print(m.get_config("running", interfaces))
            with m.locked("running"):
                m.edit_config(target="running", config="""
                  <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
                    <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
                      <interface><name>eth0</name><description>uplink</description></interface>
                    </interfaces>
                  </config>""")
            """");
        printed.ShouldContain("<mtu>1400</mtu>");
    }
}

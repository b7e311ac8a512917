namespace Taiji.Conformance.Durability;

/// <summary>A start with other modules than the data was written under.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const string First = """
        module upgraded {
          yang-version 1.1; namespace "urn:upgraded"; prefix u;
          revision 2020-01-01;
          container top { leaf speed { type uint32; } list port { key name; leaf name { type string; } leaf mtu { type uint16; } } }
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-upgrade-").FullName;

    private string Data => Path.Combine(_directory, "data");

    private string[] Options => ["--yang", Path.Combine(_directory, "yang"), "--module", "upgraded"];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_added_just_works_after_a_kill()
    {
        await WriteAndKillAsync();
        Module(First.Replace("leaf speed", "leaf more { type string; } leaf speed", StringComparison.Ordinal).Replace("2020-01-01", "2021-01-01", StringComparison.Ordinal));
        await using var taiji = await TaijiProcess.StartAsync(Data, Options);
        (await new Curl(taiji).ReadAsync("/upgraded:top/speed"))["upgraded:speed"]!.GetValue<int>().ShouldBe(7);
    }

    [Fact]
    public async Task What_can_not_be_loaded_stops_the_start_with_every_path_and_a_repair_sets_it_aside()
    {
        await WriteAndKillAsync();
        Module(First.Replace("leaf speed { type uint32; }", "", StringComparison.Ordinal).Replace("uint16", "boolean", StringComparison.Ordinal).Replace("2020-01-01", "2021-01-01", StringComparison.Ordinal));
        var refused = await TaijiProcess.RunToEndAsync([.. Options, "--data", Data, "--socket", "off"]);
        refused.Status.ShouldBe(3);
        foreach (var what in new[] { "TJ3006", "speed", "/upgraded:top/port[name='a']/mtu", "/upgraded:top/port[name='b']/mtu" }) refused.Error.ShouldContain(what);
        refused.Error.ShouldNotContain("   at ");

        await using (var repaired = await TaijiProcess.StartAsync(Data, [.. Options, "--repair"]))
        {
            var curl = new Curl(repaired);
            (await curl.ReadAsync("/upgraded:top"))["upgraded:top"]!["port"]!.AsArray().Count.ShouldBe(2);
            var setAside = (await curl.ReadAsync("/taiji-upgrades:upgrades"))["taiji-upgrades:upgrades"]!["set-aside"]![0]!;
            setAside["node"]!.AsArray().Select(n => n!["path"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(
                ["/upgraded:top/port[name='a']/mtu", "/upgraded:top/port[name='b']/mtu", "/upgraded:top/speed"]);
            var file = setAside["file"]!.GetValue<string>();
            repaired.Output.ShouldContain(file);
            (await File.ReadAllTextAsync(Path.Combine(Data, file))).ShouldContain("9000");
            await repaired.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(Data, Options);
        (await new Curl(again).ReadAsync("/upgraded:top"))["upgraded:top"]!["port"]!.AsArray().Count.ShouldBe(2);
    }

    private void Module(string text)
    {
        Directory.CreateDirectory(Path.Combine(_directory, "yang"));
        File.WriteAllText(Path.Combine(_directory, "yang", "upgraded.yang"), text);
    }

    private async Task WriteAndKillAsync()
    {
        Module(First);
        await using var taiji = await TaijiProcess.StartAsync(Data, Options);
        var put = """{"upgraded:top":{"speed":7,"port":[{"name":"a","mtu":1500},{"name":"b","mtu":9000}]}}""";
        (await new Curl(taiji).SendAsync("PUT", "/data/upgraded:top", put)).ShouldBe(201);
        await taiji.KillAsync();
    }
}

using Microsoft.Win32.SafeHandles;

namespace Taiji.Conformance.Durability;

/// <summary>A disk that takes no more, and files that were damaged while the server was down.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private const string Interfaces = "/data/ietf-interfaces:interfaces";

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-disk-").FullName;

    [Fact]
    public async Task When_nothing_can_be_written_commits_are_refused_and_reading_goes_on_and_writing_resumes()
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            var curl = new Curl(taiji);
            (await curl.SendAsync("PUT", Interfaces, Body("kept"))).ShouldBe(201);
            // The process may not make a file longer than its log is: the next write fails as on a full disk.
            await LimitAsync(taiji, $"{new FileInfo(Path.Combine(_directory, "journal.db-wal")).Length}:");
            for (var i = 0; i < 3; i++)
            {
                var refused = await curl.SendAsync("PUT", Interfaces, Body("refused"));
                refused.ShouldBe(409);
                refused.Body.ShouldContain("resource-denied");
                refused.Body.ShouldNotContain("   at ");
            }

            (await curl.GetAsync(Interfaces)).ShouldBe(200).Body.ShouldContain("kept");
            await using (var session = await RawConnection.OpenSessionAsync(taiji, "1.0"))
            {
                await session.SendAsync(RawNetconf.Rpc("""<edit-config><target><running/></target><config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="delete"/></config></edit-config>""") + RawNetconf.End);
                (await session.ReadToAsync(RawNetconf.End)).ShouldContain("<error-tag>resource-denied</error-tag>");
            }

            await LimitAsync(taiji, "unlimited:");
            (await curl.SendAsync("PUT", Interfaces, Body("later"))).ShouldBe(204);
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        var after = (await new Curl(again).GetAsync(Interfaces)).ShouldBe(200).Body;
        after.ShouldContain("later");
        after.ShouldNotContain("refused");
    }

    [Theory]
    [InlineData("journal.db", 30)]
    [InlineData("journal.db-wal", 40)]
    public async Task A_damaged_journal_ends_with_status_3_and_says_where(string file, int at)
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            for (var i = 0; i < 3; i++) (await new Curl(taiji).SendAsync("PUT", Interfaces, Body($"eth{i}"))).Status.ShouldBeInRange(201, 204);
            await taiji.KillAsync();
        }

        Damage(Path.Combine(_directory, file), at);
        var result = await TaijiProcess.RunToEndAsync([.. ServerFixture.MakeRun, "--data", _directory, "--socket", "off"]);
        result.Status.ShouldBe(3);
        result.Error.ShouldContain(file);
        result.Error.ShouldNotContain("   at ");
        result.Output.ShouldNotContain("ready");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Body(string name) => $$$"""{"ietf-interfaces:interfaces":{"interface":[{"name":"{{{name}}}","type":"iana-if-type:ethernetCsmacd"}]}}""";

    private static async Task LimitAsync(TaijiProcess taiji, string limit) =>
        (await Client.RunAsync("prlimit", ["--pid", $"{taiji.Id}", $"--fsize={limit}"])).Status.ShouldBe(0);

    private static void Damage(string path, int at)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[64];
        RandomAccess.Read(file, bytes, at);
        for (var i = 0; i < bytes.Length; i++) bytes[i] ^= 0x55;
        RandomAccess.Write(file, bytes, at);
    }
}

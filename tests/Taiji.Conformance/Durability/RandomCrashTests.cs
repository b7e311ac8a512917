using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.Durability;

/// <summary>
/// SIGKILL at random moments of a random load. Some rounds in <c>make test</c>; <c>TAIJI_CRASH_SECONDS</c> lets it go on as long as one likes, <c>TAIJI_CRASH_SEED</c> repeats what was found.
/// </summary>
public sealed class RandomCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int FewRounds = 3;
    private const int Told = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-crash-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Whenever_it_is_killed_what_was_acknowledged_is_there_and_nothing_is_half_there()
    {
        var seed = Number("TAIJI_CRASH_SEED") ?? Environment.TickCount;
        var seconds = Number("TAIJI_CRASH_SECONDS") ?? 0;
        output.WriteLine($"TAIJI_CRASH_SEED={seed}");
        var random = new Random(seed);
        ConcurrentDictionary<string, int> acknowledged = new(), asked = new();
        var clock = Stopwatch.StartNew();
        var round = 0;
        for (; round < FewRounds || clock.Elapsed.TotalSeconds < seconds; round++)
        {
            // Few rollbacks, so that what is no longer needed is thrown away now and then.
            await using var taiji = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--rollbacks", "50"]);
            await CheckAsync(taiji, acknowledged, asked);
            var load = new RandomLoad(taiji, acknowledged, asked, goal: random.Next(1, 400));
            var writers = load.RunAsync();
            await load.Enough.WaitAsync(Limit);
            await taiji.KillAsync();
            await writers.WaitAsync(Limit);
            load.Problems.ShouldBeEmpty();
        }

        await using var last = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--rollbacks", "50"]);
        await CheckAsync(last, acknowledged, asked);
        output.WriteLine($"killed {round} times; acknowledged: {string.Join(", ", acknowledged.Select(a => $"{a.Key} {a.Value}"))}");
        (await last.StopAsync()).ShouldBe(0);
    }

    private static async Task CheckAsync(TaijiProcess taiji, ConcurrentDictionary<string, int> acknowledged, ConcurrentDictionary<string, int> asked)
    {
        if (acknowledged.IsEmpty) return;
        var curl = new Curl(taiji);
        var found = (await curl.ReadAsync("/ietf-interfaces:interfaces?content=config"))["ietf-interfaces:interfaces"]!["interface"]!.AsArray()
            .ToDictionary(e => e!["name"]!.GetValue<string>(), e => int.Parse(e!["description"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        foreach (var (name, number) in acknowledged)
        {
            var pair = RandomLoad.Pair(name).Select(n => found.GetValueOrDefault(n)).ToList();
            pair[0].ShouldBe(pair[1], $"{name}: half a commit is there");
            // What was asked for last may have been made durable without its answer arriving.
            pair[0].ShouldBeInRange(number, asked[name], name);
        }

        var writers = await CheckRollbacksAsync(curl);
        (await ToldAsync(taiji)).TakeLast(writers.Count).ShouldBe(writers, "what the log of notifications tells of the last commits");
        await using var session = await RawConnection.OpenSessionAsync(taiji, "1.0");
        await session.SendAsync(RawNetconf.Rpc("<validate><source><running/></source></validate>") + RawNetconf.End);
        (await session.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
    }

    // Numbered without gaps from the newest on, the newest ids first; and the newest can be taken back.
    // Gives the writers of the commits that can be taken back, in order.
    private static async Task<List<string>> CheckRollbacksAsync(Curl curl)
    {
        var rollbacks = (await curl.ReadAsync("/taiji-rollbacks:rollbacks"))["taiji-rollbacks:rollbacks"]!["rollback"]!.AsArray()
            .Select(r => (Id: long.Parse(r!["id"]!.GetValue<string>(), CultureInfo.InvariantCulture), Number: r["number"]!.GetValue<int>())).OrderBy(r => r.Number).ToList();
        rollbacks.Count.ShouldBeInRange(1, 50);
        rollbacks.Select(r => r.Number).ShouldBe(Enumerable.Range(0, rollbacks.Count));
        rollbacks.Select(r => r.Id).ShouldBe(rollbacks.Select(r => r.Id).OrderDescending());
        var shown = await curl.SendAsync("POST", "/operations/taiji-rollbacks:show-rollback", $$$"""{"taiji-rollbacks:input":{"id":"{{{rollbacks[^1].Id}}}"}}""");
        JsonNode.Parse(shown.ShouldBe(200).Json["taiji-rollbacks:output"]!["edits"]!.GetValue<string>())!.AsArray().ShouldNotBeNull();
        var writers = new List<string>();
        foreach (var (id, _) in rollbacks.Take(Told).Reverse())
        {
            var alone = await curl.SendAsync("POST", "/operations/taiji-rollbacks:show-rollback", $$$"""{"taiji-rollbacks:input":{"id":"{{{id}}}","alone":[null]}}""");
            if (RandomLoad.Writer(alone.ShouldBe(200).Json["taiji-rollbacks:output"]!["edits"]!.GetValue<string>()) is { } writer) writers.Add(writer);
        }

        return writers;
    }

    // The writers of all changes that are replayed, in order.
    private static async Task<List<string>> ToldAsync(TaijiProcess taiji)
    {
        await using var session = await RawConnection.OpenSessionAsync(taiji, "1.0");
        await session.SendAsync(RawNetconf.Rpc("""
            <create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><startTime>2020-01-01T00:00:00Z</startTime></create-subscription>
            """) + RawNetconf.End);
        (await session.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
        var told = new List<string>();
        while (await session.ReadToAsync(RawNetconf.End) is var message && !message.Contains("replayComplete", StringComparison.Ordinal))
        {
            if (message.Contains("netconf-config-change", StringComparison.Ordinal) && RandomLoad.Writer(message) is { } writer) told.Add(writer);
        }

        return told;
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

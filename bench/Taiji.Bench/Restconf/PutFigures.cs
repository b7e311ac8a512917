using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Bench.Restconf;

/// <summary>
/// Durable PUTs of one leaf beside the datastore's own commits of the same, in turns, by as many writers; beside the same commits behind Kestrel without RESTCONF, and beside its answers from
/// memory, to as many of the same clients. A PUT is a commit and an HTTP request: on cores that are busy, both together leave no more than <c>1 / (1 / commits + 1 / answers)</c>.
/// </summary>
internal static class PutFigures
{
    private const int Rounds = 5;

    /// <summary>Measures and prints.</summary>
    /// <param name="host">The server.</param>
    /// <param name="count">How many entries it has.</param>
    public static async Task PrintAsync(RestconfHost host, int count)
    {
        Console.WriteLine("  writers       commits/s (us, KB)     behind Kestrel          PUT/s      canned answers/s   PUT of commits   of those behind Kestrel   of both together");
        foreach (var (writers, changes) in new[] { (1, 4_000), (16, 16_000), (64, 32_000) })
        {
            using var load = LoadProcess.Start("restconf-puts", $"{host.Port} {count} {writers}");
            List<Figure> commits = [], behind = [], puts = [], answers = [];
            for (var round = 0; round <= Rounds; round++)
            {
                var commit = await MeasureAsync(changes, () => CommitAsync(host.Operations, count, writers, changes / writers, round));
                var commitBehind = await MeasureAsync(changes, () => LoadProcess.RunAsync(load, $"commit {round} {changes / writers}"));
                var put = await MeasureAsync(changes, () => LoadProcess.RunAsync(load, $"put {round} {changes / writers}"));
                var answer = await MeasureAsync(changes, () => LoadProcess.RunAsync(load, $"canned {round} {changes / writers}"));
                // The first round is the compiler's, here and there.
                if (round == 0) continue;
                commits.Add(commit);
                behind.Add(commitBehind);
                puts.Add(put);
                answers.Add(answer);
            }

            await LoadProcess.EndAsync(load);
            Print(writers, Median(commits), Median(behind), Median(puts), Median(answers));
        }
    }

    /// <summary>Prints of what the bytes are that a commit and a PUT allocate.</summary>
    /// <param name="host">The server.</param>
    /// <param name="count">How many entries it has.</param>
    public static async Task PrintAllocationsAsync(RestconfHost host, int count)
    {
        const int Changes = 32_000, Writers = 64;
        await CommitAsync(host.Operations, count, Writers, Changes / Writers, 0);
        using (var types = new AllocatedTypes())
        {
            await CommitAsync(host.Operations, count, Writers, Changes / Writers, 1);
            Console.WriteLine("a commit");
            types.Print(Changes);
        }

        using var load = LoadProcess.Start("restconf-puts", $"{host.Port} {count} {Writers}");
        await LoadProcess.RunAsync(load, $"put 0 {Changes / Writers}");
        using (var types = new AllocatedTypes())
        {
            await LoadProcess.RunAsync(load, $"put 2 {Changes / Writers}");
            Console.WriteLine("a PUT");
            types.Print(Changes);
        }

        await LoadProcess.EndAsync(load);
    }

    private static void Print(int writers, Figure commit, Figure behind, Figure put, Figure answer) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {writers,7}  {commit}  {behind}  {put}  {answer}   {put.Rate / commit.Rate,8:F2}   {put.Rate / behind.Rate,16:F2}   {put.Rate * ((1 / commit.Rate) + (1 / answer.Rate)),20:F2}"));

    private static Figure Median(List<Figure> measured) => measured.OrderBy(m => m.Rate).ElementAt(measured.Count / 2);

    private static async Task<Figure> MeasureAsync(int changes, Func<Task<double>> run)
    {
        var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var seconds = await run();
        return new Figure(
            changes / seconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / changes, (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / changes);
    }

    private static async Task<double> CommitAsync(Operations operations, int count, int writers, int perWriter, int round)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => CommitAsync(operations, count, w, perWriter, $"commit-{round}"))));
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task CommitAsync(Operations operations, int count, int writer, int perWriter, string value)
    {
        using var session = operations.Sessions.Open(new SessionIdentity("admin", "internal"));
        for (var i = 0; i < perWriter; i++) await CommitAsync(operations, session, Key(writer, i, count), Encoding.UTF8.GetBytes($"{value}-{i}"));
    }

    /// <summary>Sets the leaf of one entry.</summary>
    internal static Task CommitAsync(Operations operations, Session session, string key, byte[] value)
    {
        var leaf = new DataPath(operations.Schema).Child("taiji-bench:x").Entry("y", key).Child("b");
        var payload = DataTree.Empty(operations.Schema).Edit();
        payload.SetValue(leaf, value);
        return operations.ApplyAsync(session, [new Edit(EditOperation.Replace, leaf, payload.Seal())], new EditOptions(), CancellationToken.None);
    }

    /// <summary>Spread over the list; writers don't meet.</summary>
    internal static string Key(int writer, int i, int count) => ((uint)((writer * 100_003) + (i * 7919)) % (uint)count).ToString(CultureInfo.InvariantCulture);

    /// <param name="Rate">A second.</param>
    /// <param name="Cpu">Microseconds of this process for each.</param>
    /// <param name="Kilobytes">Allocated for each.</param>
    private readonly record struct Figure(double Rate, double Cpu, double Kilobytes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate,7:F0} ({Cpu,3:F0}, {Kilobytes,4:F1})");
    }
}

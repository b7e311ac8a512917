using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Bench.Restconf;

/// <summary>Durable PUTs of one leaf beside the datastore's own commits of the same, in turns, by as many writers.</summary>
internal static class PutFigures
{
    private const int Rounds = 5;

    /// <summary>Measures and prints.</summary>
    /// <param name="host">The server.</param>
    /// <param name="count">How many entries it has.</param>
    public static async Task PrintAsync(RestconfHost host, int count)
    {
        Console.WriteLine("  writers   commits/s   CPU us      PUT/s   CPU us   ratio");
        foreach (var (writers, changes) in new[] { (1, 4_000), (16, 16_000), (64, 32_000) })
        {
            var commits = new List<(double Rate, double Cpu)>();
            var puts = new List<(double Rate, double Cpu)>();
            for (var round = 0; round <= Rounds; round++)
            {
                var commit = await MeasureAsync(changes, () => CommitAsync(host.Operations, count, writers, changes / writers, round));
                var put = await MeasureAsync(changes, () => LoadProcess.RunAsync("restconf-puts", $"{host.Port} {count} {writers} {changes / writers} {round}"));
                if (round == 0) continue;
                commits.Add(commit);
                puts.Add(put);
            }

            var (one, other) = (commits.OrderBy(c => c.Rate).ElementAt(Rounds / 2), puts.OrderBy(c => c.Rate).ElementAt(Rounds / 2));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {writers,7}  {one.Rate,10:F0}   {one.Cpu,6:F0}  {other.Rate,9:F0}   {other.Cpu,6:F0}   {other.Rate / one.Rate,5:F2}"));
        }
    }

    private static async Task<(double Rate, double Cpu)> MeasureAsync(int changes, Func<Task<double>> run)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var seconds = await run();
        return (changes / seconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / changes);
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
        var list = new DataPath(operations.Schema).Child("taiji-bench:x");
        for (var i = 0; i < perWriter; i++)
        {
            var leaf = list.Entry("y", Key(writer, i, count)).Child("b");
            var payload = DataTree.Empty(operations.Schema).Edit();
            payload.SetValue(leaf, Encoding.UTF8.GetBytes($"{value}-{i}"));
            await operations.ApplyAsync(session, [new Edit(EditOperation.Replace, leaf, payload.Seal())], new EditOptions(), CancellationToken.None);
        }
    }

    /// <summary>Spread over the list; writers don't meet.</summary>
    internal static string Key(int writer, int i, int count) => ((uint)((writer * 100_003) + (i * 7919)) % (uint)count).ToString(CultureInfo.InvariantCulture);
}

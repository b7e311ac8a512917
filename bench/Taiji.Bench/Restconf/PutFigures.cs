using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Bench.Restconf;

/// <summary>
/// Durable PUTs of one leaf beside the datastore's own commits of the same, in turns, by as many writers; and beside Kestrel's answers from memory to as many of the same clients, since
/// a PUT is a commit and an HTTP request: on cores that are busy, both together leave no more than <c>1 / (1 / commits + 1 / answers)</c>.
/// </summary>
internal static class PutFigures
{
    private const int Rounds = 5;

    /// <summary>Measures and prints.</summary>
    /// <param name="host">The server.</param>
    /// <param name="count">How many entries it has.</param>
    public static async Task PrintAsync(RestconfHost host, int count)
    {
        Console.WriteLine("  writers   commits/s   CPU us      PUT/s   CPU us   ratio    answers/s   CPU us   of both together");
        foreach (var (writers, changes) in new[] { (1, 4_000), (16, 16_000), (64, 32_000) })
        {
            var commits = new List<(double Rate, double Cpu)>();
            var puts = new List<(double Rate, double Cpu)>();
            var answers = new List<(double Rate, double Cpu)>();
            for (var round = 0; round <= Rounds; round++)
            {
                var commit = await MeasureAsync(changes, () => CommitAsync(host.Operations, count, writers, changes / writers, round));
                var put = await MeasureAsync(changes, () => LoadProcess.RunAsync("restconf-puts", $"{host.Port} {count} {writers} {changes / writers} {round}"));
                var answer = await MeasureAsync(changes, () => LoadProcess.RunAsync("restconf-puts", $"{host.Port} {count} {writers} {changes / writers} -1"));
                if (round == 0) continue;
                commits.Add(commit);
                puts.Add(put);
                answers.Add(answer);
            }

            Print(writers, Median(commits), Median(puts), Median(answers));
        }
    }

    private static void Print(int writers, (double Rate, double Cpu) commit, (double Rate, double Cpu) put, (double Rate, double Cpu) answer) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {writers,7}  {commit.Rate,10:F0}   {commit.Cpu,6:F0}  {put.Rate,9:F0}   {put.Cpu,6:F0}   {put.Rate / commit.Rate,5:F2}   {answer.Rate,10:F0}   {answer.Cpu,6:F0}   {put.Rate * ((1 / commit.Rate) + (1 / answer.Rate)),10:F2}"));

    private static (double Rate, double Cpu) Median(List<(double Rate, double Cpu)> measured) => measured.OrderBy(m => m.Rate).ElementAt(measured.Count / 2);

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

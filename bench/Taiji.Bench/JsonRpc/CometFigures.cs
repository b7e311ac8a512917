using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Taiji.Datastores.Commit;

namespace Taiji.Bench.JsonRpc;

/// <summary>How soon 1,000 sessions, each with a comet channel of its own, are told of a commit.</summary>
internal static class CometFigures
{
    private const int Subscribers = 1_000;
    private const int Commits = 30;
    private const int WarmUp = 10;

    /// <summary>Measures and prints.</summary>
    /// <param name="host">The server.</param>
    public static async Task PrintAsync(JsonRpcBenchHost host)
    {
        var listeners = new List<JsonRpcConnection>();
        for (var i = 0; i < Subscribers; i++)
        {
            var connection = await JsonRpcConnection.LoginAsync(host.Port, "admin");
            await connection.CallAsync("subscribe_changes", new JsonObject { ["comet_id"] = "main", ["handle"] = "main-z", ["path"] = "/y:z" });
            listeners.Add(connection);
        }

        using var writer = await JsonRpcConnection.LoginAsync(host.Port, "admin");
        var published = 0L;
        void Committed(CommitChange _) => published = Stopwatch.GetTimestamp();
        host.Operations.Committed += Committed;
        var delays = new List<double>();
        var lasts = new List<double>();
        for (var i = 0; i < WarmUp + Commits; i++)
        {
            foreach (var listener in listeners) await listener.SendAsync("comet", new JsonObject { ["comet_id"] = "main" });
            // All of them listen, and nothing is left to collect.
            await Task.Delay(300);
            var told = listeners.Select(ToldAsync).ToList();
            var th = (await writer.CallAsync("new_trans", new JsonObject { ["mode"] = "read_write" }))!["th"]!.GetValue<int>();
            await writer.CallAsync("set_value", new JsonObject { ["th"] = th, ["path"] = "/y:z/counter", ["value"] = i + 1 });
            await writer.CallAsync("apply", new JsonObject { ["th"] = th });
            var times = await Task.WhenAll(told);
            if (i < WarmUp) continue;
            var after = times.Select(t => Stopwatch.GetElapsedTime(published, t).TotalMilliseconds).ToList();
            delays.AddRange(after);
            lasts.Add(after.Max());
        }

        host.Operations.Committed -= Committed;
        delays.Sort();
        lasts.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Subscribers:N0} comet subscribers told of {Commits} commits: {delays[delays.Count / 2]:F1} ms p50, {delays[delays.Count * 99 / 100]:F1} ms p99, {delays[^1]:F1} ms at most after the commit was published (the last one of a commit: {lasts[lasts.Count / 2]:F1} ms in the median)"));
        foreach (var listener in listeners) listener.Dispose();
    }

    private static async Task<long> ToldAsync(JsonRpcConnection listener)
    {
        var answer = await listener.ReceiveAsync();
        var time = Stopwatch.GetTimestamp();
        return answer.Contains("/y:z/counter", StringComparison.Ordinal) ? time : throw new InvalidOperationException(answer);
    }
}

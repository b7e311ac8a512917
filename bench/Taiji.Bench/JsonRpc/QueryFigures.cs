using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Taiji.Bench.JsonRpc;

/// <summary>Queries over many entries: how soon the first chunk is there, what a chunk costs and what the server keeps in between, for who may read all of it and for who may not.</summary>
internal static class QueryFigures
{
    private const int ChunkSize = 100;
    private const int Chunks = 200;

    /// <summary>Measures and prints.</summary>
    /// <param name="host">The server.</param>
    /// <param name="count">How many entries.</param>
    public static async Task PrintAsync(JsonRpcBenchHost host, int count)
    {
        Console.WriteLine($"queries over {count:N0} entries            first chunk   later ones   kept between   allocated a chunk");
        foreach (var user in new[] { "admin", "bob", "ann" })
        {
            await PrintAsync(host, user, "all", new JsonObject { ["path"] = "/y:x/y" });
            await PrintAsync(host, user, "all, from the middle", new JsonObject { ["path"] = "/y:x/y", ["initial_offset"] = count / 2 });
            await PrintAsync(host, user, "all, keys backward", new JsonObject { ["path"] = "/y:x/y", ["sort"] = new JsonArray("a"), ["sort_order"] = "descending" });
            await PrintAsync(host, user, "one key", new JsonObject { ["xpath_expr"] = $"/y:x/y[a='{count / 3}']" });
            await PrintAsync(host, user, "a condition, no total", new JsonObject { ["xpath_expr"] = "/y:x/y[a mod 2 = 0]", ["include_total"] = false });
            await PrintAsync(host, user, "a condition, total", new JsonObject { ["xpath_expr"] = "/y:x/y[a mod 2 = 0]" });
        }
    }

    private static async Task PrintAsync(JsonRpcBenchHost host, string user, string name, JsonObject query)
    {
        using var client = await JsonRpcConnection.LoginAsync(host.Port, user);
        query["th"] = (await client.CallAsync("new_trans", new JsonObject()))!["th"]!.GetValue<int>();
        query["selection"] = new JsonArray("a", "b");
        query["chunk_size"] = ChunkSize;
        // Once for the compiler.
        await FirstAsync(client, (JsonObject)query.DeepClone());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (first, qh) = await FirstAsync(client, (JsonObject)query.DeepClone());
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        var chunks = 0;
        while (chunks < Chunks)
        {
            var chunk = await client.CallAsync("run_query", new JsonObject { ["qh"] = qh });
            chunks++;
            if (chunk!["number_of_results"]!.GetValue<int>() < ChunkSize) break;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{user,-6} {name,-30} {first.TotalMilliseconds,10:F2} ms {watch.Elapsed.TotalMilliseconds / chunks,9:F2} ms {Math.Max(kept, 0) / 1024.0,10:F0} kB {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / chunks,10:F0} kB"));
    }

    private static async Task<(TimeSpan Time, int Handle)> FirstAsync(JsonRpcConnection client, JsonObject query)
    {
        var watch = Stopwatch.StartNew();
        var qh = (await client.CallAsync("start_query", query))!["qh"]!.GetValue<int>();
        await client.CallAsync("run_query", new JsonObject { ["qh"] = qh });
        return (watch.Elapsed, qh);
    }
}

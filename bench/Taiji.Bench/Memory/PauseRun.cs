using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;

namespace Taiji.Bench.Memory;

/// <summary>One process's part of <see cref="CollectorFigures"/>.</summary>
internal static class PauseRun
{
    private const int PacedRate = 5_000;
    private const int Writers = 8;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.FullBlocking, GCKind.Background];

    private static long s_values;

    public static async Task PrintAsync(int size)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-bench-");
        try
        {
            var fixture = new EntryListFixture(size);
            var options = new DatastoreOptions { DataDirectory = directory.FullName, Startup = fixture.Load() };
            await using var engine = await DatastoreEngine.OpenAsync(
                fixture.Schema, options, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
            await WriteAsync(engine, fixture, TimeSpan.FromSeconds(4), null);
            var paced = await MeasureAsync(engine, fixture, PacedRate);
            var full = await MeasureAsync(engine, fixture, null);
            Console.WriteLine(
                $"{paced.Longest.TotalMilliseconds:0.0} ms | {paced.Part:0.00} % | {full.Rate:0} | {full.Longest.TotalMilliseconds:0.0} ms | {full.Part:0.00} % | {full.Collections} | {Environment.WorkingSet >> 20} MB");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(TimeSpan Longest, double Part, double Rate, string Collections)> MeasureAsync(DatastoreEngine engine, EntryListFixture fixture, int? rate)
    {
        using var stop = new CancellationTokenSource();
        var (before, counts, watch) = (GC.GetTotalPauseDuration(), Counts(), Stopwatch.StartNew());
        var longest = Task.Factory.StartNew(() => Longest(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var changes = await WriteAsync(engine, fixture, Length, rate);
        var (elapsed, paused) = (watch.Elapsed, GC.GetTotalPauseDuration() - before);
        await stop.CancelAsync();
        var collections = string.Join(" / ", Counts().Zip(counts, (a, b) => a - b));
        return (await longest, 100 * (paused / elapsed), changes / elapsed.TotalSeconds, collections);
    }

    private static int[] Counts() => [GC.CollectionCount(0) - GC.CollectionCount(1), GC.CollectionCount(1) - GC.CollectionCount(2), GC.CollectionCount(2)];

    // Collections come further apart than a look at them.
    private static TimeSpan Longest(CancellationToken stop)
    {
        var longest = TimeSpan.Zero;
        var seen = Kinds.Select(k => GC.GetGCMemoryInfo(k).Index).ToHashSet();
        while (!stop.WaitHandle.WaitOne(1))
        {
            foreach (var kind in Kinds)
            {
                var info = GC.GetGCMemoryInfo(kind);
                if (!seen.Add(info.Index)) continue;
                foreach (var pause in info.PauseDurations) longest = pause > longest ? pause : longest;
            }
        }

        return longest;
    }

    private static async Task<long> WriteAsync(DatastoreEngine engine, EntryListFixture fixture, TimeSpan length, int? rate)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(engine, fixture, watch, length, rate / Writers, w))));
        return counts.Sum();
    }

    private static async Task<long> WriteAsync(DatastoreEngine engine, EntryListFixture fixture, Stopwatch watch, TimeSpan length, int? rate, int seed)
    {
        var random = new Random(seed);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "netconf-unix"));
        long done = 0;
        while (watch.Elapsed < length)
        {
            if (rate is { } paced && done > watch.Elapsed.TotalSeconds * paced)
            {
                await Task.Delay(1);
                continue;
            }

            var change = fixture.Change(random.Next(fixture.Entries), $"value {Interlocked.Increment(ref s_values)}");
            await engine.Operations.EditAsync(session, Datastore.Running, [change], new EditOptions(), CancellationToken.None);
            done++;
        }

        return done;
    }
}

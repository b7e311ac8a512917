using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Bench.Commits;

/// <summary>
/// Durable commits of one leaf among N entries: CPU and wall time of one writer, the rate of 64, and the disk's raw fsync rate measured in turns with them, because it swings.
/// The CPU per commit must not grow with N.
/// </summary>
internal static class CommitFigures
{
    private const int Rounds = 5;
    private const int PerRound = 400;
    private const int Writers = 64;

    private const int MostWarmUps = 40;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(10);

    private static long s_values;

    public static async Task PrintAsync(TextWriter output, string? directory = null, params IReadOnlyList<int> sizes)
    {
        output.WriteLine("  entries  CPU us  p50 us  p99 us  1 writer/s  fsync/s  CPU us  ratio  64 writers/s  ratio  CPU us  first load s  start s");
        foreach (var size in sizes.Count == 0 ? [1_000, 100_000, 1_000_000] : sizes)
        {
            var data = Directory.CreateDirectory(Path.Combine(directory ?? Path.GetTempPath(), $"taiji-bench-{Guid.NewGuid():N}"));
            try
            {
                await PrintAsync(output, data.FullName, size);
            }
            finally
            {
                data.Delete(recursive: true);
            }
        }
    }

    private static async Task PrintAsync(TextWriter output, string directory, int size)
    {
        var fixture = new EntryListFixture(size);
        var options = new DatastoreOptions { DataDirectory = directory, Startup = fixture.Load() };
        var started = Stopwatch.GetTimestamp();
        var engine = await OpenAsync(fixture, options);
        var load = Stopwatch.GetElapsedTime(started).TotalSeconds;

        using var disk = new RawDisk(Path.Combine(directory, "raw"));
        var one = new Series();
        var many = new Series();
        await WarmUpAsync(engine, fixture);
        var raw = new Series();
        for (var round = 0; round < Rounds; round++)
        {
            disk.Measure(PerRound, raw);
            await MeasureAsync(engine, fixture, 1, PerRound, one);
            await MeasureAsync(engine, fixture, Writers, PerRound * 16, many);
        }

        await engine.DisposeAsync();
        started = Stopwatch.GetTimestamp();
        await (await OpenAsync(fixture, options)).DisposeAsync();
        var start = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size,9}  {one.CpuMicroseconds,6:F0}  {one.Percentile(0.5),6:F0}  {one.Percentile(0.99),6:F0}  {one.Rate,10:F0}  {raw.Rate,7:F0}  {raw.CpuMicroseconds,6:F0}  {one.Rate / raw.Rate,5:F2}  {many.Rate,12:F0}  {many.Rate / raw.Rate,5:F1}  {many.CpuMicroseconds,6:F0}  {load,12:F2}  {start,7:F2}"));
    }

    private static Task<DatastoreEngine> OpenAsync(EntryListFixture fixture, DatastoreOptions options) => DatastoreEngine.OpenAsync(
        fixture.Schema, options, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>
    /// Goes on until a round compiles hardly anything any more: the compiler's CPU time in the background is not the commits', and would seem to grow with N because a longer start
    /// leaves more of it for later.
    /// </summary>
    private static async Task WarmUpAsync(DatastoreEngine engine, EntryListFixture fixture)
    {
        TimeSpan compiled;
        var rounds = 0;
        do
        {
            compiled = JitInfo.GetCompilationTime();
            await MeasureAsync(engine, fixture, 1, PerRound * 5, new Series());
            await MeasureAsync(engine, fixture, Writers, PerRound * 16, new Series());
        }
        while (JitInfo.GetCompilationTime() - compiled > Quiet && ++rounds < MostWarmUps);
    }

    private static async Task MeasureAsync(DatastoreEngine engine, EntryListFixture fixture, int writers, int count, Series series)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        if (writers == 1) await WriteAsync(engine, fixture, count, 1, series);
        else await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => WriteAsync(engine, fixture, count / writers, w + 2, null))));
        series.Add(count / writers * writers, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    private static async Task WriteAsync(DatastoreEngine engine, EntryListFixture fixture, int count, int seed, Series? latencies)
    {
        var random = new Random(seed);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "netconf-unix"));
        var options = new EditOptions();
        var waited = new List<TimeSpan>(count);
        for (var i = 0; i < count; i++)
        {
            // The edit as a reader would make it: a path and a payload that holds the leaf.
            var path = fixture.Leaf(random.Next(fixture.Entries));
            var payload = DataTree.Empty(fixture.Schema).Edit();
            // Never the same twice: a change that changes nothing costs no fsync.
            payload.SetValue(path, Encoding.UTF8.GetBytes($"value {Interlocked.Increment(ref s_values)}"));
            var edit = new Edit(EditOperation.Replace, path, payload.Seal());
            var started = Stopwatch.GetTimestamp();
            await engine.Operations.EditAsync(session, Datastore.Running, [edit], options, CancellationToken.None);
            waited.Add(Stopwatch.GetElapsedTime(started));
        }

        latencies?.Add(waited);
    }
}

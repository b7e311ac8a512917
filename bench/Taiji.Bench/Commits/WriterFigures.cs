using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;

namespace Taiji.Bench.Commits;

/// <summary>
/// Durable commits by 1, 8 and 64 writers, each on an entry of its own or all on one leaf, in turns with the disk's raw fsyncs; then what kept rollbacks cost a commit, and what open
/// transactions take.
/// </summary>
internal static class WriterFigures
{
    private const int Entries = 10_000;
    private const int Rounds = 5;
    private const int PerWriter = 400;
    private const int Transactions = 1_000;

    private static long s_values;

    public static async Task PrintAsync(TextWriter output)
    {
        await InDirectoryAsync(directory => PrintWritersAsync(output, directory));
        output.WriteLine("  rollbacks kept  CPU us a commit  p50 us");
        foreach (var kept in new[] { 1, 10_000 }) await InDirectoryAsync(directory => PrintRollbacksAsync(output, directory, kept));
        await PrintTransactionsAsync(output);
    }

    /// <summary>As many writers as are asked for, on entries of their own, for a while: to look at with a profiler.</summary>
    public static Task RunAsync(TextWriter output, int writers) => InDirectoryAsync(async directory =>
    {
        var fixture = new EntryListFixture(Entries);
        await using var engine = await OpenAsync(fixture, new DatastoreOptions { DataDirectory = directory, Startup = fixture.Load() });
        for (var round = 0; round < Rounds * 4; round++)
        {
            var series = new Series();
            await MeasureAsync(engine, fixture, writers, 100_000 / writers, false, series);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {writers} writers: {series.Rate:F0} commits/s, {series.CpuMicroseconds:F1} us CPU, p50 {series.Percentile(0.5):F0} us"));
        }
    });

    private static async Task PrintWritersAsync(TextWriter output, string directory)
    {
        var fixture = new EntryListFixture(Entries);
        await using var engine = await OpenAsync(fixture, new DatastoreOptions { DataDirectory = directory, Startup = fixture.Load() });
        using var disk = new RawDisk(Path.Combine(directory, "raw"));
        await MeasureAsync(engine, fixture, 1, 4_000, false, new Series());
        for (var i = 0; i < 10; i++) await MeasureAsync(engine, fixture, 64, 400, false, new Series());
        var kinds = new[] { (1, false), (8, false), (64, false), (8, true), (64, true) }.Select(k => (Writers: k.Item1, IsSame: k.Item2, Series: new Series())).ToList();
        var raw = new Series();
        for (var round = 0; round < Rounds; round++)
        {
            disk.Measure(PerWriter, raw);
            foreach (var kind in kinds) await MeasureAsync(engine, fixture, kind.Writers, Math.Max(PerWriter / kind.Writers * 4, 100), kind.IsSame, kind.Series);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  raw fsync {raw.Rate:F0}/s, {raw.CpuMicroseconds:F0} us CPU"));
        output.WriteLine("  writers  subtree    commits/s  of raw  CPU us  p50 us  p99 us");
        foreach (var (writers, isSame, series) in kinds)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {writers,7}  {(isSame ? "same" : "disjoint"),-8}  {series.Rate,10:F0}  {series.Rate / raw.Rate,6:F2}  {series.CpuMicroseconds,6:F0}  {series.Percentile(0.5),6:F0}  {series.Percentile(0.99),6:F0}"));
        }
    }

    private static async Task PrintRollbacksAsync(TextWriter output, string directory, int kept)
    {
        var fixture = new EntryListFixture(1_000);
        await using var engine = await OpenAsync(fixture, new DatastoreOptions { DataDirectory = directory, Startup = fixture.Load(), Rollbacks = kept });
        // As many commits as there may be rollbacks.
        await MeasureAsync(engine, fixture, 64, 12_000 / 64, false, new Series());
        await MeasureAsync(engine, fixture, 1, 4_000, false, new Series());
        var series = new Series();
        await MeasureAsync(engine, fixture, 1, 4_000, false, series);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {engine.Operations.Rollbacks().Count(),14}  {series.CpuMicroseconds,15:F0}  {series.Percentile(0.5),6:F0}"));
    }

    private static async Task PrintTransactionsAsync(TextWriter output)
    {
        var fixture = new EntryListFixture(100_000);
        await using var engine = await OpenAsync(fixture, new DatastoreOptions { Startup = fixture.Load() });
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "internal"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var open = new List<ConfigurationTransaction>();
        for (var i = 0; i < Transactions; i++)
        {
            var transaction = engine.Operations.Begin(session);
            transaction.Edit(MakeEdit(fixture, i * 97 % fixture.Entries));
            open.Add(transaction);
            // Running goes on meanwhile.
            await engine.Operations.EditAsync(session, Datastore.Running, [MakeEdit(fixture, (i * 31) + 7)], new EditOptions(), CancellationToken.None);
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Transactions} open transactions, each on another running of {fixture.Entries} entries: {taken / 1024.0 / Transactions:F1} KiB each"));
        GC.KeepAlive(open);
    }

    private static async Task MeasureAsync(DatastoreEngine engine, EntryListFixture fixture, int writers, int perWriter, bool isSame, Series series)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => WriteAsync(engine, fixture, perWriter, isSame ? 0 : w, series))));
        series.Add(perWriter * writers, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    private static async Task WriteAsync(DatastoreEngine engine, EntryListFixture fixture, int count, int entry, Series latencies)
    {
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "netconf-unix"));
        var options = new EditOptions();
        var waited = new List<TimeSpan>(count);
        for (var i = 0; i < count; i++)
        {
            var edit = MakeEdit(fixture, entry);
            var started = Stopwatch.GetTimestamp();
            await engine.Operations.EditAsync(session, Datastore.Running, [edit], options, CancellationToken.None);
            waited.Add(Stopwatch.GetElapsedTime(started));
        }

        latencies.Add(waited);
    }

    // As a reader would make it: a path and a payload that holds the leaf; never the same value twice.
    private static Edit MakeEdit(EntryListFixture fixture, int entry)
    {
        var path = fixture.Leaf(entry);
        var payload = DataTree.Empty(fixture.Schema).Edit();
        payload.SetValue(path, Encoding.UTF8.GetBytes($"value {Interlocked.Increment(ref s_values)}"));
        return new Edit(EditOperation.Replace, path, payload.Seal());
    }

    private static Task<DatastoreEngine> OpenAsync(EntryListFixture fixture, DatastoreOptions options) => DatastoreEngine.OpenAsync(
        fixture.Schema, options, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task InDirectoryAsync(Func<string, Task> measure)
    {
        var data = Directory.CreateTempSubdirectory("taiji-bench-");
        try
        {
            await measure(data.FullName);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}

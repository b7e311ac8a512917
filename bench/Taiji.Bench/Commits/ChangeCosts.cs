using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Bench.Commits;

/// <summary>What one change of a leaf costs in CPU time and allocations: without a journal, with one that isn't flushed, and with one that is.</summary>
internal static class ChangeCosts
{
    private const int PerRound = 4_000;
    private const int Rounds = 6;

    public static async Task PrintAsync(TextWriter output, params IReadOnlyList<int> sizes)
    {
        output.WriteLine("  entries  journal    CPU us  B allocated");
        foreach (var size in sizes)
        {
            var fixture = new EntryListFixture(size);
            foreach (var kind in new[] { "none", "unflushed", "durable" })
            {
                var data = Directory.CreateTempSubdirectory("taiji-bench-");
                try
                {
                    await PrintAsync(output, fixture, kind, data.FullName);
                }
                finally
                {
                    data.Delete(recursive: true);
                }
            }
        }
    }

    private static async Task PrintAsync(TextWriter output, EntryListFixture fixture, string kind, string directory)
    {
        IJournal journal = kind == "none" ? new VolatileJournal() : SqliteJournal.Open(directory);
        if (kind == "unflushed") ((SqliteJournal)journal).DoNotFlush();
        await using var engine = await DatastoreEngine.OpenAsync(
            fixture.Schema, new DatastoreOptions { Startup = fixture.Load() }, new DatastorePlugins(), null, journal, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "netconf-unix"));
        var (best, allocated) = (double.MaxValue, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var edits = Enumerable.Range(0, PerRound).Select(i => fixture.Change((i * 7919) % fixture.Entries, $"value {round} {i}")).ToArray();
            GC.Collect();
            var cpu = Environment.CpuUsage.TotalTime;
            var before = GC.GetTotalAllocatedBytes(true);
            foreach (var edit in edits) await engine.Operations.EditAsync(session, Datastore.Running, [edit], new EditOptions(), CancellationToken.None);
            allocated = (GC.GetTotalAllocatedBytes(true) - before) / PerRound;
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / PerRound);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fixture.Entries,9}  {kind,-9}  {best,6:F1}  {allocated,11}"));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Operational;

/// <summary>Notifications: what their log costs a commit, how fast a thousand listeners hear, and how fast the log is replayed.</summary>
internal static class EventFigures
{
    private const int Commits = 1_000;
    private const int Listeners = 1_000;
    private const int Heard = 1_000;
    private const int Logged = 10_000;

    private const string Module = """
        module b {
          yang-version 1.1; namespace "urn:b"; prefix b;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } } }
          notification beat { leaf count { type int32; } }
        }
        """;

    private static readonly YangSchema Schema = Compile();
    private static readonly NotificationNode Beat = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("b")!, "beat")!;

    public static async Task PrintAsync(TextWriter output)
    {
        var without = new List<double>();
        var with = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            without.Add(await CommitsAsync(0));
            with.Add(await CommitsAsync(10_000));
        }

        Line($"CPU of a durable commit without a log of notifications {Median(without):F0} us, with it (netconf-config-change of each) {Median(with):F0} us");
        await ListenAsync(Line);
        await ReplayAsync(Line);

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<double> CommitsAsync(int kept)
    {
        using var directory = new BenchDirectory();
        await using var engine = await OpenAsync(directory.Path, kept);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "netconf-unix"));
        await EditAsync(engine, session, Commits);
        await DrainAsync(engine, session, kept);
        var cpu = Environment.CpuUsage.TotalTime;
        await EditAsync(engine, session, Commits);
        await DrainAsync(engine, session, kept);
        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Commits;
    }

    /// <summary>A replay that begins now waits until all that was published has been logged.</summary>
    private static async Task DrainAsync(DatastoreEngine engine, Session session, int kept)
    {
        if (kept == 0) return;
        await using var items = engine.Operations.SubscribeAsync(session, new StreamRequest { From = DateTimeOffset.UtcNow }, CancellationToken.None).GetAsyncEnumerator();
        while (await items.MoveNextAsync() && items.Current.Kind != StreamItemKind.ReplayComplete)
        {
        }
    }

    private static async Task EditAsync(DatastoreEngine engine, Session session, int count)
    {
        var y = new DataPath(Schema).Child("b:x");
        for (var i = 0; i < count; i++)
        {
            var leaf = y.Entry("y", $"{i % 1_000}").Child("b");
            var payload = DataTree.Empty(Schema).Edit();
            payload.SetValue(leaf, Encoding.UTF8.GetBytes($"value {Guid.NewGuid()}"));
            await engine.Operations.EditAsync(session, Datastore.Running, [new Edit(EditOperation.Merge, leaf, payload.Seal())], new EditOptions(), CancellationToken.None);
        }
    }

    private static async Task ListenAsync(Action<FormattableString> line)
    {
        using var directory = new BenchDirectory();
        await using var engine = await OpenAsync(directory.Path, Logged);
        var sessions = Enumerable.Range(0, Listeners).Select(i => engine.Operations.Sessions.Open(new SessionIdentity($"u{i}", "bench"))).ToList();
        var listening = sessions.Select(s => engine.Operations.SubscribeAsync(s, "NETCONF", CancellationToken.None)).Select(items => Task.Run(async () =>
        {
            long heard = 0;
            await foreach (var record in items)
            {
                heard += record.LostBefore + (record.Content.RootNode == Beat ? 1 : 0);
                if (heard >= Heard) return;
            }
        })).ToList();
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        for (var i = 0; i < Heard; i++) Publish(engine, i);
        var published = Stopwatch.GetElapsedTime(started);
        await Task.WhenAll(listening);
        var (wall, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        line($"{Listeners} listeners hear {Heard} notifications each: {wall.TotalSeconds:F2} s, {used.TotalMicroseconds / Heard / Listeners:F2} us CPU a delivery; publishing one took {published.TotalMicroseconds / Heard:F1} us");
        foreach (var session in sessions) session.Dispose();
    }

    private static async Task ReplayAsync(Action<FormattableString> line)
    {
        using var directory = new BenchDirectory();
        await using var engine = await OpenAsync(directory.Path, Logged);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "bench"));
        for (var i = 0; i < Logged; i++) Publish(engine, i);
        await DrainAsync(engine, session, Logged);
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var count = 0;
        await foreach (var item in engine.Operations.SubscribeAsync(session, new StreamRequest { From = DateTimeOffset.UnixEpoch }, CancellationToken.None))
        {
            if (item.Kind == StreamItemKind.ReplayComplete) break;
            count++;
        }

        var (wall, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        line($"replay of {count} notifications from the file: {wall.TotalMilliseconds:F0} ms, {used.TotalMicroseconds / count:F1} us CPU each");
    }

    private static void Publish(DatastoreEngine engine, int count)
    {
        var builder = new DataTreeBuilder(Schema, Beat);
        var leaf = (LeafNode)Beat.FindChild(Beat.Module, "count")!;
        builder.AddLeaf(leaf, TextAccess.Parse(Schema, leaf, count.ToString(CultureInfo.InvariantCulture)));
        engine.Notifications.Publish(new NotificationRecord(DateTimeOffset.UtcNow, builder.Seal()));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Task<DatastoreEngine> OpenAsync(string directory, int kept) => DatastoreEngine.OpenAsync(
        Schema,
        new DatastoreOptions { DataDirectory = directory, Streams = [new EventStream(EventStream.Default, "all") { KeepCount = kept }] },
        new DatastorePlugins(),
        null,
        TimeProvider.System,
        NullLoggerFactory.Instance,
        CancellationToken.None);

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        compiler.Implement("ietf-netconf-notifications");
        return compiler.Compile().Schema!;
    }
}

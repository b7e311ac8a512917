using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Operational;

/// <summary>A list of N entries of state from a provider that gives it bit by bit: one entry, and all of them.</summary>
internal static class StateFigures
{
    private const int Reads = 5_000;

    private static readonly YangSchema Schema = SchemaCompiler.FromTexts("""
        module f {
          yang-version 1.1; namespace "urn:f"; prefix f;
          container flows { config false; list flow { key id; leaf id { type int32; } leaf packets { type uint32; } } }
        }
        """).Schema!;

    private static readonly DataPath Flows = new DataPath(Schema).Child("f:flows");
    private static readonly ListNode Flow = (ListNode)Flows.Child("flow").Node;

    public static async Task PrintAsync(TextWriter output, IReadOnlyList<int> sizes)
    {
        foreach (var size in sizes) await PrintAsync(output, size);
    }

    private static async Task PrintAsync(TextWriter output, int size)
    {
        var plugins = new DatastorePlugins { StateProviders = [(Flows.Node, new StateStreamProvider(new Counters(size)))] };
        await using var engine = await DatastoreEngine.OpenAsync(
            Schema, new DatastoreOptions(), plugins, null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "bench"));
        await ReadAsync(Reads);
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await ReadAsync(Reads);
        var (wall, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var all = await engine.Operations.ReadAsync(session, new ReadRequest(Datastore.Operational), CancellationToken.None);
        var (allWall, allUsed) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        GC.KeepAlive(all);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size,9} entries of state: one entry {wall.TotalMicroseconds / Reads:F0} us ({used.TotalMicroseconds / Reads:F0} us CPU); all {allWall.TotalSeconds:F2} s ({allUsed.TotalSeconds:F2} s CPU)"));

        async Task ReadAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var entry = Flows.Entry("flow", (i * 7919L % size).ToString(CultureInfo.InvariantCulture));
                var read = await engine.Operations.ReadAsync(session, new ReadRequest(Datastore.Operational) { Reach = [entry] }, CancellationToken.None);
                if (!read.Tree.TryFind(entry, out _)) throw new InvalidOperationException("the entry is missing");
            }
        }
    }

    private sealed class Counters(int size) : IStateStream
    {
        private const int BitSize = 4_096;

        public async IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (context.EntriesOf(Flows.Append(Flow)) is { } wanted)
            {
                yield return Bit(wanted.Select(e => e.Steps[^1].Key!.Value.ToArray()));
                yield break;
            }

            for (var from = 0; from < size; from += BitSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Bit(Enumerable.Range(from, Math.Min(BitSize, size - from)).Select(Key));
                await Task.Yield();
            }
        }

        private static DataTree Bit(IEnumerable<byte[]> keys)
        {
            var builder = new DataTreeBuilder(Schema);
            builder.OpenContainer((ContainerNode)Flows.Node);
            foreach (var key in keys)
            {
                builder.OpenEntry(Flow);
                builder.AddLeaf(Flow.Keys[0], key);
                builder.AddLeaf((LeafNode)Flow.FindChild(Flow.Module, "packets")!, [0, 0, 0, 7]);
                builder.Close();
            }

            builder.Close();
            return builder.Seal();
        }

        private static byte[] Key(int id) => TextAccess.Parse(Schema, Flow.Keys[0], id.ToString(CultureInfo.InvariantCulture));
    }
}

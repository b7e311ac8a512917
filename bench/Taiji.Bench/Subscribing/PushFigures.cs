using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using System.Xml;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Subscribing;

/// <summary>What it takes to push one changed leaf among many entries (RFC 8641 §3.3), by the kind of the filter.</summary>
internal static class PushFigures
{
    private const int Changes = 200;

    private const string Module = """
        module b {
          yang-version 1.1; namespace "urn:b"; prefix b;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } leaf c { type string; } } }
        }
        """;

    private const string Push = "xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-push'";

    public static async Task PrintAsync(TextWriter output, int entries)
    {
        var schema = Compile();
        await using var engine = await DatastoreEngine.OpenAsync(schema, new DatastoreOptions(), new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using var session = engine.Operations.Sessions.Open(new SessionIdentity("bench", "bench"));
        using var publisher = new SubscriptionPublisher(engine.Operations, NullLoggerFactory.Instance);
        await LoadAsync(engine, session, entries);
        foreach (var (name, filter) in new[]
        {
            ("no filter", ""),
            ("subtree, the whole list", $"<datastore-subtree-filter {Push}><x xmlns='urn:b'><y/></x></datastore-subtree-filter>"),
            ("subtree, by another leaf's value", $"<datastore-subtree-filter {Push}><x xmlns='urn:b'><y><c>on</c></y></x></datastore-subtree-filter>"),
            ("XPath, the whole list", $"<datastore-xpath-filter {Push} xmlns:b='urn:b'>/b:x/b:y</datastore-xpath-filter>"),
            ("XPath, by another leaf's value", $"<datastore-xpath-filter {Push} xmlns:b='urn:b'>/b:x/b:y[b:c = 'on']/b:b</datastore-xpath-filter>"),
        }) await RunAsync(output, engine, session, publisher, name, filter, entries);
    }

    private static async Task RunAsync(TextWriter output, DatastoreEngine engine, Session session, SubscriptionPublisher publisher, string name, string filter, int entries)
    {
        using var receiver = new Receiver(session);
        var subscription = await publisher.EstablishAsync(receiver, Input(engine.Operations.Schema, filter));
        subscription.Begin();
        // The first change finds out that the subscription has begun to look.
        while (receiver.Count == 0)
        {
            await EditAsync(engine, session, 0);
            await Task.Delay(100);
        }

        await Task.Delay(500);
        receiver.Drain();
        var (commits, pushes) = (new List<double>(), new List<double>());
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Changes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await EditAsync(engine, session, (int)((uint)(i * 7919) % (uint)entries));
            commits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await receiver.NextAsync();
            pushes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var used = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Changes;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one leaf of {entries:N0} entries, {name}: commit {At(commits, 0.5):F2} ms, told after {At(pushes, 0.5):F2} ms (p99 {At(pushes, 0.99):F2} ms), {used:F2} ms CPU for both"));
        await subscription.EndAsync();
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)((values.Count - 1) * part));

    private static async Task LoadAsync(DatastoreEngine engine, Session session, int entries)
    {
        var schema = engine.Operations.Schema;
        var builder = new DataTreeBuilder(schema);
        var x = (ContainerNode)new DataPath(schema).Child("b:x").Node;
        var y = (ListNode)x.DataChildren[0];
        builder.OpenContainer(x);
        for (var i = 0; i < entries; i++)
        {
            builder.OpenEntry(y);
            builder.AddLeaf((LeafNode)y.DataChildren[0], TextAccess.Parse(schema, (LeafNode)y.DataChildren[0], i.ToString(CultureInfo.InvariantCulture)));
            builder.AddLeaf((LeafNode)y.DataChildren[1], "first"u8);
            builder.AddLeaf((LeafNode)y.DataChildren[2], "on"u8);
            builder.Close();
        }

        builder.Close();
        await engine.Operations.CopyConfigAsync(session, builder.Seal(), Datastore.Running, CancellationToken.None);
    }

    private static async Task EditAsync(DatastoreEngine engine, Session session, int entry)
    {
        var schema = engine.Operations.Schema;
        var leaf = new DataPath(schema).Child("b:x").Entry("y", entry.ToString(CultureInfo.InvariantCulture)).Child("b");
        var payload = DataTree.Empty(schema).Edit();
        payload.SetValue(leaf, Encoding.UTF8.GetBytes($"{Guid.NewGuid()}"));
        await engine.Operations.EditAsync(session, Datastore.Running, [new Edit(EditOperation.Merge, leaf, payload.Seal())], new EditOptions(), CancellationToken.None);
    }

    private static DataTree Input(YangSchema schema, string filter)
    {
        var rpc = (OperationNode)new DataPath(schema).Child("ietf-subscribed-notifications:establish-subscription").Node;
        using var xml = XmlReader.Create(new StringReader(
            $"<establish-subscription xmlns='{rpc.Module.Namespace}'><datastore {Push} xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore>{filter}"
            + $"<on-change {Push}><sync-on-start>false</sync-on-start></on-change></establish-subscription>"));
        xml.MoveToContent();
        return new XmlDataReader(schema, new DataReadOptions { AllowState = true }).ReadTree(xml, rpc.Input);
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        foreach (var name in new[] { "ietf-datastores", "ietf-subscribed-notifications", "ietf-yang-push" }) compiler.Implement(name);
        return compiler.Compile().Schema!;
    }

    /// <summary>Takes updates as they come.</summary>
    private sealed class Receiver(Session session) : ISubscriptionReceiver, IDisposable
    {
        private readonly Channel<SubscriptionMessage> _received = Channel.CreateUnbounded<SubscriptionMessage>();
        private readonly CancellationTokenSource _ended = new();
        private int _count;

        public Session Session => session;

        public string Name => "bench";

        public CancellationToken Ended => _ended.Token;

        public string Encoding => "encode-xml";

        public int Count => Volatile.Read(ref _count);

        public bool Supports(string encoding) => true;

        public bool IsOf(Session other) => other == session;

        public ValueTask SendAsync(SubscriptionMessage message, bool hasMore, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return _received.Writer.WriteAsync(message, cancellationToken);
        }

        public void Drain()
        {
            while (_received.Reader.TryRead(out _))
            {
            }
        }

        public ValueTask<SubscriptionMessage> NextAsync() => _received.Reader.ReadAsync();

        public void Dispose() => _ended.Dispose();
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Server.NetconfServer;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Subscribing;

/// <summary>
/// A thousand NETCONF sessions over Unix sockets, each subscribed to one stream, and a steady rate of events: how many of the deliveries arrive, how late, and what they cost. Server and
/// clients share the process and its CPU; the clients only look for the time that each event carries.
/// </summary>
internal static class FanOutFigures
{
    private const int Seconds = 5;

    private const string Module = """
        module b { yang-version 1.1; namespace "urn:b"; prefix b; notification beat { leaf at { type int64; } } }
        """;

    private static readonly YangSchema Schema = Compile();
    private static readonly NotificationNode Beat = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("b")!, "beat")!;

    public static async Task PrintAsync(TextWriter output)
    {
        foreach (var (sessions, rate) in new[] { (100, 1_000), (1_000, 100), (1_000, 1_000) }) await RunAsync(output, sessions, rate);
    }

    private static async Task RunAsync(TextWriter output, int sessions, int rate)
    {
        using var directory = new Operational.BenchDirectory();
        await using var engine = await DatastoreEngine.OpenAsync(
            Schema,
            new DatastoreOptions { Streams = [new EventStream(EventStream.Default, "all") { KeepCount = 0 }] },
            new DatastorePlugins(),
            null,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        using var endpoint = new NetconfEndpoint(engine.Operations, Options.Create(new NetconfServerOptions { MaxSessions = sessions }), NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var path = Path.Combine(directory.Path, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(sessions);
        var clients = new List<Reader>();
        var serving = new List<Task>();
        for (var i = 0; i < sessions; i++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            serving.Add(ServeAsync(endpoint, await listener.AcceptAsync(), $"user{i}", stop.Token));
            clients.Add(new Reader(socket));
            await clients[^1].SubscribeAsync();
        }

        var count = rate * Seconds;
        var reading = clients.ConvertAll(c => Task.Run(() => c.ReadAsync(count)));
        await Task.Delay(500);
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.FromMilliseconds(1)) await Task.Delay(due);
            Publish(engine);
        }

        await Task.WhenAny(Task.WhenAll(reading), Task.Delay(TimeSpan.FromSeconds(30)));
        var (wall, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        var received = clients.Sum(c => (long)c.Count);
        var latencies = clients.SelectMany(c => c.Latencies).Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sessions:N0} sessions, {rate:N0} events/s for {Seconds} s: {received:N0} of {(long)sessions * count:N0} arrived in {wall.TotalSeconds:F1} s, "
            + $"p50 {At(latencies, 0.5):F1} ms, p99 {At(latencies, 0.99):F1} ms, {used.TotalMicroseconds / Math.Max(1, received):F2} us CPU a delivery, both ends"));
        await stop.CancelAsync();
        foreach (var client in clients) client.Dispose();
        await Task.WhenAll(serving);
    }

    private static double At(List<float> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];

    private static void Publish(DatastoreEngine engine)
    {
        var builder = new DataTreeBuilder(Schema, Beat);
        var leaf = (LeafNode)Beat.FindChild(Beat.Module, "at")!;
        builder.AddLeaf(leaf, TextAccess.Parse(Schema, leaf, Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));
        engine.Notifications.Publish(new NotificationRecord(DateTimeOffset.UtcNow, builder.Seal()));
    }

    private static async Task ServeAsync(NetconfEndpoint endpoint, Socket socket, string user, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await endpoint.ServeAsync(new Ends(PipeReader.Create(stream), PipeWriter.Create(stream)), new SessionIdentity(user, "bench"), stop);
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        foreach (var name in new[] { "ietf-netconf", "ietf-datastores", "ietf-subscribed-notifications", "ietf-yang-push" }) compiler.Implement(name);
        return compiler.Compile().Schema!;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>A client that looks for the time in each event.</summary>
    private sealed class Reader(Socket socket) : IDisposable
    {
        private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _used;

        public int Count { get; private set; }

        /// <summary>In ms, of every eighth event.</summary>
        public List<float> Latencies { get; } = [];

        public async Task SubscribeAsync()
        {
            await SendAsync($"<hello xmlns='{Base}'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>");
            await SkipAsync();
            await SendAsync($"<rpc xmlns='{Base}' message-id='1'><establish-subscription xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'><stream>NETCONF</stream></establish-subscription></rpc>]]>]]>");
            var reply = await SkipAsync();
            if (!reply.Contains("<id", StringComparison.Ordinal)) throw new InvalidOperationException($"There is no subscription: {reply}");
        }

        public async Task ReadAsync(int count)
        {
            while (Count < count)
            {
                var read = await socket.ReceiveAsync(_buffer.AsMemory(_used));
                if (read == 0) return;
                _used += read;
                Take();
            }
        }

        public void Dispose() => socket.Dispose();

        private void Take()
        {
            var now = Stopwatch.GetTimestamp();
            var rest = _buffer.AsSpan(0, _used);
            for (var end = rest.IndexOf("]]>]]>"u8); end >= 0; end = rest.IndexOf("]]>]]>"u8))
            {
                var at = rest[..end].IndexOf("<at"u8);
                var value = at < 0 ? -1 : at + 1 + rest[at..end].IndexOf((byte)'>');
                if (value > at && Utf8Parser.TryParse(rest[value..end], out long time, out _) && Count++ % 8 == 0) Latencies.Add((float)Stopwatch.GetElapsedTime(time, now).TotalMilliseconds);
                rest = rest[(end + 6)..];
            }

            rest.CopyTo(_buffer);
            _used = rest.Length;
        }

        private Task<int> SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text)).WaitAsync(TimeSpan.FromSeconds(30));

        private async Task<string> SkipAsync()
        {
            do _used += await socket.ReceiveAsync(_buffer.AsMemory(_used));
            while (_buffer.AsSpan(0, _used).IndexOf("]]>]]>"u8) < 0);
            var message = Encoding.UTF8.GetString(_buffer, 0, _used);
            _used = 0;
            return message;
        }
    }
}

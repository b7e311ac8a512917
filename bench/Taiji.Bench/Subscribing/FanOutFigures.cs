using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Taiji.Bench.Restconf;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Server.NetconfServer;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Subscribing;

/// <summary>
/// A thousand NETCONF sessions over Unix sockets, each subscribed to one stream, and a steady rate of events: how many of the deliveries arrive, how late, and what they cost. The clients
/// (<see cref="FanOutLoad"/>) are in a process of their own, on the same CPU.
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

    public static async Task RunAsync(TextWriter output, int sessions, int rate)
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
        using var load = LoadProcess.Start("netconf-subscribers", $"{sessions} {rate * Seconds} {path}");
        var serving = new List<Task>();
        for (var i = 0; i < sessions; i++) serving.Add(ServeAsync(endpoint, await listener.AcceptAsync(), $"user{i}", stop.Token));
        if (await load.StandardOutput.ReadLineAsync() is not "ready" and var told) throw new InvalidOperationException(told + await load.StandardOutput.ReadToEndAsync());
        var cpu = Environment.CpuUsage.TotalTime;
        await PublishAsync(engine, rate);
        var result = await load.StandardOutput.ReadToEndAsync();
        var used = Environment.CpuUsage.TotalTime - cpu;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sessions:N0} sessions, {rate:N0} events/s for {Seconds} s: {result.Trim()}; the server's {used.TotalMicroseconds / ((double)sessions * rate * Seconds):F2} us CPU a delivery"));
        await stop.CancelAsync();
        await Task.WhenAll(serving);
    }

    private static async Task PublishAsync(DatastoreEngine engine, int rate)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < rate * Seconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.FromMilliseconds(1)) await Task.Delay(due);
            Publish(engine);
        }
    }

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
}

using System.Diagnostics;
using System.Xml;
using Taiji.Netconf.Client;
using Taiji.Ssh.ClientSide;

namespace Taiji.Bench.Clients;

/// <summary>What a client costs, against a server that answers without thinking; ncclient beside it on the same server.</summary>
internal static class ClientFigures
{
    private const string Rpc = "<discard-changes/>";
    private const string LargeRequest = "<get-config><source><running/></source></get-config>";

    public static async Task RunAsync(int tlsSessions)
    {
        await using var server = await CannedServerProcess.StartAsync();
        await using (var ssh = await ConnectAsync(server))
        {
            await using var channel = await ssh.OpenSubsystemAsync("netconf");
            await using var client = await NetconfClient.ConnectAsync(channel);
            await SequentialAsync(client, 20_000);
            await PipelinedAsync(client, 200_000);
            await LargeAsync(client, "as bytes", async reply => await reply.CopyToAsync(Stream.Null));
            await LargeAsync(client, "through an XmlReader", ReadXmlAsync);
            await WholeAsync(client);
        }

        await TlsSessions.MeasureAsync(server, tlsSessions);
        await NcclientAsync(server);
    }

    private static Task<SshClientConnection> ConnectAsync(CannedServerProcess server) => SshClientConnection.ConnectAsync(new SshClientOptions
    {
        Host = "127.0.0.1", Port = server.SshPort, User = CannedServer.User, Password = CannedServer.Password, HostKeyVerification = SshHostKeyVerification.None,
    });

    private static async Task SequentialAsync(NetconfClient client, int count)
    {
        for (var i = 0; i < count; i++) await client.RpcAsync(Rpc);
        var (cpu, watch) = (CpuTime, Stopwatch.StartNew());
        for (var i = 0; i < count; i++) await client.RpcAsync(Rpc);
        Print($"one after the other: {count / watch.Elapsed.TotalSeconds:N0} rpc/s, {(CpuTime - cpu).TotalMicroseconds / count:0} µs CPU each");
    }

    private static async Task PipelinedAsync(NetconfClient client, int count)
    {
        await BurstAsync(client, count);
        var (cpu, watch) = (CpuTime, Stopwatch.StartNew());
        await BurstAsync(client, count);
        Print($"pipelined, 1,000 in flight: {count / watch.Elapsed.TotalSeconds:N0} rpc/s, {(CpuTime - cpu).TotalMicroseconds / count:0.0} µs CPU each");
    }

    private static async Task BurstAsync(NetconfClient client, int count)
    {
        var window = new Queue<Task>();
        for (var i = 0; i < count; i++)
        {
            if (window.Count == 1000) await window.Dequeue();
            window.Enqueue(client.RpcAsync(Rpc));
        }

        await Task.WhenAll(window);
    }

    private static async Task LargeAsync(NetconfClient client, string how, Func<StreamedReply, Task> read)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            var (before, watch) = (PeakMemory(reset: true), Stopwatch.StartNew());
            await using (var reply = await client.StreamAsync(LargeRequest)) await read(reply);
            var seconds = watch.Elapsed.TotalSeconds;
            Print($"a reply of 50 MB, streamed {how}: {CannedServer.LargeReply / 1e6 / seconds:0} MB/s, {(PeakMemory(reset: false) - before) / 1e6:0.0} MB more memory at its highest");
        }
    }

    private static async Task ReadXmlAsync(StreamedReply reply)
    {
        using var reader = reply.OpenReader();
        var leaves = 0;
        while (await reader.ReadAsync())
        {
            if (reader.NodeType == XmlNodeType.Text) leaves++;
        }

        if (leaves == 0) throw new InvalidOperationException("The reply had no data.");
    }

    private static async Task WholeAsync(NetconfClient client)
    {
        GC.Collect();
        var (before, watch) = (PeakMemory(reset: true), Stopwatch.StartNew());
        var reply = await client.RpcAsync(LargeRequest);
        Print($"the same, kept whole: {reply.Bytes.Length / 1e6 / watch.Elapsed.TotalSeconds:0} MB/s, {(PeakMemory(reset: false) - before) / 1e6:0.0} MB more");
    }

    private static async Task NcclientAsync(CannedServerProcess server)
    {
        var script = Path.Combine(ProjectRoot.Directory, "bench/Taiji.Bench/Clients/ncclient_figures.py");
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, $"{server.SshPort}", CannedServer.User, CannedServer.Password]))!;
        await python.WaitForExitAsync();
    }

    private static TimeSpan CpuTime => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>The highest resident memory since it was last reset, in bytes.</summary>
    internal static long PeakMemory(bool reset)
    {
        if (reset) File.WriteAllText("/proc/self/clear_refs", "5");
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    internal static void Print(string line) => Console.WriteLine($"client: {line}");
}

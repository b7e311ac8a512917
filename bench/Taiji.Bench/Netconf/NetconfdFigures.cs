using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Netconf;

/// <summary>The same questions for Debian's netconfd (yuma123), through its own subsystem program.</summary>
internal static class NetconfdFigures
{
    private const string Daemon = "/usr/sbin/netconfd";
    private const string Subsystem = "/usr/sbin/netconf-subsystem";
    private const int Size = 1000;
    private const int Port = 830;

    public static async Task RunAsync()
    {
        if (!File.Exists(Daemon))
        {
            NetconfFigures.Print($"netconfd is not installed");
            return;
        }

        var directory = Directory.CreateTempSubdirectory("taiji-bench-").FullName;
        var socket = Path.Combine(directory, "ncx.sock");
        using var daemon = Process.Start(new ProcessStartInfo(
            Daemon,
            [$"--modpath={Path.Combine(ProjectRoot.Directory, "bench/yang")}:/usr/share/yuma/modules", "--module=taiji-bench", "--no-startup", $"--superuser={Environment.UserName}",
             $"--port={Port}", $"--ncxserver-sockname={socket}", "--log-level=error", $"--log={Path.Combine(directory, "log")}"])
        { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            for (var i = 0; i < 300 && !File.Exists(socket); i++) await Task.Delay(100);
            await MeasureAsync(daemon, socket);
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(Process daemon, string socket)
    {
        using (var loader = await OpenAsync(socket))
        {
            await loader.RunAsync([LoadSession.Request(NetconfFigures.Edit(NetconfFigures.Entries(Size)).Replace("<running/>", "<candidate/>", StringComparison.Ordinal))], 1);
            await loader.RunAsync([LoadSession.Request("<commit/>")], 1);
        }

        foreach (var (name, filter) in NetconfFigures.Filters)
        {
            using var session = await OpenAsync(socket);
            var requests = NetconfFigures.Requests(filter, Size, 20, 1);
            await session.RunAsync(requests[..2], NetconfFigures.BatchSize);
            var (cpu, watch) = (daemon.TotalProcessorTime, Stopwatch.StartNew());
            await session.RunAsync(requests, NetconfFigures.BatchSize);
            daemon.Refresh();
            var count = (double)requests.Count * NetconfFigures.BatchSize;
            NetconfFigures.Print($"netconfd: get-config of one of {Size:N0} entries by {name}, 1 session, pipelined: {count / watch.Elapsed.TotalSeconds:N0} rpc/s, {(daemon.TotalProcessorTime - cpu).TotalMicroseconds / count:0} µs CPU each");
        }

        using (var session = await OpenAsync(socket))
        {
            var (received, watch) = (session.Received, Stopwatch.StartNew());
            await session.RunAsync([LoadSession.Request("<get-config><source><running/></source><filter><x xmlns=\"urn:taiji:bench\"/></filter></get-config>")], 1);
            NetconfFigures.Print($"netconfd: get-config of {Size:N0} entries: {(session.Received - received) / 1e6 / watch.Elapsed.TotalSeconds:0.0} MB/s");
        }

        const int Opened = 50;
        var opening = Stopwatch.StartNew();
        for (var i = 0; i < Opened; i++) (await OpenAsync(socket)).Dispose();
        NetconfFigures.Print($"netconfd: sessions opened and closed: {Opened / opening.Elapsed.TotalSeconds:N0}/s");
    }

    private static Task<LoadSession> OpenAsync(string socket)
    {
        var start = new ProcessStartInfo(Subsystem, [$"--ncxserver-sockname={Port.ToString(CultureInfo.InvariantCulture)}@{socket}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // What sshd tells a subsystem.
        start.Environment["SSH_CONNECTION"] = $"127.0.0.1 40000 127.0.0.1 {Port}";
        start.Environment["USER"] = Environment.UserName;
        var process = Process.Start(start)!;
        return LoadSession.OpenAsync(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, new SubsystemProcess(process));
    }

    private sealed class SubsystemProcess(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}

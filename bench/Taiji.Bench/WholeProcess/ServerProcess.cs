using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Taiji.Bench.WholeProcess;

/// <summary>A <c>taiji serve</c> with the bench module, and what the system says of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string Password = "bench-password";

    private readonly Process _process;

    private ServerProcess(Process process, string directory, int httpPort, TimeSpan startTime)
    {
        _process = process;
        DataDirectory = directory;
        HttpPort = httpPort;
        StartTime = startTime;
    }

    public string DataDirectory { get; }

    public int HttpPort { get; }

    public string SocketPath => Path.Combine(DataDirectory, "taiji.sock");

    /// <summary>From launch to its line <c>ready</c>.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>CPU time used so far, user and system, of all threads: from /proc, in ticks of 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentMemory =>
        1024 * long.Parse(
            File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);

    public static async Task<ServerProcess> StartAsync(string directory)
    {
        var root = ProjectRoot.Directory;
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(root, "taiji")) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "serve", "--data", directory, "--yang", Path.Combine(root, "bench/yang"), "--module", "taiji-bench", "--http", $"127.0.0.1:{port}", "--netconf-ssh", "off",
            "--max-message-size", "200000000", "--log", "warning",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TAIJI_ADMIN_PASSWORD"] = Password;
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal)) return new ServerProcess(process, directory, port, watch.Elapsed);
        }

        throw new InvalidOperationException("taiji did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

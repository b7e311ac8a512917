using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Taiji.Bench.WholeProcess;

/// <summary>A <c>taiji serve</c> with the bench module, and what the system says of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string Password = "bench-password";

    private readonly Process _process;

    private ServerProcess(Process process, string directory, string readyLine, TimeSpan startTime)
    {
        _process = process;
        DataDirectory = directory;
        HttpPort = PortIn(readyLine, "http");
        SshPort = PortIn(readyLine, "netconf-ssh");
        TlsPort = PortIn(readyLine, "netconf-tls");
        StartTime = startTime;
    }

    public string DataDirectory { get; }

    public int HttpPort { get; }

    public int SshPort { get; }

    public int TlsPort { get; }

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
    public long ResidentMemory => Memory("VmRSS");

    public static async Task<ServerProcess> StartAsync(string directory, params string[] more)
    {
        var root = ProjectRoot.Directory;
        var start = new ProcessStartInfo(Path.Combine(root, "taiji")) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "serve", "--data", directory, "--yang", Path.Combine(root, "bench/yang"), "--module", "taiji-bench", "--http", "127.0.0.1:0",
            "--log", "warning", .. Default("--max-message-size", "200000000"), .. Default("--netconf-ssh", "off"), .. more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TAIJI_ADMIN_PASSWORD"] = Password;
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal)) return new ServerProcess(process, directory, line, watch.Elapsed);
        }

        throw new InvalidOperationException("taiji did not start.");

        string[] Default(string option, string value) => more.Contains(option) ? [] : [option, value];
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The highest resident memory since it was last reset, in bytes.</summary>
    public long PeakMemory(bool reset)
    {
        if (reset) File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");
        return Memory("VmHWM");
    }

    private long Memory(string field) =>
        1024 * long.Parse(
            File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);

    private static int PortIn(string ready, string scheme) =>
        Regex.Match(ready, $@"(?<= ){scheme}://127\.0\.0\.1:(\d+)") is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
}

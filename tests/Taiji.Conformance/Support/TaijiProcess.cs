using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.Support;

/// <summary>A <c>./taiji serve</c> of its own: loopback ports that the system gives, a data directory of its own, ended with the test.</summary>
public sealed class TaijiProcess : IAsyncDisposable
{
    /// <summary>The password of the user admin.</summary>
    public const string AdminPassword = "conformance-password";

    // So long that a machine with much else to do, which a soak runs behind, is no failure.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(2);

    private readonly bool _ownsDirectory;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process = null!;

    private TaijiProcess(string? dataDirectory)
    {
        _ownsDirectory = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("taiji-test-").FullName;
    }

    public string DataDirectory { get; }

    /// <summary>The line <c>ready</c>.</summary>
    public string ReadyLine { get; private set; } = "";

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public int SshPort { get; private set; }

    public int TlsPort { get; private set; }

    public string SocketPath => Path.Combine(DataDirectory, "taiji.sock");

    public string Http => $"http://127.0.0.1:{HttpPort}";

    public string Restconf => Http + "/restconf";

    /// <summary>What it has printed on standard output.</summary>
    public string Output => Join(_output);

    /// <summary>What it has printed on standard error.</summary>
    public string Errors => Join(_errors);

    /// <summary>The process id, for signals.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and waits for its line <c>ready</c>.</summary>
    /// <param name="dataDirectory">A directory that outlives it, or null for one of its own.</param>
    /// <param name="arguments">More options.</param>
    public static Task<TaijiProcess> StartAsync(string? dataDirectory = null, params string[] arguments) => StartAsync(dataDirectory, AdminPassword, arguments);

    /// <summary>Starts it with a first password, or with none so that it makes one up.</summary>
    /// <param name="dataDirectory">A directory that outlives it, or null for one of its own.</param>
    /// <param name="adminPassword">For TAIJI_ADMIN_PASSWORD; null leaves it unset.</param>
    /// <param name="arguments">More options.</param>
    /// <param name="environment">More of its environment.</param>
    public static async Task<TaijiProcess> StartAsync(string? dataDirectory, string? adminPassword, string[] arguments, params (string Name, string Value)[] environment)
    {
        var taiji = new TaijiProcess(dataDirectory);
        taiji.Launch(adminPassword, arguments, environment);
        var first = await Task.WhenAny(taiji._ready.Task, taiji._process.WaitForExitAsync()).WaitAsync(StartTimeout);
        if (first != taiji._ready.Task)
        {
            var (status, output, errors) = (taiji._process.ExitCode, taiji.Output, taiji.Errors);
            await taiji.DisposeAsync();
            throw new InvalidOperationException($"taiji ended with status {status}:\n{output}\n{errors}");
        }

        taiji.ReadyLine = await taiji._ready.Task;
        taiji.HttpPort = PortIn(taiji.ReadyLine, "http");
        taiji.HttpsPort = PortIn(taiji.ReadyLine, "https");
        taiji.SshPort = PortIn(taiji.ReadyLine, "netconf-ssh");
        taiji.TlsPort = PortIn(taiji.ReadyLine, "netconf-tls");
        return taiji;
    }

    /// <summary>Runs a <c>taiji serve</c> that is expected to end by itself, on a data directory of its own unless the options name one.</summary>
    /// <param name="arguments">The options.</param>
    public static async Task<ClientResult> RunToEndAsync(params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        try
        {
            return await Client.RunAsync(
                Client.Taiji,
                ["serve", .. Default("--data", Path.Combine(directory, "data")), .. Default("--http", "127.0.0.1:0"), .. Default("--netconf-ssh", "off"), .. arguments],
                environment: new Dictionary<string, string?> { ["TAIJI_ADMIN_PASSWORD"] = AdminPassword },
                directory: directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        string[] Default(string option, string value) => arguments.Contains(option) ? [] : [option, value];
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit status.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            await Client.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        }

        await _outputEnded.Task.WaitAsync(StopTimeout);
        return _process.ExitCode;
    }

    /// <summary>Memory in bytes: <c>VmRSS</c> as it is now, <c>VmHWM</c> at its highest.</summary>
    /// <param name="field">The field of <c>/proc/PID/status</c>.</param>
    public long Memory(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited) await StopAsync();
        }
        finally
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            if (_ownsDirectory) Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private static int PortIn(string ready, string scheme) =>
        Regex.Match(ready, $@"(?<= ){scheme}://127\.0\.0\.1:(\d+)") is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, null) : 0;

    private void Launch(string? adminPassword, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Client.Taiji)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        string[] all = ["serve", "--data", DataDirectory, .. Default("--http"), .. Default("--netconf-ssh"), .. arguments];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        start.Environment["TAIJI_ADMIN_PASSWORD"] = adminPassword;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => TakeOutput(e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        string[] Default(string option) => arguments.Contains(option) ? [] : [option, "127.0.0.1:0"];
    }

    private void TakeOutput(string? line)
    {
        if (line is null) _outputEnded.TrySetResult();
        Add(_output, line);
        if (line?.StartsWith("ready", StringComparison.Ordinal) == true) _ready.TrySetResult(line);
    }

    private static void Add(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
    }

    private static string Join(List<string> lines)
    {
        lock (lines) return string.Join('\n', lines);
    }
}

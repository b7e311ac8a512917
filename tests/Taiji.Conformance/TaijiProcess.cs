using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance;

/// <summary>A <c>./taiji serve</c> of its own: free loopback ports, a data directory of its own, ended with the test.</summary>
public sealed class TaijiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string[] _arguments;
    private readonly bool _ownsDirectory;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process = null!;

    private TaijiProcess(string? dataDirectory, string[] arguments)
    {
        _arguments = arguments;
        _ownsDirectory = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("taiji-test-").FullName;
        HttpPort = FreePort();
        SshPort = FreePort();
    }

    /// <summary>The password of the user admin.</summary>
    public const string AdminPassword = "conformance-password";

    public string DataDirectory { get; }

    public int HttpPort { get; }

    public int SshPort { get; }

    public string SocketPath => Path.Combine(DataDirectory, "taiji.sock");

    public string Http => $"http://127.0.0.1:{HttpPort}";

    /// <summary>What it has printed, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>The process id, for signals.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits for its line <c>ready</c>.</summary>
    /// <param name="dataDirectory">A directory that outlives it, or null for one of its own.</param>
    /// <param name="arguments">More options.</param>
    public static async Task<TaijiProcess> StartAsync(string? dataDirectory = null, params string[] arguments)
    {
        var taiji = new TaijiProcess(dataDirectory, arguments);
        taiji.Launch();
        var first = await Task.WhenAny(taiji._ready.Task, taiji._process.WaitForExitAsync()).WaitAsync(StartTimeout);
        if (first != taiji._ready.Task) throw new InvalidOperationException($"taiji ended with status {taiji._process.ExitCode}:\n{taiji.Output}");
        return taiji;
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
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        return _process.ExitCode;
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Launch()
    {
        var start = new ProcessStartInfo(Path.Combine(Client.RepositoryRoot, "taiji"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = DataDirectory,
        };
        string[] arguments = ["serve", "--data", DataDirectory, "--http", $"127.0.0.1:{HttpPort}", "--netconf-ssh", $"127.0.0.1:{SshPort}", .. _arguments];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TAIJI_ADMIN_PASSWORD"] = AdminPassword;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
        if (line.StartsWith("ready", StringComparison.Ordinal)) _ready.TrySetResult();
    }
}

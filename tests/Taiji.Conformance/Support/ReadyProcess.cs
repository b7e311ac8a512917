using System.Diagnostics;

namespace Taiji.Conformance.Support;

/// <summary>A program that runs beside a test, from the line with which it says that it is ready.</summary>
public sealed class ReadyProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ReadyProcess(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="readyLine">What is in that line.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It ended instead: a port may be taken.</exception>
    public static async Task<ReadyProcess> StartAsync(string program, string readyLine, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        var process = new Process { StartInfo = start };
        var ready = new TaskCompletionSource();
        var lines = new List<string?>();
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Start();
        var started = new ReadyProcess(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var first = await Task.WhenAny(ready.Task, process.WaitForExitAsync(), Task.Delay(StartTimeout));
        if (first == ready.Task) return started;
        await started.DisposeAsync();
        lock (lines) throw new InvalidOperationException($"{program} did not start:\n{string.Join('\n', lines)}");

        void Take(string? line)
        {
            lock (lines) lines.Add(line);
            if (line?.Contains(readyLine, StringComparison.Ordinal) == true) ready.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

using System.Diagnostics;

namespace Taiji.Conformance;

/// <summary>How a client process ended.</summary>
/// <param name="Status">Exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ClientResult(int Status, string Output, string Error)
{
    /// <summary>Standard output, when the client succeeded.</summary>
    public string Succeeded => Status == 0 ? Output : throw new InvalidOperationException($"status {Status}\n{Output}\n{Error}");
}

/// <summary>Runs real clients.</summary>
public static class Client
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>The repository's root.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Found on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="environment">Added to its environment.</param>
    public static async Task<ClientResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The client ended without reading everything: its status tells.
        }

        try
        {
            await process.WaitForExitAsync().WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"{program} did not end:\n{await output}\n{await error}");
        }

        return new ClientResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs curl as admin; the answer's status code is the last line of the output.</summary>
    /// <param name="arguments">curl's arguments.</param>
    public static Task<ClientResult> CurlAsync(params string[] arguments) =>
        RunAsync("curl", ["-sS", "-u", $"admin:{TaijiProcess.AdminPassword}", "-w", "\n%{http_code}", .. arguments]);

    /// <summary>Runs a Python script with ncclient at hand; HOST, PORT and PASSWORD are defined.</summary>
    /// <param name="taiji">The server.</param>
    /// <param name="script">The script.</param>
    public static Task<ClientResult> NcclientAsync(TaijiProcess taiji, string script) => RunAsync(
        "/usr/bin/python3",
        ["-W", "ignore", "-c", $"HOST, PORT, PASSWORD = '127.0.0.1', {taiji.SshPort}, '{TaijiProcess.AdminPassword}'\n{script}"]);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        return directory.FullName;
    }
}

using System.Diagnostics;
using System.Text;

namespace Taiji.Conformance.Support;

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

    /// <summary>The built command.</summary>
    public static string Taiji { get; } = Path.Combine(RepositoryRoot, "taiji");

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Found on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="environment">Added to its environment; null removes a variable.</param>
    /// <param name="directory">Where it runs.</param>
    public static async Task<ClientResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? "",
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
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

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        return directory.FullName;
    }
}

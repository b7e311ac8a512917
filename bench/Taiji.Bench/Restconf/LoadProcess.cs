using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Restconf;

/// <summary>A load generator in a process of its own, so that this one's CPU is the server's.</summary>
internal static class LoadProcess
{
    /// <summary>Has a running one do a round.</summary>
    /// <param name="process">The process.</param>
    /// <param name="round">The round, as it takes it from its standard input.</param>
    /// <returns>The seconds that it says it took.</returns>
    public static async Task<double> RunAsync(Process process, string round)
    {
        await process.StandardInput.WriteLineAsync(round);
        var output = await process.StandardOutput.ReadLineAsync();
        return double.TryParse(output, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw new InvalidOperationException(output);
    }

    /// <summary>Ends one that takes rounds.</summary>
    /// <param name="process">The process.</param>
    public static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts one.</summary>
    /// <param name="part">The part of this program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string part, string arguments) => Process.Start(
        new ProcessStartInfo("dotnet", $"exec {typeof(LoadProcess).Assembly.Location} {part} {arguments}") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}

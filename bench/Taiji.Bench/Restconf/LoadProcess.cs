using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Restconf;

/// <summary>A load generator in a process of its own, so that this one's CPU is the server's.</summary>
internal static class LoadProcess
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="part">The part of this program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The seconds that it says it took.</returns>
    public static async Task<double> RunAsync(string part, string arguments)
    {
        using var process = Start(part, arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.TryParse(output, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw new InvalidOperationException(output);
    }

    /// <summary>Starts one.</summary>
    /// <param name="part">The part of this program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string part, string arguments) => Process.Start(
        new ProcessStartInfo("dotnet", $"exec {typeof(LoadProcess).Assembly.Location} {part} {arguments}") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}

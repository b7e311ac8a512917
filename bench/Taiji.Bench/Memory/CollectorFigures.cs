using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Memory;

/// <summary>
/// The collector's pauses with N entries in running while leaves are changed through the journal, at 5,000 changes a second and as fast as it goes: one process for each of its
/// settings.
/// </summary>
internal static class CollectorFigures
{
    private static readonly (string Name, (string Variable, string Value)[] Settings)[] All =
    [
        ("server, concurrent, DATAS", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCDynamicAdaptationMode", "1")]),
        ("server, concurrent", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCDynamicAdaptationMode", "0")]),
        ("server, concurrent, DATAS, conserve 5", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCDynamicAdaptationMode", "1"), ("DOTNET_GCConserveMemory", "5")]),
        ("workstation, concurrent", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "1")]),
        ("workstation, not concurrent", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0")]),
    ];

    public static async Task RunAsync(int size)
    {
        Console.WriteLine($"| collector, {size:N0} entries | at 5,000/s: longest pause | all pauses | as fast as it goes: changes/s | longest pause | all pauses | collections gen 0/1/2 | resident |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (name, settings) in All)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            foreach (var argument in new[] { "exec", typeof(CollectorFigures).Assembly.Location, "pauses", size.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
            foreach (var (variable, value) in settings) start.Environment[variable] = value;
            using var process = Process.Start(start)!;
            var row = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Console.WriteLine($"| {name} | {row.Trim()} |");
        }
    }
}

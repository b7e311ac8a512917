using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Compiling;

/// <summary>What a whole process cost, as GNU time gives it.</summary>
/// <param name="Cpu">CPU time, user and system, of all threads.</param>
/// <param name="PeakMemory">The largest resident set, in bytes; pages of files that other processes share count too.</param>
internal readonly record struct ProcessCost(TimeSpan Cpu, long PeakMemory)
{
    /// <summary>The median of some runs, each figure for itself.</summary>
    /// <param name="runs">How many runs.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static ProcessCost Median(int runs, params IReadOnlyList<string> command)
    {
        var costs = Enumerable.Range(0, runs).Select(_ => Run(command)).ToList();
        return new ProcessCost(Middle(costs.Select(c => c.Cpu)), Middle(costs.Select(c => c.PeakMemory)));
    }

    private static T Middle<T>(IEnumerable<T> values) => values.Order().ElementAt(values.Count() / 2);

    private static ProcessCost Run(IReadOnlyList<string> command)
    {
        var report = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/usr/bin/time", ["-o", report, "-f", "%U %S %M", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with status {process.ExitCode}: {error.Result}");
            var figures = File.ReadAllText(report).Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToList();
            return new ProcessCost(TimeSpan.FromSeconds(figures[0] + figures[1]), (long)figures[2] * 1024);
        }
        finally
        {
            File.Delete(report);
        }
    }
}

using System.Diagnostics;

namespace Taiji.Bench.WholeProcess;

/// <summary>How long a number of equal steps took.</summary>
/// <param name="MedianWall">The median of the steps.</param>
/// <param name="ServerCpu">The server's CPU time for one step, on average.</param>
/// <param name="PerSecond">Steps a second.</param>
internal sealed record Measured(TimeSpan MedianWall, TimeSpan ServerCpu, double PerSecond)
{
    /// <summary>Runs a step many times, after four times as many to warm up: the runtime compiles what is used often once more, and that isn't the step's cost.</summary>
    public static async Task<Measured> RunAsync(ServerProcess server, int count, Func<int, Task> step)
    {
        for (var i = 0; i < 4 * count; i++) await step(-1 - i);
        var walls = new long[count];
        var (cpu, all) = (server.CpuTime, Stopwatch.StartNew());
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await step(i);
            walls[i] = Stopwatch.GetTimestamp() - start;
        }

        all.Stop();
        Array.Sort(walls);
        return new Measured(Stopwatch.GetElapsedTime(0, walls[count / 2]), (server.CpuTime - cpu) / count, count / all.Elapsed.TotalSeconds);
    }

    public override string ToString() => $"{MedianWall.TotalMilliseconds,8:0.000} ms ({ServerCpu.TotalMicroseconds,6:0} µs CPU)";
}

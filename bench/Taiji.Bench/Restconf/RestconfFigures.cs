using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Taiji.Bench.Restconf;

/// <summary>
/// RESTCONF beside its ceiling, Kestrel answering the same bytes from memory: both in this process, asked in turns by h2load for a thousand different entries. CPU per request and
/// bytes allocated for it are those of this process; h2load's are its own.
/// </summary>
internal static class RestconfFigures
{
    private const int Rounds = 5;
    private const int Requests = 40_000;
    private const int Targets = 1_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task RunAsync(int count)
    {
        await using var host = await RestconfHost.StartAsync(count);
        await PrintReadsAsync(host, count);
        await PrintListAsync(host);
        await PutFigures.PrintAsync(host, count);
    }

    /// <summary>Prints what PUTs cost.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task PrintPutsAsync(int count)
    {
        await using var host = await RestconfHost.StartAsync(count);
        await PutFigures.PrintAsync(host, count);
    }

    /// <summary>Prints of what the bytes are that a GET of one entry, a commit and a PUT allocate.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task PrintAllocationsAsync(int count)
    {
        await using var host = await RestconfHost.StartAsync(count);
        var file = WriteTargets(host, "/restconf/data/taiji-bench:x/y=", count);
        await LoadAsync(file, "--h1", new Measured());
        using var types = new AllocatedTypes();
        var measured = new Measured();
        await LoadAsync(file, "--h1", measured);
        measured.Print("HTTP/1.1");
        types.Print(Requests);
        await PutFigures.PrintAllocationsAsync(host, count);
    }

    private static async Task PrintReadsAsync(RestconfHost host, int count)
    {
        var cannedTargets = WriteTargets(host, "/canned/data/taiji-bench:x/y=", count);
        var targets = WriteTargets(host, "/restconf/data/taiji-bench:x/y=", count);
        Console.WriteLine("                        requests/s   CPU us   B/request");
        foreach (var (version, arguments) in new[] { ("HTTP/1.1", "--h1"), ("h2c", "") })
        {
            var canned = new Measured();
            var entry = new Measured();
            for (var round = 0; round <= Rounds; round++)
            {
                // The first round is the compiler's.
                await LoadAsync(cannedTargets, arguments, round == 0 ? new Measured() : canned);
                await LoadAsync(targets, arguments, round == 0 ? new Measured() : entry);
            }

            canned.Print($"{version} canned");
            entry.Print($"{version} GET one of {count:N0}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{version} ratio               {entry.Rate / canned.Rate,10:F2}   {canned.Cpu / entry.Cpu,6:F2} (CPU)"));
        }

        File.Delete(cannedTargets);
        File.Delete(targets);
    }

    private static string WriteTargets(RestconfHost host, string prefix, int count)
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, Enumerable.Range(0, Targets).Select(i => $"http://127.0.0.1:{host.Port}{prefix}{(uint)(i * 7919) % (uint)count}"));
        return file;
    }

    private static async Task LoadAsync(string targets, string arguments, Measured measured)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        using var process = Process.Start(new ProcessStartInfo("h2load", $"{arguments} -n {Requests} -c 16 -m 1 -t 1 -H \"authorization: {RestconfHost.Authorization}\" -i {targets}") { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!output.Contains($"{Requests} 2xx", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        var line = output.Split('\n').First(l => l.StartsWith("finished in", StringComparison.Ordinal));
        measured.Rates.Add(double.Parse(line.Split(',')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        measured.Cpus.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Requests);
        measured.Bytes.Add((GC.GetTotalAllocatedBytes() - allocated) / (double)Requests);
    }

    private static async Task PrintListAsync(RestconfHost host)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(RestconfHost.Authorization);
        var buffer = new byte[1 << 20];
        var rates = new List<double>();
        var speeds = new List<double>();
        var peak = 0L;
        for (var round = 0; round < 8; round++)
        {
            GC.Collect();
            var before = GC.GetTotalMemory(true);
            var cpu = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            var bytes = 0L;
            using var stream = await client.GetStreamAsync(new Uri($"http://127.0.0.1:{host.Port}/restconf/data/taiji-bench:x/y"));
            for (int n; (n = await stream.ReadAsync(buffer)) > 0; bytes += n) peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
            speeds.Add(bytes / 1e6 / watch.Elapsed.TotalSeconds);
            rates.Add(bytes / 1e6 / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"GET of the whole list: {speeds.Max():F0} MB/s, {rates.Max():F0} MB per CPU second, both ends in this process; {peak / 1e6:F1} MB more on the heap at most"));
    }

    private sealed class Measured
    {
        public List<double> Rates { get; } = [];

        public List<double> Cpus { get; } = [];

        public List<double> Bytes { get; } = [];

        public double Rate => Median(Rates);

        public double Cpu => Median(Cpus);

        public void Print(string name) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{Rate,10:F0}   {Cpu,6:F1}   {Median(Bytes),9:F0}"));

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}

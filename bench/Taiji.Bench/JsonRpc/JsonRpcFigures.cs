using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Taiji.Bench.JsonRpc;

/// <summary>
/// The JSON-RPC API: <c>get_value</c> beside RESTCONF's GET of the same leaf, asked in turns by h2load of one process; subscribers on comet channels told of commits; queries over many entries.
/// </summary>
internal static class JsonRpcFigures
{
    private const int Rounds = 5;
    private const int Requests = 20_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task RunAsync(int count)
    {
        await using var host = await JsonRpcBenchHost.StartAsync(count);
        await PrintValuesAsync(host, count / 3);
        await CometFigures.PrintAsync(host);
        await QueryFigures.PrintAsync(host, count);
    }

    private static async Task PrintValuesAsync(JsonRpcBenchHost host, int entry)
    {
        using var client = await JsonRpcConnection.LoginAsync(host.Port, "admin");
        var th = (await client.CallAsync("new_trans", new JsonObject()))!["th"]!.GetValue<int>();
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(body, $$$"""{"jsonrpc":"2.0","id":1,"method":"get_value","params":{"th":{{{th}}},"path":"/y:x/y{ENTRY}/b"}}""".Replace("ENTRY", entry.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            string[] call = ["-d", body, "-H", "content-type: application/json", "-H", $"cookie: {client.Cookie}", $"http://127.0.0.1:{host.Port}/jsonrpc"];
            string[] get = ["-H", $"authorization: Basic {Convert.ToBase64String("admin:secret"u8)}", $"http://127.0.0.1:{host.Port}/restconf/data/y:x/y={entry}/b"];
            Console.WriteLine("                          requests/s   CPU us   B/request");
            foreach (var connections in new[] { 1, 16 })
            {
                var (values, gets) = (new LoadSeries(), new LoadSeries());
                for (var round = 0; round <= Rounds; round++)
                {
                    // The first round is the compiler's.
                    await LoadAsync(call, connections, round == 0 ? new LoadSeries() : values);
                    await LoadAsync(get, connections, round == 0 ? new LoadSeries() : gets);
                }

                values.Print($"get_value, {connections} conn.");
                gets.Print($"RESTCONF GET, {connections} conn.");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio                     {values.Rate / gets.Rate,10:F2}   {gets.Cpu / values.Cpu,6:F2} (CPU)"));
            }
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static async Task LoadAsync(string[] arguments, int connections, LoadSeries series)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        using var process = Process.Start(
            new ProcessStartInfo("h2load", ["--h1", "-n", $"{Requests}", "-c", $"{connections}", "-m", "1", "-t", "1", .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!output.Contains($"{Requests} 2xx", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        var line = output.Split('\n').First(l => l.StartsWith("finished in", StringComparison.Ordinal));
        series.Rates.Add(double.Parse(line.Split(',')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        series.Cpus.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / Requests);
        series.Bytes.Add((GC.GetTotalAllocatedBytes() - allocated) / (double)Requests);
    }

    private sealed class LoadSeries
    {
        public List<double> Rates { get; } = [];

        public List<double> Cpus { get; } = [];

        public List<double> Bytes { get; } = [];

        public double Rate => Median(Rates);

        public double Cpu => Median(Cpus);

        public void Print(string name) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26}{Rate,10:F0}   {Cpu,6:F1}   {Median(Bytes),9:F0}"));

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}

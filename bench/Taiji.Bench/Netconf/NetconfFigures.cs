using System.Diagnostics;
using System.Globalization;
using Taiji.Bench.WholeProcess;

namespace Taiji.Bench.Netconf;

/// <summary>The built <c>./taiji</c> as a NETCONF server, from outside: requests a second, the whole list, sessions.</summary>
internal static class NetconfFigures
{
    private const int Batch = 64;
    private const string SubtreeFilter = "<filter type=\"subtree\"><x xmlns=\"urn:taiji:bench\"><y><a>{0}</a></y></x></filter>";
    private const string XPathFilter = "<filter type=\"xpath\" xmlns:tb=\"urn:taiji:bench\" select=\"/tb:x/tb:y[tb:a='{0}']\"/>";

    public static async Task RunAsync(int size)
    {
        await RequestCosts.PrintAsync(size);
        var directory = Directory.CreateTempSubdirectory("taiji-bench-").FullName;
        using var certificates = new BenchCertificates(directory);
        try
        {
            string[] options =
            [
                "--netconf-ssh", "127.0.0.1:0", "--netconf-tls", "127.0.0.1:0", "--client-ca", certificates.AuthorityFile, "--max-sessions", "3000", "--max-user-sessions", "3000",
            ];
            await using (var first = await ServerProcess.StartAsync(Path.Combine(directory, "data"), options))
            {
                using var loader = await LoadSession.OpenAsync(first.SocketPath);
                await loader.RunAsync([LoadSession.Request(Edit(certificates.Mapping))], 1);
                await loader.RunAsync([LoadSession.Request(Edit(Entries(size)))], 1);
            }

            // Started again: no room is left in memory from the loading, in which what comes next would not be seen.
            await using var server = await ServerProcess.StartAsync(Path.Combine(directory, "data"), options);
            var transports = new Transports(server, certificates);
            await WholeListAsync(server, size);
            await RatesAsync(server, transports, size);
            await OpeningAsync(server, transports);
            await IdleAsync(server, transports);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        await LongRequestFigures.RunAsync();
        await NetconfdFigures.RunAsync();
    }

    /// <summary>Requests for single entries, spread over the list.</summary>
    internal static List<byte[]> Requests(string filter, int size, int batches, int salt)
    {
        var all = new List<byte[]>(batches);
        for (var b = 0; b < batches; b++)
        {
            using var batch = new MemoryStream();
            for (var i = 0; i < Batch; i++)
            {
                var key = (int)((uint)((salt + b * Batch + i) * 7919) % (uint)size);
                batch.Write(LoadSession.Request($"<get-config><source><running/></source>{string.Format(CultureInfo.InvariantCulture, filter, key)}</get-config>"));
            }

            all.Add(batch.ToArray());
        }

        return all;
    }

    internal static (string Name, string Filter)[] Filters => [("subtree", SubtreeFilter), ("XPath", XPathFilter)];

    internal static int BatchSize => Batch;

    internal static string Edit(string config) => $"<edit-config><target><running/></target><config>{config}</config></edit-config>";

    internal static string Entries(int size) =>
        "<x xmlns=\"urn:taiji:bench\">" + string.Concat(Enumerable.Range(0, size).Select(i => string.Create(CultureInfo.InvariantCulture, $"<y><a>{i}</a><b>value-{i}</b></y>"))) + "</x>";

    internal static void Print(FormattableString line) => Console.WriteLine("netconf: " + line.ToString(CultureInfo.InvariantCulture));

    private static async Task RatesAsync(ServerProcess server, Transports transports, int size)
    {
        foreach (var (transport, open) in transports.All)
        {
            foreach (var (name, filter) in Filters)
            {
                foreach (var sessions in new[] { 1, 16 })
                {
                    var (rate, cpu) = await RateAsync(server, open, filter, size, sessions, transport == "Unix socket" ? 80_000 : 40_000);
                    Print($"get-config of one of {size:N0} entries by {name}, {sessions} session(s), {transport}, pipelined: {rate:N0} rpc/s, {cpu:0.0} µs CPU each");
                }
            }
        }
    }

    private static async Task<(double Rate, double Cpu)> RateAsync(ServerProcess server, Func<Task<LoadSession>> open, string filter, int size, int sessions, int count)
    {
        var all = new List<LoadSession>();
        for (var i = 0; i < sessions; i++) all.Add(await open());
        var batches = count / Batch / sessions;
        var requests = all.Select((_, i) => Requests(filter, size, batches, i * 100_003)).ToList();
        // Twice: the runtime compiles what is used often once more, and that isn't the requests' cost.
        var result = (0.0, 0.0);
        for (var round = 0; round < 3; round++)
        {
            var (cpu, watch) = (server.CpuTime, Stopwatch.StartNew());
            await Task.WhenAll(all.Select((s, i) => Task.Run(() => s.RunAsync(requests[i], Batch))));
            var done = batches * Batch * sessions;
            result = (done / watch.Elapsed.TotalSeconds, (server.CpuTime - cpu).TotalMicroseconds / done);
        }

        foreach (var session in all) session.Dispose();
        return result;
    }

    private static async Task WholeListAsync(ServerProcess server, int size)
    {
        using var session = await LoadSession.OpenAsync(server.SocketPath);
        var request = LoadSession.Request("<get-config><source><running/></source><filter><x xmlns=\"urn:taiji:bench\"/></filter></get-config>");
        for (var round = 0; round < 4; round++)
        {
            var before = server.PeakMemory(reset: true);
            var (received, cpu, watch) = (session.Received, server.CpuTime, Stopwatch.StartNew());
            await session.RunAsync([request], 1);
            var megabytes = (session.Received - received) / 1e6;
            Print($"get-config of {size:N0} entries, {megabytes:0.0} MB: {megabytes / watch.Elapsed.TotalSeconds:0} MB/s ({megabytes / (server.CpuTime - cpu).TotalSeconds:0} MB per CPU second), {(server.PeakMemory(reset: false) - before) / 1e6:0.0} MB more memory at its highest");
        }
    }

    private static async Task OpeningAsync(ServerProcess server, Transports transports)
    {
        foreach (var (transport, open) in transports.All)
        {
            var count = transport == "SSH" ? 200 : 1000;
            await OpenAndCloseAsync(open, count / 2);
            var (cpu, watch) = (server.CpuTime, Stopwatch.StartNew());
            await OpenAndCloseAsync(open, count);
            Print($"sessions opened, hellos exchanged, and closed, {transport}, 8 at a time: {count / watch.Elapsed.TotalSeconds:N0}/s, {(server.CpuTime - cpu).TotalMicroseconds / count:0} µs CPU of the server each");
        }
    }

    private static async Task OpenAndCloseAsync(Func<Task<LoadSession>> open, int count)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => (await open()).Dispose());
    }

    private static async Task IdleAsync(ServerProcess server, Transports transports)
    {
        foreach (var (transport, open) in transports.All)
        {
            var count = transport == "SSH" ? 200 : 1000;
            await Task.Delay(2000);
            var before = server.ResidentMemory;
            var sessions = new List<LoadSession>();
            for (var i = 0; i < count; i++) sessions.Add(await open());
            await Task.Delay(2000);
            Print($"{count:N0} idle sessions, {transport}: {(server.ResidentMemory - before) / 1024.0 / count:0.0} KB each");
            foreach (var session in sessions) session.Dispose();
        }
    }
}

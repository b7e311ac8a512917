using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Taiji.Bench.WholeProcess;

/// <summary>Measures the built <c>./taiji</c> from outside, at growing numbers of entries: loading, changing one leaf, reading one entry, starting again.</summary>
internal static class ServerFigures
{
    private const int Changes = 2000;

    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-bench-").FullName;
        try
        {
            Console.WriteLine($"raw fsync of the disk: {RawFsyncRate(directory):0}/s");
            Console.WriteLine();
            Console.WriteLine("| entries | load, one PATCH | load, one edit-config | memory/entry | PUT | edit-config | candidate + commit | GET, HTTP/1.1 | GET, h2c | get-config, one entry | start |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
            var rows = new List<(int Size, Measured Put, Measured Edit)>();
            foreach (var size in sizes) rows.Add(await RunAsync(Path.Combine(directory, $"n{size}"), size));
            PrintRatios(rows);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(int Size, Measured Put, Measured Edit)> RunAsync(string directory, int size)
    {
        string load, loadXml, memory;
        Measured put, edit, candidate, get, getHttp2, getConfig;
        await using (var server = await ServerProcess.StartAsync(directory))
        {
            var before = server.ResidentMemory;
            using var http = Http(server, HttpVersion.Version11);
            using var http2 = Http(server, HttpVersion.Version20);
            await using var netconf = await NetconfDriver.ConnectAsync(server.SocketPath);
            load = await TimeAsync(server, () => PatchAsync(http, Json(size)));
            memory = $"{Math.Max(0, server.ResidentMemory - before) / (double)size:0} B RSS";
            put = await Measured.RunAsync(server, Changes, i => PutAsync(http, Key(i, size), $"put-{i}"));
            edit = await Measured.RunAsync(server, Changes, i => netconf.EditAsync("running", Xml(Key(i, size), $"edit-{i}")));
            candidate = await Measured.RunAsync(server, Changes, async i =>
            {
                await netconf.EditAsync("candidate", Xml(Key(i, size), $"candidate-{i}"));
                await netconf.CommitAsync();
            });
            get = await Measured.RunAsync(server, 2 * Changes, i => GetAsync(http, Key(i, size)));
            getHttp2 = await Measured.RunAsync(server, 2 * Changes, i => GetAsync(http2, Key(i, size)));
            getConfig = await Measured.RunAsync(server, 2 * Changes, i => netconf.GetAsync(
                $"<filter><x xmlns=\"urn:taiji:bench\"><y><a>{Key(i, size)}</a></y></x></filter>"));
            loadXml = await TimeAsync(server, () => netconf.EditAsync("running", ManyXml(size)));
        }

        TimeSpan start;
        await using (var again = await ServerProcess.StartAsync(directory)) start = again.StartTime;
        Console.WriteLine(
            $"| {size:N0} | {load} | {loadXml} | {memory} | {put} | {edit} | {candidate} | {get.PerSecond:0}/s ({get.ServerCpu.TotalMicroseconds:0} µs CPU) | "
            + $"{getHttp2.PerSecond:0}/s ({getHttp2.ServerCpu.TotalMicroseconds:0} µs CPU) | {getConfig.PerSecond:0}/s ({getConfig.ServerCpu.TotalMicroseconds:0} µs CPU) | {start.TotalSeconds:0.00} s |");
        return (size, put, edit);
    }

    private static void PrintRatios(List<(int Size, Measured Put, Measured Edit)> rows)
    {
        var (first, last) = (rows[0], rows[^1]);
        Console.WriteLine();
        Console.WriteLine($"cost of one change at {last.Size:N0} entries against {first.Size:N0}: "
            + $"PUT {last.Put.ServerCpu / first.Put.ServerCpu:0.00} of the CPU, {last.Put.MedianWall / first.Put.MedianWall:0.00} of the time; "
            + $"edit-config {last.Edit.ServerCpu / first.Edit.ServerCpu:0.00} of the CPU, {last.Edit.MedianWall / first.Edit.MedianWall:0.00} of the time");
    }

    // Spread over the whole list, and never the same value twice.
    private static int Key(int i, int size) => (int)((uint)(i * 7919) % (uint)size);

    private static HttpClient Http(ServerProcess server, Version version)
    {
        var client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{server.HttpPort}"),
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromMinutes(5),
        };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"admin:{ServerProcess.Password}")));
        return client;
    }

    private static async Task PatchAsync(HttpClient http, byte[] json)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/yang-data+json");
        using var response = await http.PatchAsync(new Uri("/restconf/data/taiji-bench:x", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task PutAsync(HttpClient http, int key, string value)
    {
        using var content = new StringContent($$"""{"taiji-bench:b":"{{value}}"}""", Encoding.UTF8, "application/yang-data+json");
        using var response = await http.PutAsync(new Uri($"/restconf/data/taiji-bench:x/y={key}/b", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task GetAsync(HttpClient http, int key)
    {
        using var response = await http.GetAsync(new Uri($"/restconf/data/taiji-bench:x/y={key}", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<string> TimeAsync(ServerProcess server, Func<Task> action)
    {
        var (cpu, watch) = (server.CpuTime, Stopwatch.StartNew());
        await action();
        return $"{watch.Elapsed.TotalSeconds:0.00} s ({(server.CpuTime - cpu).TotalSeconds:0.00} s CPU)";
    }

    private static byte[] Json(int size)
    {
        var text = new StringBuilder("{\"taiji-bench:x\":{\"y\":[");
        for (var i = 0; i < size; i++) text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"a\":{i},\"b\":\"value-{i}\"}}");
        return Encoding.ASCII.GetBytes(text.Append("]}}").ToString());
    }

    private static string Xml(int key, string value) => $"<x xmlns=\"urn:taiji:bench\"><y><a>{key}</a><b>{value}</b></y></x>";

    private static string ManyXml(int size)
    {
        var text = new StringBuilder("<x xmlns=\"urn:taiji:bench\">");
        for (var i = 0; i < size; i++) text.Append(CultureInfo.InvariantCulture, $"<y><a>{i}</a><b>loaded-{i}</b></y>");
        return text.Append("</x>").ToString();
    }

    private static double RawFsyncRate(string directory)
    {
        using var file = new FileStream(Path.Combine(directory, "fsync"), FileMode.Create);
        var (count, watch) = (0, Stopwatch.StartNew());
        for (; watch.ElapsedMilliseconds < 1000; count++)
        {
            // Never the same bytes twice: rewriting identical ones may skip the disk.
            file.Write(BitConverter.GetBytes(Stopwatch.GetTimestamp()));
            file.Flush(flushToDisk: true);
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}

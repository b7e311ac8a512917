using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi;

namespace Taiji.Bench.Restconf;

/// <summary>
/// RESTCONF beside its ceiling, Kestrel answering the same bytes from memory: both in this process, asked in turns by h2load. CPU per request and bytes allocated for it are
/// those of this process; h2load's are its own.
/// </summary>
internal static class RestconfFigures
{
    private const int Rounds = 5;
    private const int Requests = 40_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task RunAsync(int count)
    {
        var fixture = new EntryListFixture(count);
        await using var engine = await DatastoreEngine.OpenAsync(
            fixture.Schema, new DatastoreOptions { Startup = fixture.Load() }, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var port = FreePort();
        await using var app = await StartAsync(engine.Operations, count / 3, port);
        Console.WriteLine("                        requests/s   CPU us   B/request");
        foreach (var (version, arguments) in new[] { ("HTTP/1.1", "--h1"), ("h2c", "") })
        {
            var canned = new Measured();
            var entry = new Measured();
            for (var round = 0; round <= Rounds; round++)
            {
                // The first round is the compiler's.
                await LoadAsync($"http://127.0.0.1:{port}/canned", arguments, round == 0 ? new Measured() : canned);
                await LoadAsync($"http://127.0.0.1:{port}/restconf/data/y:x/y={count / 3}", arguments, round == 0 ? new Measured() : entry);
            }

            canned.Print($"{version} canned");
            entry.Print($"{version} GET one of {count:N0}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{version} ratio               {entry.Rate / canned.Rate,10:F2}   {canned.Cpu / entry.Cpu,6:F2} (CPU)"));
        }

        await PrintListAsync(port);
        await app.StopAsync();
    }

    private static async Task<WebApplication> StartAsync(Operations operations, int entry, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddClearTextHttp().AddHttpFront();
        builder.Services.AddSingleton(operations).AddSingleton<IUserAuthenticator>(new Anybody()).AddRestconf();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, port)));
        var app = builder.Build();
        app.UseHttpFront();
        app.UseRouting();
        var body = Encoding.UTF8.GetBytes($$"""{"y:y":[{"a":{{entry}},"b":"value{{entry}}"}]}""");
        app.MapGet("/canned", async (HttpContext context) =>
        {
            context.Response.ContentType = "application/yang-data+json";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        });
        app.MapRestconf();
        await app.StartAsync();
        return app;
    }

    private static async Task LoadAsync(string url, string arguments, Measured measured)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var authorization = Convert.ToBase64String("admin:secret"u8);
        using var process = Process.Start(new ProcessStartInfo("h2load", $"{arguments} -n {Requests} -c 16 -m 1 -t 1 -H \"authorization: Basic {authorization}\" {url}") { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!output.Contains($"{Requests} 2xx", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        var line = output.Split('\n').First(l => l.StartsWith("finished in", StringComparison.Ordinal));
        measured.Rates.Add(double.Parse(line.Split(',')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        measured.Cpus.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / Requests);
        measured.Bytes.Add((GC.GetTotalAllocatedBytes() - allocated) / (double)Requests);
    }

    private static async Task PrintListAsync(int port)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("admin:secret"u8));
        var buffer = new byte[1 << 20];
        var rates = new List<double>();
        var peak = 0L;
        for (var round = 0; round < 8; round++)
        {
            GC.Collect();
            var before = GC.GetTotalMemory(true);
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var bytes = 0L;
            using var stream = await client.GetStreamAsync(new Uri($"http://127.0.0.1:{port}/restconf/data/y:x/y"));
            for (int n; (n = await stream.ReadAsync(buffer)) > 0; bytes += n) peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
            rates.Add(bytes / 1e6 / (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
        }

        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GET of the whole list: {rates[^1]:F0} MB per CPU second, both ends in this process; {peak / 1e6:F1} MB more on the heap at most"));
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
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

    private sealed class Anybody : IUserAuthenticator
    {
        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
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

/// <summary>What pages of a long list cost, client included, wherever they begin.</summary>
internal static class PageFigures
{
    private const int Requests = 500;

    /// <summary>Measures and prints.</summary>
    /// <param name="count">How many entries.</param>
    public static async Task RunAsync(int count)
    {
        var fixture = new EntryListFixture(count);
        await using var engine = await DatastoreEngine.OpenAsync(
            fixture.Schema, new DatastoreOptions { Startup = fixture.Load() }, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        await using var app = await StartAsync(engine.Operations);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("admin:secret"u8));
        Console.WriteLine($"pages of 100 of {count:N0} entries      CPU us     ms");
        var cursor = await CursorAsync(client, count - 500);
        foreach (var (name, query, requests) in new[]
        {
            ("the first", "limit=100", Requests),
            ("by offset, at the end", $"limit=100&offset={count - 500}", Requests),
            ("by cursor, at the end", $"limit=100&cursor={cursor}", Requests),
            ("backwards by offset", $"limit=100&direction=backwards&offset={count / 2}", Requests),
            ("where, the first", "limit=100&where=starts-with(b,'value')", 50),
            ("sort-by", "limit=100&sort-by=b", 3),
        })
        {
            await MeasureAsync(client, name, query, requests);
        }

        await app.StopAsync();
    }

    private static async Task<string> CursorAsync(HttpClient client, int offset)
    {
        using var page = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/restconf/data/y:x/y?limit=1&offset={offset}", UriKind.Relative)));
        return page.RootElement.GetProperty("y:y")[0].GetProperty("@").GetProperty("ietf-list-pagination:next").GetString()!;
    }

    private static async Task MeasureAsync(HttpClient client, string name, string query, int requests)
    {
        // The first ones are the compiler's.
        for (var i = 0; i < Math.Min(requests, 200); i++) await client.GetByteArrayAsync(new Uri("/restconf/data/y:x/y?" + query, UriKind.Relative));
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < requests; i++) await client.GetByteArrayAsync(new Uri("/restconf/data/y:x/y?" + query, UriKind.Relative));
        var spent = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / requests;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{spent,12:F0} {watch.Elapsed.TotalMilliseconds / requests,8:F2}"));
    }

    private static async Task<WebApplication> StartAsync(Operations operations)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddClearTextHttp();
        builder.Services.AddSingleton(operations).AddSingleton<IUserAuthenticator>(new Everybody()).AddRestconf();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, 0)));
        var app = builder.Build();
        app.UseRouting();
        app.MapRestconf();
        await app.StartAsync();
        return app;
    }

    private sealed class Everybody : IUserAuthenticator
    {
        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => new(true);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);
    }
}

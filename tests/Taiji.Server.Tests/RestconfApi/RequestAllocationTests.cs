using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Server.Http;
using Taiji.Testing;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>What is allocated is counted over the whole process: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(RequestAllocationTests), DisableParallelization = true)]
public sealed class RequestAllocationCollection;

/// <summary>What a request allocates from its first byte to its reply's last, Kestrel's part included.</summary>
[Collection(nameof(RequestAllocationTests))]
public sealed class RequestAllocationTests : IDisposable
{
    private const int Requests = 2_000;
    private const int Rounds = 12;

    private const string Module = """
        module stock {
          yang-version 1.1; namespace "urn:test:stock"; prefix s;
          container stock { list item { key n; leaf n { type uint32; } leaf name { type string; } } }
        }
        """;

    private readonly byte[] _buffer = new byte[4_096];
    private readonly string _modules = Directory.CreateTempSubdirectory("taiji-stock-").FullName;

    public void Dispose() => Directory.Delete(_modules, recursive: true);

    [Theory]
    [InlineData(10)]
    [InlineData(20_000)]
    public async Task A_GET_of_one_entry_allocates_no_more_than_a_kilobyte_among_however_many(int entries)
    {
        await File.WriteAllTextAsync(Path.Combine(_modules, "stock.yang"), Module, TestContext.Current.CancellationToken);
        await using var server = await TaijiTestServer.StartAsync(b => b.AddModules(_modules).AddModule("stock"), s => s.AddHttpFront().AddSingleton<IStartupFilter, Front>());
        await FillAsync(server, entries);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // Connected without waiting for it asynchronously: a socket that was once used so allocates with every call.
#pragma warning disable CA1849
        socket.Connect(IPAddress.Loopback, server.Address.Port);
#pragma warning restore CA1849
        var requests = Enumerable.Range(0, 10).Select(i => Request(server, entries / 10 * i)).ToArray();
        // The least of many rounds: in the first ones the compiler is still at work, and any may be disturbed.
        var least = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Requests; i++) Ask(socket, requests[i % requests.Length]);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests);
        }

        least.ShouldBeInRange(100, 1_024);
    }

    private sealed class Front : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(SecurityHeaders.AddAsync);
            app.UseHttpFront();
            next(app);
        };
    }

    // Allocates nothing itself.
    private void Ask(Socket socket, byte[] request)
    {
        socket.Send(request);
        var length = 0;
        while (!_buffer.AsSpan(0, length).EndsWith("0\r\n\r\n"u8)) length += socket.Receive(_buffer.AsSpan(length));
        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, length));
    }

    private static byte[] Request(TaijiTestServer server, int entry) => Encoding.ASCII.GetBytes(
        $"GET /restconf/data/stock:stock/item={entry} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: {server.Http.DefaultRequestHeaders.Authorization}\r\n\r\n");

    private static async Task FillAsync(TaijiTestServer server, int entries)
    {
        var all = string.Join(',', Enumerable.Range(0, entries).Select(i => $$"""{"n":{{i}},"name":"the one with number {{i}}"}"""));
        using var body = new StringContent($$$"""{"stock:stock":{"item":[{{{all}}}]}}""", new MediaTypeHeaderValue("application/yang-data+json"));
        using var put = await server.Http.PutAsync("/restconf/data/stock:stock", body);
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}

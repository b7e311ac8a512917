using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Taiji.Bench.Tree;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Server.NetconfServer;

namespace Taiji.Bench.Netconf;

/// <summary>What one request costs inside the process: the endpoint on pipes, without a kernel in between.</summary>
internal static class RequestCosts
{
    private const int Batches = 1000;

    public static async Task PrintAsync(int size)
    {
        var fixture = new EntryListFixture(size);
        await using var engine = await DatastoreEngine.OpenAsync(
            fixture.Schema, new DatastoreOptions { Startup = fixture.Load() }, new DatastorePlugins(), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var endpoint = new NetconfEndpoint(engine.Operations, Options.Create(new NetconfServerOptions()), NullLoggerFactory.Instance);
        foreach (var (name, filter) in NetconfFigures.Filters)
        {
            foreach (var isRecovery in new[] { true, false })
            {
                var (up, down) = (new Pipe(), new Pipe());
                using var stop = new CancellationTokenSource();
                var serving = endpoint.ServeAsync(new End(up.Reader, down.Writer), new SessionIdentity("bench", "test") { IsRecovery = isRecovery }, stop.Token);
                using var session = await LoadSession.OpenAsync(down.Reader.AsStream(), up.Writer.AsStream(), null);
                var requests = NetconfFigures.Requests(filter.Replace("urn:taiji:bench", fixture.Schema.FindModule("y")!.Namespace, StringComparison.Ordinal), size, Batches, 1);
                for (var i = 0; i < 3; i++) await session.RunAsync(requests, NetconfFigures.BatchSize);
                var (allocated, cpu) = (GC.GetTotalAllocatedBytes(true), Process.GetCurrentProcess().TotalProcessorTime);
                await session.RunAsync(requests, NetconfFigures.BatchSize);
                var count = (double)Batches * NetconfFigures.BatchSize;
                var (bytes, time) = ((GC.GetTotalAllocatedBytes(true) - allocated) / count, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / count);
                NetconfFigures.Print($"inside the process, one of {size:N0} entries by {name}, {(isRecovery ? "recovery session" : "under access control")}: {time:0.0} µs CPU, {bytes:N0} bytes allocated for a request");
                await stop.CancelAsync();
                await serving;
            }
        }
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.Events;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Restconf;

/// <summary>Many subscribers of one stream (RFC 8040 §6), one event a second: what each takes of memory, and what an event costs. Needs a file descriptor for each.</summary>
internal static class SubscriberFigures
{
    private const int Events = 10;

    /// <summary>Measures and prints.</summary>
    /// <param name="subscribers">How many.</param>
    public static async Task RunAsync(int subscribers)
    {
        await using var host = await RestconfHost.StartAsync(1_000);
        // A few first, so that code and tables don't count.
        await SubscribeAsync(host, 100, print: false);
        await SubscribeAsync(host, subscribers, print: true);
    }

    private static async Task SubscribeAsync(RestconfHost host, int subscribers, bool print)
    {
        var (heapBefore, residentBefore) = Memory();
        using var process = LoadProcess.Start("restconf-subscribers", $"{host.Port} {subscribers}");
        var ready = await process.StandardOutput.ReadLineAsync();
        if (ready != "ready") throw new InvalidOperationException(ready + await process.StandardOutput.ReadToEndAsync());
        var idle = Memory();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Events; i++)
        {
            Publish(host, i);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        cpu = Environment.CpuUsage.TotalTime - cpu;
        var (heap, resident) = Memory();
        process.StandardInput.Close();
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!print) return;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{subscribers:N0} subscribers, one event a second: {(heap - heapBefore) / 1024.0 / subscribers:F1} KiB of heap each ({(idle.Heap - heapBefore) / 1024.0 / subscribers:F1} before the first event), "
            + $"{(resident - residentBefore) / 1024.0 / subscribers:F1} KiB resident; an event costs {cpu.TotalMicroseconds / Events / subscribers:F1} us CPU for each; {told.Trim()}"));
    }

    private static (long Heap, long Resident) Memory()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return (heap, self.WorkingSet64);
    }

    private static void Publish(RestconfHost host, int count)
    {
        var schema = host.Operations.Schema;
        var beat = (NotificationNode)schema.Root.FindChild(schema.FindModule("taiji-bench")!, "beat")!;
        var content = DataTree.Empty(schema, beat).Edit();
        content.SetText(new DataPath(schema, beat).Append(beat.DataChildren[0]), count.ToString(CultureInfo.InvariantCulture));
        host.Services.GetRequiredService<INotificationPublisher>().Publish(new NotificationRecord(DateTimeOffset.UtcNow, content.Seal()));
    }
}

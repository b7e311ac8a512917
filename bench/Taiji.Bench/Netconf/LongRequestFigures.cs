using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Bench.WholeProcess;

namespace Taiji.Bench.Netconf;

/// <summary>An edit-config of 1 GB: refused by the limit that a server has unless told otherwise, and taken by one that allows it.</summary>
internal static class LongRequestFigures
{
    private const long Size = 1_000_000_000;
    private const int EntriesPerPiece = 25_000;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-bench-").FullName;
        try
        {
            await MeasureAsync(Path.Combine(directory, "refused"), "the limit is 64 MiB", "67108864");
            await MeasureAsync(Path.Combine(directory, "taken"), "the limit is 2 GB, and it is only tested (test-only)", "2000000000");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(string directory, string name, string limit)
    {
        await using var server = await ServerProcess.StartAsync(directory, "--max-message-size", limit);
        using var session = await LoadSession.OpenAsync(server.SocketPath);
        var before = server.PeakMemory(reset: true);
        var (cpu, watch) = (server.CpuTime, Stopwatch.StartNew());
        var reply = session.ReadReplyAsync();
        TimeSpan? answered = null;
        var sent = 0L;
        await SendAsync("<rpc message-id=\"1\" xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><edit-config><target><running/></target><test-option>test-only</test-option><config><x xmlns=\"urn:taiji:bench\">");
        for (var first = 0; sent < Size; first += EntriesPerPiece)
        {
            await SendAsync(string.Concat(Enumerable.Range(first, EntriesPerPiece).Select(i => string.Create(CultureInfo.InvariantCulture, $"<y><a>{i}</a><b>value-{i}</b></y>"))));
            if (reply.IsCompleted) answered ??= watch.Elapsed;
        }

        await SendAsync("</x></config></edit-config></rpc>");
        await session.SendAsync("\n##\n"u8.ToArray());
        var text = await reply;
        var answer = text.Contains("<ok/>", StringComparison.Ordinal) ? "ok" : text.Contains("too-big", StringComparison.Ordinal) ? "too-big" : text;
        NetconfFigures.Print($"edit-config of {sent / 1e9:0.00} GB, {name}: {answer} after {(answered ?? watch.Elapsed).TotalSeconds:0.0} of {watch.Elapsed.TotalSeconds:0.0} s, {(server.CpuTime - cpu).TotalSeconds:0.0} s CPU, {(server.PeakMemory(reset: false) - before) / 1e6:0} MB more memory at its highest");

        async Task SendAsync(string content)
        {
            var bytes = Encoding.ASCII.GetBytes(content);
            await session.SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n#{bytes.Length}\n")));
            await session.SendAsync(bytes);
            sent += bytes.Length;
        }
    }
}

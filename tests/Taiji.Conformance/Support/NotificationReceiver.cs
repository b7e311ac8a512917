using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.Support;

/// <summary>Python's HTTP server as the receiver of configured subscriptions; see <c>notification_receiver.py</c>.</summary>
public sealed class NotificationReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);
    private readonly Process _process;

    private NotificationReceiver(Process process) => _process = process;

    /// <summary>Where it is.</summary>
    public string Url { get; private set; } = "";

    public static async Task<NotificationReceiver> StartAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-u", Path.Combine(AppContext.BaseDirectory, "Support/notification_receiver.py") }) start.ArgumentList.Add(argument);
        var receiver = new NotificationReceiver(Process.Start(start)!);
        receiver.Url = $"http://127.0.0.1:{await receiver.LineAsync()}/in";
        return receiver;
    }

    /// <summary>The next notification, which is to have a name.</summary>
    /// <param name="name">The name, its module's before it.</param>
    public async Task<JsonNode> NextAsync(string name)
    {
        var (found, content) = JsonNode.Parse(await LineAsync())!["ietf-restconf:notification"]!.AsObject().Last();
        found.ShouldBe(name);
        return content!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Timeout) ?? throw new InvalidOperationException("python3 has ended.");
}

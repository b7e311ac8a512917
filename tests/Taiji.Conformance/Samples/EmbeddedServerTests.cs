using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Samples;

/// <summary><c>samples/EmbeddedServer</c> does what its first lines say.</summary>
public sealed class EmbeddedServerTests : IAsyncLifetime
{
    private const string Fans = "/restconf/data/acme-fan:fans";

    private readonly int _port = FreePort();
    private Process _process = null!;

    public async ValueTask InitializeAsync()
    {
        var assembly = Path.Combine(Client.RepositoryRoot, "samples/EmbeddedServer/bin/Release/net10.0/EmbeddedServer.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", assembly, "--Port", $"{_port}" }) start.ArgumentList.Add(argument);
        var listening = new TaskCompletionSource();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.Contains("Application started", StringComparison.Ordinal) == true) listening.TrySetResult();
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Task.WhenAny(listening.Task, _process.WaitForExitAsync()).WaitAsync(TimeSpan.FromSeconds(90));
        _process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task The_commands_in_its_comments_work()
    {
        (await CurlAsync("-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "-d", """{"acme-fan:fans":{"fan":[{"slot":1,"duty":80}]}}""", Fans)).ShouldEndWith("204");
        var fans = await CurlAsync(Fans);
        fans.ShouldContain("\"duty\":80");
        fans.ShouldContain("\"speed\":3200");
        (await CurlAsync("-X", "POST", "/restconf/operations/acme-fan:stop-all")).ShouldEndWith("204");
        (await CurlAsync(Fans)).ShouldContain("\"speed\":0");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Client.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> CurlAsync(params string[] arguments) =>
        (await Client.RunAsync("curl", ["-sS", "-u", "admin:admin", "-w", "%{http_code}", .. arguments[..^1], $"http://127.0.0.1:{_port}{arguments[^1]}"])).Succeeded;
}

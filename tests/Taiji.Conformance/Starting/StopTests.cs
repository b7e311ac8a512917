using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Conformance.Starting;

/// <summary>SIGTERM and SIGINT end a server in order, whenever they come.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-stop-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task A_signal_while_it_starts_ends_it_in_order(string signal)
    {
        // Whoever runs the tests in the background may have SIGINT ignored, and what they start with them.
        using var starting = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,TERM", Client.Taiji, "serve", "--data", _directory, "--http", "127.0.0.1:0", "--netconf-ssh", "off", "--anonymous", "guest"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _directory,
        })!;
        try
        {
            // Said as the host is put together, before the modules are compiled and any data is opened.
            (await starting.StandardError.ReadLineAsync().WaitAsync(Limit)).ShouldNotBeNull().ShouldContain("--anonymous");
            await Client.RunAsync("kill", [signal, $"{starting.Id}"]);
            await starting.WaitForExitAsync().WaitAsync(Limit);
        }
        finally
        {
            if (!starting.HasExited) starting.Kill();
        }

        starting.ExitCode.ShouldBe(0, await starting.StandardError.ReadToEndAsync());

        // What it had made by then can be started with.
        await using var again = await TaijiProcess.StartAsync(_directory);
        (await again.StopAsync()).ShouldBe(0, again.Errors);
    }

    [Fact]
    public async Task A_request_under_way_is_answered_before_it_ends_however_long_that_takes()
    {
        await using var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        using var client = new TcpClient("127.0.0.1", taiji.HttpPort);
        await using var stream = client.GetStream();
        const string body = """{"ietf-interfaces:interfaces":{"interface":[{"name":"late","type":"iana-if-type:ethernetCsmacd"}]}}""";
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}"));
        var head = $"PATCH /restconf/data/ietf-interfaces:interfaces HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {credentials}\r\n"
            + $"Content-Type: application/yang-data+json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(stream);
        // It reads the body now: the request is under way.
        (await reader.ReadLineAsync().WaitAsync(Limit)).ShouldBe("HTTP/1.1 100 Continue");
        (await reader.ReadLineAsync().WaitAsync(Limit)).ShouldBe("");
        var stopped = taiji.StopAsync();
        using var limit = new CancellationTokenSource(Limit);
        while (await AcceptsAsync(taiji.HttpPort)) await Task.Delay(20, limit.Token);
        // Longer than command-line parsers and shells give a program by themselves.
        await Task.Delay(TimeSpan.FromSeconds(3));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body));
        (await reader.ReadLineAsync().WaitAsync(Limit)).ShouldBe("HTTP/1.1 204 No Content");
        (await stopped).ShouldBe(0, taiji.Errors);
        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        (await new Curl(again).ReadAsync("/ietf-interfaces:interfaces/interface=late/name"))["ietf-interfaces:name"]!.GetValue<string>().ShouldBe("late");
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

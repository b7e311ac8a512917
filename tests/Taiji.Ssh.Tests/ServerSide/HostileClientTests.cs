using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

[SupportedOSPlatform("linux")]
public sealed class HostileClientTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("SSH-1.5-antique\r\n")]
    [InlineData("SSH-2.0-x\r\n\0\0\0\u0001garbage that is no packet at all, and long enough to be read as one....")]
    public async Task Garbage_ends_only_its_own_connection(string garbage)
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Socket socket = await server.ConnectRawAsync();

        await socket.SendAsync(Encoding.Latin1.GetBytes(garbage));

        await ReadToEndAsync(socket).Limited();
        (int status, _, string errors) = await ssh.RunSubsystemAsync("hello\n");
        status.ShouldBe(0, errors);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_cut_off_after_the_grace_time()
    {
        await using TestServer server = await TestServer.StartAsync(
            configure: o => TestServer.With(o, loginGraceTime: TimeSpan.FromMilliseconds(300)));
        using Socket socket = await server.ConnectRawAsync();

        string received = await ReadToEndAsync(socket).Limited();

        received.ShouldStartWith("SSH-2.0-Taiji");
        await server.LoggedAsync("Not authenticated within 0.3 s");
    }

    [Fact]
    public async Task The_grace_time_ends_with_authentication()
    {
        TaskCompletionSource release = new();
        await using TestServer server = await TestServer.StartAsync(
            async (channel, ct) =>
            {
                await channel.Transport.Output.WriteAsync("in\n"u8.ToArray(), ct);
                await release.Task.WaitAsync(ct);
            },
            o => TestServer.With(o, loginGraceTime: TimeSpan.FromSeconds(4)));
        using Socket idle = await server.ConnectRawAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");
        (await process.StandardOutput.ReadLineAsync().Limited()).ShouldBe("in");

        // Both began together, so that the idle one's end says that the time is over for the other one as well.
        await ReadToEndAsync(idle).Limited();
        await server.LoggedAsync("Not authenticated within");
        release.SetResult();

        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task More_connections_than_may_start_are_closed_at_once_and_the_place_comes_back()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, maxStartups: 2));
        Socket first = await server.ConnectRawAsync();
        using Socket second = await server.ConnectRawAsync();
        await ReadLineAsync(first).Limited();
        await ReadLineAsync(second).Limited();

        using Socket third = await server.ConnectRawAsync();
        (await ReadToEndAsync(third).Limited()).ShouldBeEmpty();
        await server.LoggedAsync("2 connections already wait");

        first.Dispose();
        await server.LoggedAsync("The connection ended");
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        (int status, _, string errors) = await ssh.RunSubsystemAsync("");
        status.ShouldBe(0, errors);
    }

    [Fact]
    public async Task More_sessions_than_allowed_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, maxSessions: 1));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process first = ssh.Start("-s", "netconf");
        await first.StandardInput.WriteLineAsync("x");
        (await first.StandardOutput.ReadLineAsync().Limited()).ShouldBe("x");

        (int status, _, string errors) = await ssh.RunSubsystemAsync("");
        status.ShouldBe(255);
        errors.ShouldContain("subsystem request failed");

        first.StandardInput.Close();
        await first.WaitForExitAsync().Limited();
        (status, _, errors) = await ssh.RunSubsystemAsync("");
        status.ShouldBe(0, errors);
    }

    [Fact]
    public async Task A_client_killed_in_the_middle_of_a_transfer_ends_its_handler_and_nothing_else()
    {
        TaskCompletionSource<bool> outputEnded = new();
        TaskCompletionSource<Exception?> inputEnded = new();
        await using TestServer server = await TestServer.StartAsync(async (channel, _) =>
        {
            byte[] block = new byte[64 * 1024];
            FlushResult flushed;
            do
            {
                flushed = await channel.Transport.Output.WriteAsync(block, CancellationToken.None);
            }
            while (!flushed.IsCompleted);
            outputEnded.SetResult(true);
            try
            {
                await channel.Transport.Input.ReadAsync(CancellationToken.None);
                inputEnded.SetResult(null);
            }
            catch (SshException e)
            {
                inputEnded.SetResult(e);
            }
        });
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");
        byte[] some = new byte[1024 * 1024];
        await process.StandardOutput.BaseStream.ReadExactlyAsync(some).AsTask().Limited();

        process.Kill();

        (await outputEnded.Task.Limited()).ShouldBeTrue();
        (await inputEnded.Task.Limited()).ShouldBeOfType<SshConnectException>();
        await server.LoggedAsync("The connection was lost");
    }

    [Fact]
    public async Task A_client_that_stops_reading_stops_the_handler_and_memory_stays_bounded()
    {
        const int Offered = 64 * 1024 * 1024;
        int written = 0;
        TaskCompletionSource blocked = new();
        TaskCompletionSource finished = new();
        await using TestServer server = await TestServer.StartAsync(async (channel, ct) =>
        {
            byte[] block = new byte[64 * 1024];
            for (; written < Offered; Interlocked.Add(ref written, block.Length))
            {
                ValueTask<FlushResult> flush = channel.Transport.Output.WriteAsync(block, ct);
                if (!flush.IsCompleted && written > 1024 * 1024)
                {
                    blocked.TrySetResult();
                }
                await flush;
            }
            finished.SetResult();
        });
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");

        await blocked.Task.Limited();
        await LogInTwiceAsync(server);
        finished.Task.IsCompleted.ShouldBeFalse();
        // Client window (2 MB), the client's pipe, both sockets' buffers and the pipe: not what was offered.
        Volatile.Read(ref written).ShouldBeLessThan(Offered / 2);

        byte[] buffer = new byte[256 * 1024];
        long total = 0;
        int count;
        while ((count = await process.StandardOutput.BaseStream.ReadAsync(buffer).AsTask().Limited()) > 0)
        {
            total += count;
        }
        total.ShouldBe(Offered);
        await finished.Task.Limited();
        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_handler_that_does_not_read_stops_the_client()
    {
        const int Offered = 32 * 1024 * 1024;
        TaskCompletionSource release = new();
        TaskCompletionSource<long> received = new();
        await using TestServer server = await TestServer.StartAsync(async (channel, ct) =>
        {
            await release.Task.WaitAsync(ct);
            long total = 0;
            while (true)
            {
                ReadResult result = await channel.Transport.Input.ReadAsync(ct);
                total += result.Buffer.Length;
                channel.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    received.SetResult(total);
                    return;
                }
            }
        });
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");
        byte[] block = new byte[64 * 1024];
        long sent = 0;
        Task send = Task.Run(async () =>
        {
            for (; sent < Offered; Interlocked.Add(ref sent, block.Length))
            {
                await process.StandardInput.BaseStream.WriteAsync(block);
            }
            process.StandardInput.Close();
        });

        await LogInTwiceAsync(server);
        send.IsCompleted.ShouldBeFalse();
        Interlocked.Read(ref sent).ShouldBeLessThan(Offered / 2);

        release.SetResult();
        (await received.Task.Limited()).ShouldBe(Offered);
        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(0);
    }

    // Time for a sender that nobody stops to be done.
    private static async Task LogInTwiceAsync(TestServer server)
    {
        using OpenSsh other = new OpenSsh(server.Port).WithPassword("wrong");
        await other.RunSubsystemAsync("");
        await other.RunSubsystemAsync("");
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        int count;
        try
        {
            while ((count = await socket.ReceiveAsync(buffer)) > 0)
            {
                all.Write(buffer, 0, count);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // A server that closes while our bytes are unread ends so.
        }
        return Encoding.Latin1.GetString(all.ToArray());
    }

    private static async Task ReadLineAsync(Socket socket)
    {
        byte[] one = new byte[1];
        do
        {
            (await socket.ReceiveAsync(one)).ShouldBe(1);
        }
        while (one[0] != '\n');
    }
}

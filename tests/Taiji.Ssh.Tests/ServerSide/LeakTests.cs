using System.Net.Sockets;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Pumping;
using Taiji.Ssh.Tests.ClientSide;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

/// <summary>These count the process's descriptors, so nothing else may run beside them.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTestsCollection;

[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    [Fact]
    public async Task Sessions_that_open_and_close_leave_no_descriptor()
    {
        await using TestServer server = await TestServer.StartAsync();
        using SshEventLoop loop = new();

        await StaysFlatAsync(server, rounds: 200, async () =>
        {
            await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions(loop: loop)).Limited();
            await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
            (await SshClientConnectionTests.EchoAsync(channel, "hello")).ShouldBe("hello");
        });
    }

    [Fact]
    public async Task A_connection_with_its_own_loop_leaves_no_descriptor()
    {
        await using TestServer server = await TestServer.StartAsync();

        await StaysFlatAsync(server, rounds: 20, async () =>
        {
            await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();
        });
    }

    [Fact]
    public async Task Logins_that_fail_leave_no_descriptor()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, maxAuthTries: 2));
        using SshEventLoop loop = new();
        SshPrivateKey[] keys = [SshPrivateKey.Generate(SshKeyKind.Ed25519), SshPrivateKey.Generate(SshKeyKind.Ed25519)];

        await StaysFlatAsync(server, rounds: 20, async () =>
        {
            await Should.ThrowAsync<SshAuthenticationException>(
                () => SshClientConnection.ConnectAsync(server.ClientOptions(password: "wrong", loop: loop)).Limited());
            await Should.ThrowAsync<SshAuthenticationException>(
                () => SshClientConnection.ConnectAsync(server.ClientOptions(password: "wrong", keys: keys, loop: loop)).Limited());
        });
    }

    [Fact]
    public async Task Clients_that_vanish_at_any_point_leave_no_descriptor()
    {
        await using TestServer server = await TestServer.StartAsync();
        using SshEventLoop loop = new();

        await StaysFlatAsync(server, rounds: 20, async () =>
        {
            (await server.ConnectRawAsync()).Dispose();
            using (Socket talker = await server.ConnectRawAsync())
            {
                await talker.SendAsync("SSH-2.0-half\r\n"u8.ToArray());
                talker.LingerState = new LingerOption(true, 0);
            }
            Socket socket = await server.ConnectRawAsync();
            SshClientConnection connection = await SshClientConnection.ConnectAsync(new SshClientOptions
            {
                Socket = socket,
                User = TestServer.User,
                Password = TestServer.Password,
                HostKeyVerification = SshHostKeyVerification.None,
                EventLoop = loop,
            }).Limited();
            SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
            (await SshClientConnectionTests.EchoAsync(channel, "hello")).ShouldBe("hello");
            // Both ends see the connection break beneath them.
            socket.Shutdown(SocketShutdown.Both);
            await connection.Completion.Limited();
            await Should.ThrowAsync<SshConnectException>(() => channel.Input.ReadAsync().AsTask().Limited());
            await connection.DisposeAsync();
        });
    }

    private static async Task StaysFlatAsync(TestServer server, int rounds, Func<Task> round)
    {
        for (int i = 0; i < 5; i++)
        {
            await round();
        }
        await server.IdleAsync();
        int before = Descriptors();
        for (int i = 0; i < rounds; i++)
        {
            await round();
        }
        await server.IdleAsync();
        // A few may come and go with the runtime itself (pool threads, timers); a leak is one a round or more.
        Descriptors().ShouldBeLessThan(before + Math.Min(10, rounds));
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}

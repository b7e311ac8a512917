using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Pumping;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ClientSide;

public sealed class SshClientConnectionTests
{
    [Fact]
    public async Task A_subsystem_echoes_with_a_password()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();
        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();

        (await EchoAsync(channel, "hello")).ShouldBe("hello");

        connection.HostKey.ShouldBe(server.HostPublicKey);
        connection.ServerVersion.ShouldBe("SSH-2.0-Taiji");
        server.Events.ShouldContain(e => e.Message == "Authenticated by password.");
    }

    [Theory]
    [InlineData(SshKeyKind.Ed25519)]
    [InlineData(SshKeyKind.EcdsaP256)]
    [InlineData(SshKeyKind.Rsa3072)]
    public async Task The_first_authorized_key_of_several_logs_in(SshKeyKind kind)
    {
        await using TestServer server = await TestServer.StartAsync();
        SshPrivateKey right = SshPrivateKey.Generate(kind);
        server.AuthorizedKeys.Add(right.PublicKey);

        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(
            server.ClientOptions(password: null, keys: [SshPrivateKey.Generate(SshKeyKind.Ed25519), right])).Limited();
        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();

        (await EchoAsync(channel, "hello")).ShouldBe("hello");
    }

    [Fact]
    public async Task Keyboard_interactive_questions_are_answered_by_the_caller()
    {
        await using TestServer server = await TestServer.StartAsync();
        List<string> asked = [];

        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions(
            password: null,
            answer: (prompts, _) =>
            {
                asked.AddRange(prompts.Select(p => $"{p.Text}{p.Echo}"));
                return ValueTask.FromResult<IReadOnlyList<string>>([TestServer.Password]);
            })).Limited();

        asked.ShouldBe(["Password: False"]);
        await server.LoggedAsync("Authenticated by keyboard-interactive.");
    }

    [Fact]
    public async Task A_refusal_says_what_was_tried_and_what_is_offered()
    {
        await using TestServer server = await TestServer.StartAsync();
        SshPrivateKey key = SshPrivateKey.Generate(SshKeyKind.Ed25519);

        SshAuthenticationException e = await Should.ThrowAsync<SshAuthenticationException>(
            () => SshClientConnection.ConnectAsync(server.ClientOptions(password: "wrong", keys: [key])).Limited());

        e.Message.ShouldContain("alice");
        e.Message.ShouldContain($"publickey {key.PublicKey.Fingerprint}, password");
        e.Message.ShouldContain("it offers publickey, password, keyboard-interactive");
    }

    [Fact]
    public async Task Too_many_tries_are_an_authentication_error_that_says_so()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, maxAuthTries: 1));

        SshException e = await Should.ThrowAsync<SshException>(
            () => SshClientConnection.ConnectAsync(server.ClientOptions(password: "wrong")).Limited());

        e.ShouldBeOfType<SshAuthenticationException>().Message.ShouldContain("Too many authentication failures");
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_not_ssh_is_a_connect_error()
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        SshClientOptions options = new() { Host = "127.0.0.1", Port = port, User = "x", HostKeyVerification = SshHostKeyVerification.None };

        (await Should.ThrowAsync<SshConnectException>(() => SshClientConnection.ConnectAsync(options).Limited()))
            .Message.ShouldContain("can't be reached");

        listener.Listen();
        Task<SshClientConnection> connecting = SshClientConnection.ConnectAsync(options);
        using (Socket accepted = await listener.AcceptAsync())
        {
            await accepted.SendAsync("220 mail.example.com ESMTP\r\nno ssh here\r\n"u8.ToArray());
            accepted.Shutdown(SocketShutdown.Both);
        }
        (await Should.ThrowAsync<SshConnectException>(() => connecting.Limited())).Message.ShouldContain("handshake failed");
    }

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_timeout_and_a_cancelled_caller_at_once()
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        SshClientOptions Options(TimeSpan timeout) => new()
        {
            Host = "127.0.0.1",
            Port = port,
            User = "x",
            HostKeyVerification = SshHostKeyVerification.None,
            ConnectTimeout = timeout,
        };

        (await Should.ThrowAsync<SshConnectException>(() => SshClientConnection.ConnectAsync(Options(TimeSpan.FromMilliseconds(200))).Limited()))
            .Message.ShouldContain("within 0.2 s");

        using CancellationTokenSource cancel = new();
        Task<SshClientConnection> connecting = SshClientConnection.ConnectAsync(Options(TimeSpan.FromMinutes(5)), cancel.Token);
        using Socket first = await listener.AcceptAsync();
        using Socket second = await listener.AcceptAsync();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => connecting.Limited());
    }

    [Fact]
    public async Task A_refused_subsystem_is_an_error_and_the_connection_goes_on()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();

        (await Should.ThrowAsync<SshException>(() => connection.OpenSubsystemAsync("sftp").Limited())).Message.ShouldContain("sftp");

        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
        (await EchoAsync(channel, "still here")).ShouldBe("still here");
    }

    [Fact]
    public async Task A_connected_socket_is_used_as_in_call_home()
    {
        await using TestServer server = await TestServer.StartAsync();
        Socket socket = await server.ConnectRawAsync();

        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Socket = socket,
            User = TestServer.User,
            Password = TestServer.Password,
            HostKeyVerification = SshHostKeyVerification.Pinned,
            PinnedHostKeys = [server.HostPublicKey],
        }).Limited();
        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();

        (await EchoAsync(channel, "called home")).ShouldBe("called home");
    }

    [Fact]
    public async Task A_server_that_calls_home_serves_the_socket_that_it_made()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket called = new(SocketType.Stream, ProtocolType.Tcp);
        await called.ConnectAsync(listener.LocalEndPoint!);
        Task served = server.Server.ServeAsync(called);

        SshClientConnection connection = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Socket = await listener.AcceptAsync(),
            User = TestServer.User,
            Password = TestServer.Password,
            HostKeyVerification = SshHostKeyVerification.Pinned,
            PinnedHostKeys = [server.HostPublicKey],
        }).Limited();
        await using (SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited())
        {
            (await EchoAsync(channel, "home")).ShouldBe("home");
        }
        served.IsCompleted.ShouldBeFalse();
        await connection.DisposeAsync();

        await served.Limited();
    }

    [Fact]
    public async Task Ten_megabytes_go_both_ways_on_each_of_four_channels_at_once()
    {
        const int Size = 10 * 1024 * 1024;
        await using TestServer server = await TestServer.StartAsync();
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async seed =>
        {
            byte[] sent = new byte[Size];
            new Random(seed).NextBytes(sent);
            await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf");
            Task send = Task.Run(async () =>
            {
                await channel.Output.WriteAsync(sent);
                await channel.Output.CompleteAsync();
            });
            using MemoryStream received = new(Size);
            await channel.Input.CopyToAsync(received);
            await send;
            received.ToArray().AsSpan().SequenceEqual(sent).ShouldBeTrue($"{received.Length} bytes came back");
        })).Limited();

        server.Server.ConnectionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_that_takes_little_at_a_time_gets_little_more_sent()
    {
        const int Offered = 64 * 1024 * 1024;
        const int Taken = 2 * 1024 * 1024;
        long sent = 0;
        TaskCompletionSource release = new();
        TaskCompletionSource tookSome = new();
        TaskCompletionSource<long> tookAll = new();
        await using TestServer server = await TestServer.StartAsync(async (channel, ct) =>
        {
            long total = 0;
            while (true)
            {
                ReadResult result = await channel.Transport.Input.ReadAsync(ct);
                ReadOnlySequence<byte> some = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, 4096));
                total += some.Length;
                channel.Transport.Input.AdvanceTo(some.End);
                if (result.IsCompleted && result.Buffer.Length == some.Length)
                {
                    tookAll.SetResult(total);
                    return;
                }
                if (total >= Taken && tookSome.TrySetResult())
                {
                    await release.Task;
                }
            }
        });
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();
        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
        Task send = Task.Run(async () =>
        {
            byte[] block = new byte[64 * 1024];
            for (; sent < Offered; Interlocked.Add(ref sent, block.Length))
            {
                await channel.Output.WriteAsync(block);
            }
            await channel.Output.CompleteAsync();
        });

        await tookSome.Task.Limited();
        // Meanwhile a sender that isn't stopped would get far.
        await using SshClientChannel other = await connection.OpenSubsystemAsync("netconf").Limited();
        await using SshClientConnection another = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();

        send.IsCompleted.ShouldBeFalse();
        // Two pipes, one window of 1.25 MB that may have opened twice, the sockets' buffers.
        Interlocked.Read(ref sent).ShouldBeLessThan(Taken + (12 * 1024 * 1024));
        release.SetResult();
        (await tookAll.Task.Limited()).ShouldBe(Offered);
        await send.Limited();
    }

    [Fact]
    public async Task Channels_that_open_and_close_on_one_connection_make_room_for_others()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();

        for (int i = 0; i < 100; i++)
        {
            await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
            (await EchoAsync(channel, "hello")).ShouldBe("hello");
        }

        List<SshClientChannel> open = [];
        for (int i = 0; i < 10; i++)
        {
            open.Add(await connection.OpenSubsystemAsync("netconf").Limited());
        }
        await Should.ThrowAsync<SshException>(() => connection.OpenSubsystemAsync("netconf").Limited());
        foreach (SshClientChannel channel in open)
        {
            (await EchoAsync(channel, "hello")).ShouldBe("hello");
        }
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_channels_and_the_connection()
    {
        TestServer server = await TestServer.StartAsync();
        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(server.ClientOptions()).Limited();
        await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
        (await EchoAsync(channel, "hello")).ShouldBe("hello");

        await server.DisposeAsync().AsTask().Limited();

        (await channel.Input.ReadAsync().AsTask().Limited()).IsCompleted.ShouldBeTrue();
        await connection.Completion.Limited();
        await Should.ThrowAsync<SshConnectException>(() => connection.OpenSubsystemAsync("netconf").Limited());
    }

    [Fact]
    public async Task Connections_that_share_a_loop_start_no_thread_each()
    {
        await using TestServer server = await TestServer.StartAsync();
        using SshEventLoop loop = new();
        List<SshClientConnection> connections = [];
        for (int i = 0; i < 10; i++)
        {
            connections.Add(await SshClientConnection.ConnectAsync(server.ClientOptions(loop: loop)).Limited());
        }
        server.Server.ConnectionCount.ShouldBe(10);

        foreach (SshClientConnection connection in connections)
        {
            await using SshClientChannel channel = await connection.OpenSubsystemAsync("netconf").Limited();
            (await EchoAsync(channel, "hello")).ShouldBe("hello");
        }
        await Task.WhenAll(connections.Select(c => c.DisposeAsync().AsTask())).Limited();
    }

    internal static async Task<string> EchoAsync(SshClientChannel channel, string text)
    {
        await channel.Output.WriteAsync(Encoding.UTF8.GetBytes(text));
        ReadResult result = await channel.Input.ReadAtLeastAsync(Encoding.UTF8.GetByteCount(text)).AsTask().Limited();
        string received = Encoding.UTF8.GetString(result.Buffer);
        channel.Input.AdvanceTo(result.Buffer.End);
        return received;
    }
}

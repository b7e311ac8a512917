using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

[SupportedOSPlatform("linux")]
public sealed class ServerLifeTests
{
    [Fact]
    public async Task Stopping_tells_the_handlers_delivers_what_they_wrote_and_closes_the_connections()
    {
        await using TestServer server = await TestServer.StartAsync(async (channel, ct) =>
        {
            await channel.Transport.Output.WriteAsync("ready\n"u8.ToArray(), ct);
            TaskCompletionSource stop = new();
            await using CancellationTokenRegistration registration = ct.Register(stop.SetResult);
            await stop.Task;
            await channel.Transport.Output.WriteAsync("bye\n"u8.ToArray(), CancellationToken.None);
        });
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");
        (await process.StandardOutput.ReadLineAsync().Limited()).ShouldBe("ready");
        using Socket half = await server.ConnectRawAsync();

        await server.Server.StopAsync().Limited();

        server.Server.ConnectionCount.ShouldBe(0);
        (await process.StandardOutput.ReadLineAsync().Limited()).ShouldBe("bye");
        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_handler_that_ignores_the_stop_is_cut_off_after_the_timeout()
    {
        TaskCompletionSource never = new();
        await using TestServer server = await TestServer.StartAsync(
            async (channel, ct) =>
            {
                await channel.Transport.Output.WriteAsync("ready\n"u8.ToArray(), ct);
                await never.Task;
            },
            o => TestServer.With(o, stopTimeout: TimeSpan.FromMilliseconds(200)));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        using Process process = ssh.Start("-s", "netconf");
        (await process.StandardOutput.ReadLineAsync().Limited()).ShouldBe("ready");

        await server.Server.StopAsync().Limited();

        server.Server.ConnectionCount.ShouldBe(0);
        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(255);
        never.SetResult();
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_at_start_and_leaks_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        SshServerOptions options = new()
        {
            EndPoints = [new IPEndPoint(IPAddress.Loopback, 0), server.Server.LocalEndPoint],
            HostKeys = [SshPrivateKey.Generate(SshKeyKind.Ed25519)],
        };
        await using SshServer second = new(options, server, TestServer.EchoAsync);

        SocketException e = await Should.ThrowAsync<SocketException>(() => second.StartAsync());

        e.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
    }

    [Fact]
    public void Options_that_can_not_work_are_refused_with_a_reason()
    {
        static SshServer Make(SshServerOptions options) => new(options, null!, TestServer.EchoAsync);
        SshPrivateKey key = SshPrivateKey.Generate(SshKeyKind.Ed25519);
        using TemporaryDirectory unused = new();
        TestAuthenticator authenticator = new();

        Should.Throw<ArgumentException>(() => new SshServer(new SshServerOptions(), authenticator, TestServer.EchoAsync))
            .Message.ShouldContain("host key");
        Should.Throw<ArgumentException>(() => new SshServer(
                new SshServerOptions { HostKeys = [key], Identification = "two words" }, authenticator, TestServer.EchoAsync))
            .Message.ShouldContain("RFC 4253 §4.2");
        Should.Throw<ArgumentNullException>(() => Make(new SshServerOptions { HostKeys = [key] }));
    }

    private sealed class TestAuthenticator : ISshAuthenticator
    {
        public ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) =>
            new(false);

        public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) =>
            new(false);
    }
}

using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji.Server.Tests.NetconfServer;

public sealed class UnixListenerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("taiji");

    private string SocketPath => Path.Combine(_directory.FullName, "s.sock");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_user_is_whom_the_kernel_says_and_who_runs_the_server_is_a_recovery_session()
    {
        await using var stack = await TestStack.StartAsync();
        await using var services = await StartAsync(stack);
        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        using var socket = await ConnectAsync();
        await using var client = await NetconfClient.ConnectAsync(new NetworkStream(socket));
        var session = stack.Operations.Sessions.Find(client.SessionId).ShouldNotBeNull();
        session.User.ShouldBe(Environment.UserName);
        session.Identity.IsRecovery.ShouldBeTrue();
        session.Identity.Transport.ShouldBe("netconf-unix");
        await client.CloseSessionAsync();
        await StopAsync(services);
        File.Exists(SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_ends_when_the_server_stops()
    {
        await using var stack = await TestStack.StartAsync();
        await using var services = await StartAsync(stack);
        using var socket = await ConnectAsync();
        await using var client = await NetconfClient.ConnectAsync(new NetworkStream(socket));
        await StopAsync(services);
        await client.Completion;
    }

    [Fact]
    public async Task A_socket_left_by_a_dead_server_is_replaced_and_that_of_a_living_one_is_not()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(SocketPath));
            File.Exists(SocketPath).ShouldBeTrue();
            File.Move(SocketPath, SocketPath + ".kept");
        }

        File.Move(SocketPath + ".kept", SocketPath);
        await using var stack = await TestStack.StartAsync();
        await using var services = await StartAsync(stack);
        using (await ConnectAsync())
        {
        }

        await Should.ThrowAsync<IOException>(() => StartAsync(stack));
        using var stillThere = await ConnectAsync();
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        await File.WriteAllTextAsync(SocketPath, "precious");
        await using var stack = await TestStack.StartAsync();
        await Should.ThrowAsync<IOException>(() => StartAsync(stack));
        (await File.ReadAllTextAsync(SocketPath)).ShouldBe("precious");
    }

    [Fact]
    public async Task The_relay_carries_a_session_between_two_streams_and_the_socket()
    {
        await using var stack = await TestStack.StartAsync();
        await using var services = await StartAsync(stack);
        var input = new MemoryStream(Encoding.UTF8.GetBytes(
            "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>\n"
            + "<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='42'><get-config><source><running/></source></get-config></rpc>]]>]]>\n"));
        var output = new MemoryStream();
        await NetconfStdioRelay.RunAsync(SocketPath, input, output, CancellationToken.None);
        var text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldStartWith("<hello");
        text.ShouldContain("message-id=\"42\"");
        text.ShouldEndWith("</rpc-reply>]]>]]>");
    }

    private async Task<ServiceProvider> StartAsync(TestStack stack)
    {
        var services = new ServiceCollection().AddLogging(l => l.ClearProviders()).AddSingleton(stack.Operations)
            .AddNetconfUnix(o => o.Path = SocketPath).BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>()) await hosted.StartAsync(CancellationToken.None);
        return services;
    }

    private static async Task StopAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>()) await hosted.StopAsync(CancellationToken.None);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }
}

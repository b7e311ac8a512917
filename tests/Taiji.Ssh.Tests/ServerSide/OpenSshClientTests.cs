using System.Diagnostics;
using System.Runtime.Versioning;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

[SupportedOSPlatform("linux")]
public sealed class OpenSshClientTests
{
    [Fact]
    public async Task A_subsystem_echoes_with_password_authentication()
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);

        (int status, string output, string errors) = await ssh.RunSubsystemAsync("hello\n");

        output.ShouldBe("hello\n", errors);
        status.ShouldBe(0, errors);
    }

    [Fact]
    public async Task Keyboard_interactive_asks_for_the_password_by_default()
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password, "keyboard-interactive");

        (int status, string output, string errors) = await ssh.RunSubsystemAsync("hello\n");

        output.ShouldBe("hello\n", errors);
        status.ShouldBe(0, errors);
        server.Events.ShouldContain(e => e.Message == "Authenticated by keyboard-interactive." && e.User == TestServer.User);
    }

    [Theory]
    [InlineData(SshKeyKind.Ed25519)]
    [InlineData(SshKeyKind.EcdsaP256)]
    [InlineData(SshKeyKind.Rsa3072)]
    public async Task An_authorized_key_of_each_kind_logs_in(SshKeyKind kind)
    {
        await using TestServer server = await TestServer.StartAsync();
        SshPrivateKey key = SshPrivateKey.Generate(kind);
        server.AuthorizedKeys.Add(key.PublicKey);
        using OpenSsh ssh = new OpenSsh(server.Port).WithKey(key);

        (int status, string output, string errors) = await ssh.RunSubsystemAsync("hello\n");

        output.ShouldBe("hello\n", errors);
        status.ShouldBe(0, errors);
    }

    [Fact]
    public async Task A_key_that_is_not_authorized_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.AuthorizedKeys.Add(SshPrivateKey.Generate(SshKeyKind.Ed25519).PublicKey);
        using OpenSsh ssh = new OpenSsh(server.Port).WithKey(SshPrivateKey.Generate(SshKeyKind.Ed25519));

        (int status, string output, string errors) = await ssh.RunSubsystemAsync("hello\n");

        status.ShouldBe(255);
        output.ShouldBeEmpty();
        errors.ShouldContain("Permission denied");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword("looking-glass");

        (int status, _, string errors) = await ssh.RunSubsystemAsync("hello\n");

        status.ShouldBe(255);
        errors.ShouldContain("Permission denied");
        errors.ShouldContain("publickey");
        errors.ShouldContain("keyboard-interactive");
    }

    [Fact]
    public async Task Too_many_tries_end_the_connection()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, maxAuthTries: 3));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword("looking-glass", prompts: 10);

        (int status, _, string errors) = await ssh.RunSubsystemAsync("hello\n");

        status.ShouldBe(255);
        errors.ShouldContain("Too many authentication failures");
        server.Events.Count(e => e.Message.StartsWith("Authentication failed", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_banner_is_shown_before_authentication()
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, banner: "Authorised use only.\n"));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);

        (int status, _, string errors) = await ssh.RunSubsystemAsync("");

        status.ShouldBe(0, errors);
        errors.ShouldContain("Authorised use only.");
    }

    [Fact]
    public async Task A_handler_that_throws_gives_exit_status_1()
    {
        await using TestServer server = await TestServer.StartAsync((_, _) => throw new InvalidOperationException("broken"));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);

        (int status, _, string errors) = await ssh.RunSubsystemAsync("");

        status.ShouldBe(1, errors);
        server.Events.ShouldContain(e => e.Level == SshLogLevel.Error && e.Exception is InvalidOperationException);
    }

    [Theory]
    [InlineData("sftp", true)]
    [InlineData("id", false)]
    public async Task Anything_but_an_allowed_subsystem_is_refused(string what, bool subsystem)
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);

        (int status, string output, string errors) = await ssh.RunAsync("", subsystem ? ["-s", what] : [what]);

        status.ShouldBe(255, errors);
        output.ShouldBeEmpty();
        errors.ShouldContain("request failed");
    }

    [Fact]
    public async Task The_handler_sees_user_subsystem_and_address()
    {
        TaskCompletionSource<SshSubsystemChannel> seen = new();
        await using TestServer server = await TestServer.StartAsync((channel, _) =>
        {
            seen.SetResult(channel);
            return Task.CompletedTask;
        });
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);

        (int status, _, string errors) = await ssh.RunSubsystemAsync("");

        status.ShouldBe(0, errors);
        SshSubsystemChannel channel = await seen.Task.Limited();
        channel.User.ShouldBe(TestServer.User);
        channel.Subsystem.ShouldBe("netconf");
        channel.RemoteEndPoint!.ToString()!.ShouldStartWith("127.0.0.1:");
        channel.ClientVersion.ShouldStartWith("SSH-2.0-OpenSSH");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1024L * 1024)]
    public async Task Ten_megabytes_go_both_ways_also_over_new_keys(long? rekeyLimit)
    {
        await using TestServer server = await TestServer.StartAsync(configure: o => TestServer.With(o, rekeyLimit: rekeyLimit));
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        string text = string.Create(10 * 1024 * 1024, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)('!' + (i * 7 % 89));
            }
        });

        (int status, string output, string errors) = await ssh.RunSubsystemAsync(text);

        status.ShouldBe(0, errors);
        (output == text).ShouldBeTrue($"{output.Length} characters came back");
    }

    [Fact]
    public async Task Channels_of_one_connection_run_side_by_side()
    {
        await using TestServer server = await TestServer.StartAsync();
        using OpenSsh ssh = new OpenSsh(server.Port).WithPassword(TestServer.Password);
        string control = Path.Combine(ssh.Directory, "control");
        using Process master = ssh.Start("-M", "-S", control, "-s", "netconf");
        await EchoLineAsync(master, "first");

        using Process second = ssh.Start("-S", control, "-s", "netconf");
        await EchoLineAsync(second, "second");
        await EchoLineAsync(master, "first again");
        using Process third = ssh.Start("-S", control, "-s", "netconf");
        await EchoLineAsync(third, "third");
        server.Server.ConnectionCount.ShouldBe(1);

        foreach (Process process in (Process[])[third, second, master])
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().Limited();
            process.ExitCode.ShouldBe(0);
        }
    }

    private static async Task EchoLineAsync(Process process, string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadLineAsync().Limited()).ShouldBe(line);
    }
}

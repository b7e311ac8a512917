using System.Diagnostics;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

/// <summary>The Python client that most NETCONF scripts come with (ncclient uses it).</summary>
public sealed class ParamikoClientTests
{
    private const string Script = """
        import sys, paramiko
        port, how, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3]
        t = paramiko.Transport(("127.0.0.1", port))
        t.start_client(timeout=20)
        if how == "password":
            t.auth_password("alice", secret)
        elif how == "interactive":
            t.auth_interactive("alice", lambda title, instructions, prompts: [secret] * len(prompts))
        else:
            kind = {"rsa": paramiko.RSAKey, "ecdsa": paramiko.ECDSAKey, "ed25519": paramiko.Ed25519Key}[how]
            t.auth_publickey("alice", kind.from_private_key_file(secret))
        channels = []
        for i in range(3):
            c = t.open_session()
            c.invoke_subsystem("netconf")
            channels.append(c)
        for i, c in enumerate(channels):
            c.sendall(b"x%d" % i * 100000)
        for i, c in enumerate(channels):
            want = b"x%d" % i * 100000
            got = b""
            while len(got) < len(want):
                part = c.recv(65536)
                if not part:
                    break
                got += part
            assert got == want, (i, len(got), len(want))
            c.shutdown_write()
            assert c.recv(1) == b""
            assert c.recv_exit_status() == 0
        t.close()
        print("fine")
        """;

    [Theory]
    [InlineData("password")]
    [InlineData("interactive")]
    public async Task Channels_echo_side_by_side_with_a_password(string how)
    {
        await using TestServer server = await TestServer.StartAsync();

        await RunAsync(server, how, TestServer.Password);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Channels_echo_side_by_side_with_a_key(string kind)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TemporaryDirectory directory = new();
        string file = directory.File("id");
        using (Process keygen = Process.Start("ssh-keygen", ["-q", "-t", kind, "-N", "", "-f", file]))
        {
            await keygen.WaitForExitAsync().Limited();
        }
        server.AuthorizedKeys.Add(SshPublicKey.Parse(await File.ReadAllTextAsync(file + ".pub")));

        await RunAsync(server, kind, file);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();

        (int status, _, string errors) = await StartAsync(server, "password", "wrong");

        status.ShouldBe(1);
        errors.ShouldContain("AuthenticationException");
    }

    [Fact]
    public async Task A_client_that_ignores_the_window_is_cut_off()
    {
        const string Flood = """
            import sys, paramiko
            t = paramiko.Transport(("127.0.0.1", int(sys.argv[1])))
            t.connect(username="alice", password=sys.argv[3])
            c = t.open_session()
            c.invoke_subsystem("netconf")
            block = b"x" * 30000
            try:
                for i in range(2000):
                    c.out_window_size = 1 << 30
                    c.send(block)
            except (OSError, EOFError, paramiko.SSHException):
                pass
            t.join(20)
            print("cut off" if not t.is_active() else "still there")
            """;
        await using TestServer server = await TestServer.StartAsync(async (channel, ct) => await WaitAsync(ct));

        (int status, string output, string errors) = await StartAsync(server, "password", TestServer.Password, Flood);

        status.ShouldBe(0, errors);
        output.ShouldBe("cut off\n");
        await server.LoggedAsync("more than the channel's window allows");
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource end = new();
        await using CancellationTokenRegistration registration = cancellationToken.Register(end.SetResult);
        await end.Task;
    }

    private static async Task RunAsync(TestServer server, string how, string secret)
    {
        (int status, string output, string errors) = await StartAsync(server, how, secret);
        status.ShouldBe(0, errors);
        output.ShouldBe("fine\n");
    }

    private static async Task<(int Status, string Output, string Errors)> StartAsync(
        TestServer server, string how, string secret, string script = Script)
    {
        ProcessStartInfo start = new("/usr/bin/python3", ["-W", "ignore", "-c", script, server.Port.ToString(), how, secret])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().Limited();
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }
        return (process.ExitCode, await output, await errors);
    }
}

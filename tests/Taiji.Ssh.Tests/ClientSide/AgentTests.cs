using System.Diagnostics;
using System.Runtime.Versioning;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ClientSide;

[SupportedOSPlatform("linux")]
public sealed class AgentTests
{
    [Fact]
    public async Task A_key_of_the_agent_logs_in()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TemporaryDirectory directory = new();
        string socket = directory.File("agent");
        SshPrivateKey key = SshPrivateKey.Generate(SshKeyKind.Ed25519);
        SshHostKey.Save(key, directory.File("id"));
        server.AuthorizedKeys.Add(key.PublicKey);
        // In the foreground it prints its variables when it listens.
        using Process agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            (await agent.StandardOutput.ReadLineAsync().Limited())!.ShouldContain(socket);
            ProcessStartInfo add = new("ssh-add", ["-q", directory.File("id")]);
            add.Environment["SSH_AUTH_SOCK"] = socket;
            using (Process adding = Process.Start(add)!)
            {
                await adding.WaitForExitAsync().Limited();
                adding.ExitCode.ShouldBe(0);
            }

            await using SshClientConnection connection = await SshClientConnection.ConnectAsync(new SshClientOptions
            {
                Host = "127.0.0.1",
                Port = server.Port,
                User = TestServer.User,
                UseAgent = true,
                AgentSocket = socket,
                HostKeyVerification = SshHostKeyVerification.None,
            }).Limited();

            await server.LoggedAsync($"Authenticated by publickey ssh-ed25519 {key.PublicKey.Fingerprint}.");
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync().Limited();
        }
    }
}

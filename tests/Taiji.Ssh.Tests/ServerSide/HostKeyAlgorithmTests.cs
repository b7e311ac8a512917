using System.Net;
using System.Runtime.Versioning;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

[SupportedOSPlatform("linux")]
public sealed class HostKeyAlgorithmTests
{
    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("rsa-sha2-512")]
    [InlineData("rsa-sha2-256")]
    public async Task A_client_may_choose_any_of_the_stored_keys_on_any_address(string algorithm)
    {
        using TemporaryDirectory directory = new();
        TestServer authenticator = await TestServer.StartAsync();
        await using (authenticator)
        {
            SshServerOptions options = new()
            {
                EndPoints = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0)],
                HostKeys = SshHostKey.LoadOrCreate(directory.Path),
            };
            await using SshServer server = new(options, authenticator, TestServer.EchoAsync);
            await server.StartAsync();
            server.LocalEndPoints.Select(e => e.Address.ToString()).ShouldBe(["127.0.0.1", "127.0.0.2"]);

            foreach (IPEndPoint endPoint in server.LocalEndPoints)
            {
                using OpenSsh ssh = new OpenSsh(endPoint.Port)
                    .With("-o", $"HostKeyAlgorithms={algorithm}", "-o", $"HostName={endPoint.Address}")
                    .WithPassword(TestServer.Password);

                (int status, string output, string errors) = await ssh.RunSubsystemAsync("hello\n");

                output.ShouldBe("hello\n", errors);
                status.ShouldBe(0, errors);
            }
        }
    }
}

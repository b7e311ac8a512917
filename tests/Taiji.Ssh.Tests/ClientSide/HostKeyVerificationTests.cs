using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ClientSide;

public sealed class HostKeyVerificationTests
{
    [Fact]
    public async Task Strict_refuses_an_unknown_host_and_names_its_key()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TemporaryDirectory directory = new();

        SshHostKeyException e = await ConnectFailsAsync(server, SshHostKeyVerification.Strict, directory.File("known_hosts"));

        e.Presented.ShouldBe(server.HostPublicKey);
        e.Message.ShouldContain(server.HostPublicKey.Fingerprint);
        e.Message.ShouldContain("isn't in known_hosts");
    }

    [Fact]
    public async Task Accept_new_remembers_the_key_that_strict_then_accepts()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TemporaryDirectory directory = new();
        string file = directory.File("known_hosts");

        await ConnectAsync(server, SshHostKeyVerification.AcceptNew, file);

        (await File.ReadAllTextAsync(file)).ShouldContain($"[127.0.0.1]:{server.Port} {server.HostPublicKey}");
        await ConnectAsync(server, SshHostKeyVerification.Strict, file);
    }

    [Theory]
    [InlineData(SshKeyKind.Ed25519, "has changed")]
    [InlineData(SshKeyKind.EcdsaP256, "of another kind")]
    public async Task A_changed_key_is_refused_also_by_accept_new(SshKeyKind known, string reason)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TemporaryDirectory directory = new();
        string file = directory.File("known_hosts");
        string line = $"[127.0.0.1]:{server.Port} {SshPrivateKey.Generate(known).PublicKey}\n";
        await File.WriteAllTextAsync(file, line);

        SshHostKeyException e = await ConnectFailsAsync(server, SshHostKeyVerification.AcceptNew, file);

        e.Message.ShouldContain(reason);
        (await File.ReadAllTextAsync(file)).ShouldBe(line);
    }

    [Fact]
    public async Task A_pinned_key_counts_and_no_other()
    {
        await using TestServer server = await TestServer.StartAsync();

        await ConnectAsync(server, SshHostKeyVerification.Pinned, null, server.HostPublicKey);
        SshHostKeyException e = await ConnectFailsAsync(
            server, SshHostKeyVerification.Pinned, null, SshPrivateKey.Generate(SshKeyKind.Ed25519).PublicKey);

        e.Message.ShouldContain("isn't one of those pinned");
    }

    [Fact]
    public void Options_that_can_not_work_are_refused()
    {
        Should.Throw<ArgumentException>(() => SshClientConnection.ConnectAsync(
            new SshClientOptions { Host = "h", User = "u", HostKeyVerification = SshHostKeyVerification.Pinned }));
        Should.Throw<ArgumentException>(() => SshClientConnection.ConnectAsync(new SshClientOptions { User = "u" }));
        Should.Throw<ArgumentException>(() => SshClientConnection.ConnectAsync(new SshClientOptions { Host = "h", User = "" }));
    }

    private static SshClientOptions Options(TestServer server, SshHostKeyVerification verification, string? file, SshPublicKey? pinned) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        User = TestServer.User,
        Password = TestServer.Password,
        HostKeyVerification = verification,
        KnownHostsFile = file,
        PinnedHostKeys = pinned is null ? [] : [pinned],
    };

    private static async Task ConnectAsync(TestServer server, SshHostKeyVerification verification, string? file, SshPublicKey? pinned = null)
    {
        await using SshClientConnection connection =
            await SshClientConnection.ConnectAsync(Options(server, verification, file, pinned)).Limited();
        connection.HostKey.ShouldBe(server.HostPublicKey);
    }

    private static Task<SshHostKeyException> ConnectFailsAsync(
        TestServer server, SshHostKeyVerification verification, string? file, SshPublicKey? pinned = null) =>
        Should.ThrowAsync<SshHostKeyException>(
            () => SshClientConnection.ConnectAsync(Options(server, verification, file, pinned)).Limited());
}

using System.Diagnostics;
using System.Runtime.Versioning;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.Keys;

[SupportedOSPlatform("linux")]
public sealed class SshHostKeyTests
{
    [Fact]
    public void Host_keys_are_made_once_with_mode_0600_and_loaded_afterwards()
    {
        using TemporaryDirectory directory = new();
        string keys = directory.File("ssh");

        IReadOnlyList<SshPrivateKey> made = SshHostKey.LoadOrCreate(keys);
        IReadOnlyList<SshPrivateKey> loaded = SshHostKey.LoadOrCreate(keys);

        made.Select(k => k.PublicKey.Algorithm).ShouldBe(["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"]);
        loaded.Select(k => k.PublicKey).ShouldBe(made.Select(k => k.PublicKey));
        Directory.GetFiles(keys).Length.ShouldBe(6);
        foreach (string file in Directory.GetFiles(keys, "*_key"))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            SshPublicKey.Parse(File.ReadAllText(file + ".pub")).ShouldBe(SshPrivateKey.Load(file).PublicKey);
        }
    }

    [Fact]
    public void A_kind_that_was_removed_stays_away()
    {
        using TemporaryDirectory directory = new();
        SshHostKey.LoadOrCreate(directory.Path);
        File.Delete(directory.File("ssh_host_rsa_key"));

        SshHostKey.LoadOrCreate(directory.Path).Count.ShouldBe(2);
    }

    [Fact]
    public void A_broken_host_key_is_an_error_that_names_the_file()
    {
        using TemporaryDirectory directory = new();
        string file = directory.File("ssh_host_ed25519_key");
        File.WriteAllText(file, "not a key");

        Should.Throw<SshKeyException>(() => SshHostKey.LoadOrCreate(directory.Path)).Message.ShouldContain(file);
    }

    [Theory]
    [InlineData(SshKeyKind.Ed25519)]
    [InlineData(SshKeyKind.EcdsaP256)]
    [InlineData(SshKeyKind.Rsa3072)]
    public async Task The_fingerprint_is_the_one_that_ssh_keygen_prints(SshKeyKind kind)
    {
        using TemporaryDirectory directory = new();
        SshPrivateKey key = SshPrivateKey.Generate(kind);
        SshHostKey.Save(key, directory.File("key"));

        string line = await RunAsync("ssh-keygen", "-l", "-f", directory.File("key"));

        line.Split(' ')[1].ShouldBe(key.PublicKey.Fingerprint);
    }

    [Theory]
    [InlineData("ed25519", "RFC4716")]
    [InlineData("ecdsa", "PEM")]
    [InlineData("ecdsa", "PKCS8")]
    [InlineData("rsa", "PEM")]
    [InlineData("rsa", "PKCS8")]
    [InlineData("rsa", "RFC4716")]
    public async Task Keys_of_ssh_keygen_load_in_every_format(string type, string format)
    {
        using TemporaryDirectory directory = new();
        string file = directory.File("key");
        await RunAsync("ssh-keygen", "-q", "-t", type, "-m", format, "-N", "", "-f", file);

        SshPrivateKey.Load(file).PublicKey.ShouldBe(SshPublicKey.Parse(File.ReadAllText(file + ".pub")));
    }

    [Fact]
    public async Task A_passphrase_opens_a_key_and_another_one_does_not()
    {
        using TemporaryDirectory directory = new();
        string file = directory.File("key");
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "open sesame", "-f", file);

        SshPrivateKey.Load(file, "open sesame").PublicKey.ShouldBe(SshPublicKey.Parse(File.ReadAllText(file + ".pub")));
        Should.Throw<SshKeyException>(() => SshPrivateKey.Load(file)).Message.ShouldContain("passphrase");
        Should.Throw<SshKeyException>(() => SshPrivateKey.Load(file, "wrong")).Message.ShouldContain("passphrase");
    }

    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync().Limited();
        await process.WaitForExitAsync().Limited();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}

using Taiji.Ssh.Keys;

namespace Taiji.Ssh.Tests.Keys;

public sealed class SshPublicKeyTests
{
    private const string Data = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    [Theory]
    [InlineData("ssh-ed25519 " + Data)]
    [InlineData("ssh-ed25519 " + Data + " alice@example.com")]
    [InlineData("  ssh-ed25519\t" + Data + "  with a comment ")]
    [InlineData("no-pty,from=\"10.0.0.0/8 ssh-ed25519\" ssh-ed25519 " + Data + " alice")]
    public void A_line_of_an_authorized_keys_file_is_read(string line)
    {
        SshPublicKey key = SshPublicKey.Parse(line);

        key.Algorithm.ShouldBe("ssh-ed25519");
        key.ToString().ShouldBe("ssh-ed25519 " + Data);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("# a comment")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 !!!!")]
    [InlineData("ssh-rsa " + Data)]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("ssh-ed25519 /////w==")]
    public void Anything_else_is_not_a_key(string? line)
    {
        SshPublicKey.TryParse(line, out SshPublicKey? key).ShouldBeFalse();
        key.ShouldBeNull();
        Should.Throw<FormatException>(() => SshPublicKey.Parse(line!));
    }

    [Fact]
    public void Key_data_of_ietf_system_must_agree_with_its_algorithm()
    {
        SshPublicKey.FromKeyData("ssh-ed25519", Data).ShouldBe(SshPublicKey.Parse("ssh-ed25519 " + Data));

        Should.Throw<FormatException>(() => SshPublicKey.FromKeyData("ssh-rsa", Data)).Message.ShouldContain("ssh-ed25519");
        Should.Throw<FormatException>(() => SshPublicKey.FromKeyData("ssh-ed25519", "%%%"));
    }

    [Fact]
    public void An_rsa_key_may_be_named_by_its_signature_algorithm()
    {
        SshPublicKey key = SshPrivateKey.Generate(SshKeyKind.Rsa3072).PublicKey;

        key.Algorithm.ShouldBe("ssh-rsa");
        SshPublicKey.FromKeyData("rsa-sha2-512", key.Blob.Span).ShouldBe(key);
        SshPublicKey.Parse($"rsa-sha2-256 {Convert.ToBase64String(key.Blob.Span)}").ShouldBe(key);
    }

    [Fact]
    public void Keys_are_equal_by_their_blob()
    {
        SshPublicKey one = SshPublicKey.Parse($"ssh-ed25519 {Data} one");
        SshPublicKey same = SshPublicKey.Parse($"no-pty ssh-ed25519 {Data} two");
        SshPublicKey other = SshPrivateKey.Generate(SshKeyKind.Ed25519).PublicKey;

        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same.GetHashCode());
        one.ShouldNotBe(other);
        one.Equals((object?)null).ShouldBeFalse();
    }
}

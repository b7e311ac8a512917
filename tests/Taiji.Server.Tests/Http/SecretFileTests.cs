using Taiji.Server.Http;

namespace Taiji.Server.Tests.Http;

public sealed class SecretFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("600", true)]
    [InlineData("400", true)]
    [InlineData("640", false)]
    [InlineData("604", false)]
    [InlineData("620", false)]
    public void A_secret_that_others_may_read_or_write_is_refused(string mode, bool isTaken)
    {
        File.SetUnixFileMode(_file, (UnixFileMode)Convert.ToInt32(mode, 8));
        if (isTaken) SecretFile.Demand(_file);
        else Should.Throw<IOException>(() => SecretFile.Demand(_file)).Message.ShouldContain("0600");
    }

    [Fact]
    public void The_servers_own_key_is_made_for_its_owner_only()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        using var certificate = SelfSignedCertificate.LoadOrMake(directory);
        File.GetUnixFileMode(Path.Combine(directory, "https-key.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.Delete(directory, recursive: true);
    }

    public void Dispose() => File.Delete(_file);
}

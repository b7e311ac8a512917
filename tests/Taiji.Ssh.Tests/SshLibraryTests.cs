namespace Taiji.Ssh.Tests;

public sealed class SshLibraryTests
{
    [Fact]
    public void The_library_loads_and_names_its_version()
    {
        SshLibrary.TryLoad(out string? whyNot).ShouldBeTrue(whyNot);
        whyNot.ShouldBeNull();
        SshLibrary.Version.ShouldStartWith("0.");
    }

    [Fact]
    public void A_missing_library_is_told_with_the_package_that_has_it()
    {
        string? whyNot = SshLibrary.Load("libssh-not-there.so.4");

        whyNot.ShouldNotBeNull();
        whyNot.ShouldContain("libssh-not-there.so.4");
        whyNot.ShouldContain("package libssh-4");
    }
}

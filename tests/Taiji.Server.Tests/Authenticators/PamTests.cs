using Taiji.Datastores.AccessControl.Logins;
using Taiji.Server.Authenticators;

namespace Taiji.Server.Tests.Authenticators;

/// <summary>PAM, with service files of the test's own. A machine without libpam refuses everybody, and is told why.</summary>
public sealed class PamTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    [Fact]
    public async Task The_services_modules_decide()
    {
        Service("open", "auth required pam_permit.so", "account required pam_permit.so");
        Service("shut", "auth required pam_deny.so", "account required pam_permit.so");
        Service("expired", "auth required pam_permit.so", "account required pam_deny.so");
        (await AskAsync("open")).ShouldBeOfType<AuthenticationResult.Accepted>().User.ShouldBe("ann");
        (await AskAsync("shut")).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync("expired")).ShouldBeOfType<AuthenticationResult.Refused>("the account counts too");
        (await AskAsync("missing")).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task The_password_reaches_the_module_that_asks_for_it()
    {
        var script = Path.Combine(_directory, "check");
        File.WriteAllText(script, "read -r password\n[ \"$PAM_USER:$password\" = 'ann:pä ss' ]\n");
        Service("asking", $"auth required pam_exec.so expose_authtok quiet /bin/sh {script}", "account required pam_permit.so");
        (await AskAsync("asking", password: "pä ss")).ShouldBeOfType<AuthenticationResult.Accepted>();
        (await AskAsync("asking", password: "wrong")).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task A_user_of_the_machine_comes_with_its_groups()
    {
        Service("open", "auth required pam_permit.so", "account required pam_permit.so");
        using var pam = new PamAuthenticator("open", _directory);
        async Task<IReadOnlyList<string>> GroupsAsync(string user) =>
            (await pam.AuthenticateAsync(new TransportFacts { Transport = "test", User = user, Password = "x" }, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Accepted>().Groups;
        (await GroupsAsync("root")).ShouldContain("root");
        (await GroupsAsync("nobody-of-that-name")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_module_that_takes_too_long_refuses()
    {
        Service("slow", "auth required pam_exec.so /bin/sleep 30", "account required pam_permit.so");
        using var pam = new PamAuthenticator("slow", _directory) { Timeout = TimeSpan.FromMilliseconds(200) };
        (await AskAsync(pam, "x")).ShouldBeOfType<AuthenticationResult.Refused>().Reason.ShouldContain("too long");
    }

    [Fact]
    public async Task Who_gives_no_password_is_left_to_others()
    {
        using var pam = new PamAuthenticator("open", _directory);
        (await pam.AuthenticateAsync(new TransportFacts { Transport = "test", User = "ann" }, CancellationToken.None)).ShouldBe(AuthenticationResult.Undecided);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Service(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_directory, name), lines);

    private async Task<AuthenticationResult> AskAsync(string service, string password = "x")
    {
        using var pam = new PamAuthenticator(service, _directory);
        return await AskAsync(pam, password);
    }

    private static async Task<AuthenticationResult> AskAsync(PamAuthenticator pam, string password) =>
        await pam.AuthenticateAsync(new TransportFacts { Transport = "test", User = "ann", Password = password }, CancellationToken.None);
}

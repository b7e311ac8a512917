namespace Taiji.Conformance.Support;

/// <summary>OpenSSH's client, asking for the subsystem netconf.</summary>
public sealed class SshClient : IDisposable
{
    private readonly TaijiProcess _taiji;
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-ssh-").FullName;

    /// <summary>Makes it.</summary>
    /// <param name="taiji">The server.</param>
    public SshClient(TaijiProcess taiji)
    {
        _taiji = taiji;
        AskPass = Path.Combine(_directory, "askpass");
        File.WriteAllText(AskPass, "#!/bin/sh\necho asked >> \"$TAIJI_TEST_ASKED\"\nprintf '%s\\n' \"$TAIJI_TEST_PASSWORD\"\n");
        File.SetUnixFileMode(AskPass, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string AskPass { get; }

    private string Asked => Path.Combine(_directory, "asked");

    /// <summary>How often ssh asked for a password.</summary>
    public int TimesAsked => File.Exists(Asked) ? File.ReadAllLines(Asked).Length : 0;

    /// <summary>Makes a key pair.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="type">As for <c>ssh-keygen -t</c>.</param>
    /// <returns>The private key's file, the algorithm's name and the public key in base64.</returns>
    public async Task<(string File, string Algorithm, string Data)> MakeKeyAsync(string name, string type = "ed25519")
    {
        var file = Path.Combine(_directory, name);
        _ = (await Client.RunAsync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "test", "-f", file])).Succeeded;
        var parts = (await File.ReadAllTextAsync(file + ".pub")).Split(' ');
        return (file, parts[0], parts[1]);
    }

    /// <summary>Logs in with a password and speaks.</summary>
    /// <param name="input">What to send.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">What is answered each time ssh asks.</param>
    /// <param name="options">More <c>-o</c> options.</param>
    public Task<ClientResult> RunAsync(string input, string user = "admin", string password = TaijiProcess.AdminPassword, params string[] options) =>
        SpeakAsync(user, input, password, ["PreferredAuthentications=password,keyboard-interactive", "PubkeyAuthentication=no", .. options]);

    /// <summary>Logs in with a key and speaks.</summary>
    /// <param name="input">What to send.</param>
    /// <param name="keyFile">The private key.</param>
    /// <param name="user">The user.</param>
    public Task<ClientResult> RunWithKeyAsync(string input, string keyFile, string user = "admin") =>
        SpeakAsync(user, input, "", ["PreferredAuthentications=publickey", "IdentitiesOnly=yes", $"IdentityFile={keyFile}"]);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<ClientResult> SpeakAsync(string user, string input, string password, string[] options)
    {
        string[] all = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentityAgent=none", .. options];
        return Client.RunAsync(
            "ssh",
            ["-F", "none", "-p", $"{_taiji.SshPort}", .. all.SelectMany(o => new[] { "-o", o }), "-s", $"{user}@127.0.0.1", "netconf"],
            input,
            new Dictionary<string, string?>
            {
                ["SSH_ASKPASS"] = AskPass, ["SSH_ASKPASS_REQUIRE"] = "force", ["DISPLAY"] = ":0", ["SSH_AUTH_SOCK"] = null,
                ["TAIJI_TEST_PASSWORD"] = password, ["TAIJI_TEST_ASKED"] = Asked,
            });
    }
}

using System.Diagnostics;
using System.Runtime.Versioning;
using Taiji.Ssh.Keys;

namespace Taiji.Ssh.Tests.Support;

/// <summary>The real OpenSSH client against a test server: <c>ssh -s … netconf</c>.</summary>
internal sealed class OpenSsh : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _port;
    private readonly List<string> _options =
    [
        "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=INFO",
        "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
    ];

    private string? _password;

    public OpenSsh(int port) => _port = port;

    public string Directory => _directory.Path;

    public OpenSsh WithKey(SshPrivateKey key)
    {
        string file = _directory.File("id");
        SshHostKey.Save(key, file);
        return With("-i", file, "-o", "BatchMode=yes", "-o", "PreferredAuthentications=publickey");
    }

    [SupportedOSPlatform("linux")]
    public OpenSsh WithPassword(string password, string method = "password", int prompts = 1)
    {
        string script = _directory.File("askpass");
        File.WriteAllText(script, "#!/bin/sh\nprintf '%s\\n' \"$TEST_PASSWORD\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _password = password;
        return With("-o", $"PreferredAuthentications={method}", "-o", $"NumberOfPasswordPrompts={prompts}", "-o", "PubkeyAuthentication=no");
    }

    public OpenSsh With(params string[] options)
    {
        _options.AddRange(options);
        return this;
    }

    /// <summary>Starts <c>ssh</c>; what isn't an option of the connection, such as <c>-s</c> and the subsystem, comes as arguments.</summary>
    public Process Start(params string[] arguments) => Start(TestServer.User, arguments);

    public Process Start(string user, string[] arguments)
    {
        ProcessStartInfo start = new("ssh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string option in _options)
        {
            start.ArgumentList.Add(option);
        }
        foreach (string part in (string[])["-p", _port.ToString(), "-l", user, "127.0.0.1", .. arguments])
        {
            start.ArgumentList.Add(part);
        }
        start.Environment.Remove("SSH_AUTH_SOCK");
        if (_password is not null)
        {
            start.Environment["TEST_PASSWORD"] = _password;
            start.Environment["SSH_ASKPASS"] = _directory.File("askpass");
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        }
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>ssh -s … netconf</c> with this input to its end.</summary>
    public Task<(int Status, string Output, string Errors)> RunSubsystemAsync(string input, string subsystem = "netconf") =>
        RunAsync(input, "-s", subsystem);

    public async Task<(int Status, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; its status tells why.
        }
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

    public void Dispose() => _directory.Dispose();
}

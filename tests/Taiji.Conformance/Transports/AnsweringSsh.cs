namespace Taiji.Conformance.Transports;

/// <summary>Plain OpenSSH that waits to be called, by <c>taiji call-home listen</c> as its ProxyCommand (RFC 8071).</summary>
internal static class AnsweringSsh
{
    /// <summary>Answers one call as admin; gives what the server said.</summary>
    /// <param name="port">Where it is to be called.</param>
    /// <param name="input">What it sends.</param>
    public static async Task<string> RunAsync(int port, string input)
    {
        var directory = Directory.CreateTempSubdirectory("taiji-home-").FullName;
        try
        {
            var askPass = Path.Combine(directory, "askpass");
            await File.WriteAllTextAsync(askPass, $"#!/bin/sh\necho {TaijiProcess.AdminPassword}\n");
            File.SetUnixFileMode(askPass, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string[] options =
            [
                "ProxyUseFdpass=yes", $"ProxyCommand={Client.Taiji} call-home listen --port {port}", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null",
                "GlobalKnownHostsFile=/dev/null", "PubkeyAuthentication=no", "LogLevel=ERROR", "IdentityAgent=none",
            ];
            var result = await Client.RunAsync(
                "ssh",
                ["-F", "none", .. options.SelectMany(o => new[] { "-o", o }), "-s", "admin@the-server", "netconf"],
                input,
                new Dictionary<string, string?> { ["SSH_ASKPASS"] = askPass, ["SSH_ASKPASS_REQUIRE"] = "force", ["DISPLAY"] = ":0", ["SSH_AUTH_SOCK"] = null });
            return result.Succeeded;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}

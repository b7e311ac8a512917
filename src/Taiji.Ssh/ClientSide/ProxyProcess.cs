using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Taiji.Ssh.ClientSide;

/// <summary>A process whose standard input and output lead to the server.</summary>
internal static class ProxyProcess
{
    /// <summary>Starts a command; what it writes to standard error goes where this process's does.</summary>
    /// <exception cref="SshConnectException">It can't be started.</exception>
    public static SshRoute Start(string command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", $"exec {command}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            Process process = Process.Start(start)!;
            return SocketRelay.Start(
                PipeReader.Create(process.StandardOutput.BaseStream), PipeWriter.Create(process.StandardInput.BaseStream), () => StopAsync(process));
        }
        catch (Win32Exception e)
        {
            throw new SshConnectException($"The proxy command can't be started: {e.Message}.", e);
        }
    }

    private static async Task StopAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }
}

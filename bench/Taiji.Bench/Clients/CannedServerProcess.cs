using System.Diagnostics;
using System.Globalization;

namespace Taiji.Bench.Clients;

/// <summary>The canned server in a process of its own.</summary>
internal sealed class CannedServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private CannedServerProcess(Process process, int sshPort, int tlsPort)
    {
        _process = process;
        SshPort = sshPort;
        TlsPort = tlsPort;
    }

    public int SshPort { get; }

    public int TlsPort { get; }

    public static async Task<CannedServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(CannedServer).Assembly.Location, "canned-server"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["ready", var ssh, var tls])
                return new CannedServerProcess(process, int.Parse(ssh, CultureInfo.InvariantCulture), int.Parse(tls, CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException("The canned server did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

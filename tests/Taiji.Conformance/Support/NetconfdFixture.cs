using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Taiji.Clients.Connecting;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;

namespace Taiji.Conformance.Support;

/// <summary>Another vendor's server: OpenSSH's sshd with Debian's netconfd (yuma123) as its subsystem.</summary>
public sealed class NetconfdFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-netconfd-").FullName;
    private readonly List<Process> _processes = [];

    public int Port { get; private set; }

    public string KeyFile => Path.Combine(_directory, "id");

    public string KnownHostsFile => Path.Combine(_directory, "known_hosts");

    /// <summary>How a client gets there.</summary>
    public SshTarget Target => new()
    {
        Host = "127.0.0.1", Port = Port, User = Environment.UserName, PrivateKeys = [SshPrivateKey.Load(KeyFile)], KnownHostsFile = KnownHostsFile,
        HostKeyVerification = SshHostKeyVerification.Strict,
    };

    public async ValueTask InitializeAsync()
    {
        await MakeKeyAsync("id");
        await MakeKeyAsync("host");
        File.Copy(KeyFile + ".pub", Path.Combine(_directory, "authorized"));
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartBothAsync(FreePort());
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody else may have taken the port since it was free.
                await StopAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartBothAsync(int port)
    {
        Port = port;
        var hostKey = (await File.ReadAllTextAsync(Path.Combine(_directory, "host.pub"))).Split(' ');
        await File.WriteAllTextAsync(KnownHostsFile, $"[127.0.0.1]:{Port} {hostKey[0]} {hostKey[1]}\n127.0.0.1 {hostKey[0]} {hostKey[1]}\n");
        var socket = Path.Combine(_directory, $"ncx-{Port}.sock");
        await File.WriteAllTextAsync(Path.Combine(_directory, "sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {_directory}/host
            AuthorizedKeysFile {_directory}/authorized
            StrictModes no
            UsePAM no
            PidFile none
            PermitRootLogin yes
            Subsystem netconf "/usr/sbin/netconf-subsystem --ncxserver-sockname={Port}@{socket}"

            """);
        await StartAsync(
            "/usr/sbin/netconfd", "Running netconfd server",
            "--module=helloworld", "--no-startup", $"--superuser={Environment.UserName}", $"--port={Port}", $"--ncxserver-sockname={socket}", "--log-level=info");
        await StartAsync("/usr/sbin/sshd", "Server listening on", "-D", "-e", "-f", Path.Combine(_directory, "sshd_config"));
    }

    private async Task StopAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _processes.Clear();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task MakeKeyAsync(string name) =>
        _ = (await Client.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_directory, name)])).Succeeded;

    private async Task StartAsync(string program, string readyLine, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
        var process = new Process { StartInfo = start };
        var ready = new TaskCompletionSource();
        var lines = new List<string?>();
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Start();
        _processes.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var first = await Task.WhenAny(ready.Task, process.WaitForExitAsync(), Task.Delay(StartTimeout));
        if (first == ready.Task) return;
        lock (lines) throw new InvalidOperationException($"{program} did not start:\n{string.Join('\n', lines)}");

        void Take(string? line)
        {
            lock (lines) lines.Add(line);
            if (line?.Contains(readyLine, StringComparison.Ordinal) == true) ready.TrySetResult();
        }
    }
}

/// <summary>The tests that share that server.</summary>
[CollectionDefinition(Name)]
public sealed class NetconfdCollection : ICollectionFixture<NetconfdFixture>
{
    public const string Name = "netconfd";
}

using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Support;

/// <summary>OpenSSH's sshd with a subsystem <c>netconf</c>, for the user who runs the tests, with a key made for them.</summary>
public sealed class Sshd : IAsyncDisposable
{
    private readonly string _directory;
    private ReadyProcess? _process;

    private Sshd(string directory) => _directory = directory;

    public int Port { get; private set; }

    public string KeyFile => Path.Combine(_directory, "id");

    public string KnownHostsFile => Path.Combine(_directory, "known_hosts");

    public string ConfigFile => Path.Combine(_directory, "sshd_config");

    /// <summary>Makes keys; nothing runs yet.</summary>
    public static async Task<Sshd> MakeAsync()
    {
        var sshd = new Sshd(Directory.CreateTempSubdirectory("taiji-sshd-").FullName);
        await sshd.MakeKeyAsync("id");
        await sshd.MakeKeyAsync("host");
        File.Copy(sshd.KeyFile + ".pub", Path.Combine(sshd._directory, "authorized"));
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        return sshd;
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Writes the configuration, for <c>sshd -i</c> too.</summary>
    /// <param name="port">Where it is to listen.</param>
    /// <param name="subsystem">The command of the subsystem.</param>
    public async Task ConfigureAsync(int port, string subsystem)
    {
        Port = port;
        var hostKey = (await File.ReadAllTextAsync(Path.Combine(_directory, "host.pub"))).Split(' ');
        await File.WriteAllTextAsync(KnownHostsFile, $"[127.0.0.1]:{port},127.0.0.1,the-device {hostKey[0]} {hostKey[1]}\n");
        await File.WriteAllTextAsync(ConfigFile, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {_directory}/host
            AuthorizedKeysFile {_directory}/authorized
            StrictModes no
            UsePAM no
            PidFile none
            PermitRootLogin yes
            Subsystem netconf {subsystem}

            """);
    }

    /// <summary>Starts it with the configuration written.</summary>
    public async Task StartAsync() => _process = await ReadyProcess.StartAsync("/usr/sbin/sshd", "Server listening on", _directory, "-D", "-e", "-f", ConfigFile);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task MakeKeyAsync(string name) =>
        _ = (await Client.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_directory, name)])).Succeeded;
}

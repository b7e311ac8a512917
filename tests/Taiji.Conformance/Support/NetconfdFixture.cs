using Taiji.Clients.Connecting;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;

namespace Taiji.Conformance.Support;

/// <summary>Another vendor's server: OpenSSH's sshd with Debian's netconfd (yuma123) as its subsystem.</summary>
public sealed class NetconfdFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-netconfd-").FullName;
    private Sshd _sshd = null!;
    private ReadyProcess? _netconfd;

    public int Port => _sshd.Port;

    public string KeyFile => _sshd.KeyFile;

    public string KnownHostsFile => _sshd.KnownHostsFile;

    /// <summary>How a client gets there.</summary>
    public SshTarget Target => new()
    {
        Host = "127.0.0.1", Port = Port, User = Environment.UserName, PrivateKeys = [SshPrivateKey.Load(KeyFile)], KnownHostsFile = KnownHostsFile,
        HostKeyVerification = SshHostKeyVerification.Strict,
    };

    public async ValueTask InitializeAsync()
    {
        _sshd = await Sshd.MakeAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartBothAsync(Sshd.FreePort());
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody else may have taken the port since it was free.
                if (_netconfd is not null) await _netconfd.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sshd.DisposeAsync();
        if (_netconfd is not null) await _netconfd.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartBothAsync(int port)
    {
        var socket = Path.Combine(_directory, $"ncx-{port}.sock");
        await _sshd.ConfigureAsync(port, $"\"/usr/sbin/netconf-subsystem --ncxserver-sockname={port}@{socket}\"");
        _netconfd = await ReadyProcess.StartAsync(
            "/usr/sbin/netconfd", "Running netconfd server", _directory,
            "--module=helloworld", "--no-startup", $"--superuser={Environment.UserName}", $"--port={port}", $"--ncxserver-sockname={socket}", "--log-level=info");
        await _sshd.StartAsync();
    }
}

/// <summary>The tests that share that server.</summary>
[CollectionDefinition(Name)]
public sealed class NetconfdCollection : ICollectionFixture<NetconfdFixture>
{
    public const string Name = "netconfd";
}

using System.Net.Sockets;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;
using Taiji.Ssh;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Pumping;

namespace Taiji.Clients.Connecting;

/// <summary>NETCONF over SSH (RFC 6242). The server's key is verified against known_hosts unless said otherwise.</summary>
public sealed record SshTarget : NetconfTarget
{
    /// <summary>The port that IANA gave NETCONF over SSH.</summary>
    public const int DefaultPort = 830;

    /// <summary>The device's name or address. For call home the name under which known_hosts has it; empty for the peer's address.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The password, also the answer to a lone keyboard-interactive question; or null.</summary>
    public string? Password { get; init; }

    /// <summary>Keys to try before the password: <c>SshPrivateKey.Load(path, passphrase)</c>.</summary>
    public IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; } = [];

    /// <summary>Whether the keys of an agent are tried too.</summary>
    public bool UseAgent { get; init; }

    /// <summary>The agent's socket; null for the one that <c>SSH_AUTH_SOCK</c> names.</summary>
    public string? AgentSocket { get; init; }

    /// <summary>Answers keyboard-interactive questions (RFC 4256); null leaves them to <see cref="Password"/>.</summary>
    public Func<IReadOnlyList<SshPrompt>, CancellationToken, ValueTask<IReadOnlyList<string>>>? AnswerPrompts { get; init; }

    /// <summary>How the device's key is checked.</summary>
    public SshHostKeyVerification HostKeyVerification { get; init; } = SshHostKeyVerification.Strict;

    /// <summary>The known_hosts file; null for the usual ones.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>The name under which known_hosts has the device; null for <see cref="Host"/>.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>The keys that count with <see cref="SshHostKeyVerification.Pinned"/>.</summary>
    public IReadOnlyList<SshPublicKey> PinnedHostKeys { get; init; } = [];

    /// <summary>A host to pass through, which may have one itself; null for none.</summary>
    public SshTarget? Jump { get; init; }

    /// <summary>A command whose standard input and output lead to the device, for <c>/bin/sh</c>; null for none.</summary>
    public string? ProxyCommand { get; init; }

    /// <summary>How long the login may take of <see cref="NetconfTarget.ConnectTimeout"/>; null for all of it.</summary>
    public TimeSpan? LoginTimeout { get; init; }

    /// <summary>How long the connection may be silent before TCP asks whether the device is there; zero for never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The loop whose thread waits for the connection's socket; connections that share one cost no thread each. Null for one that all connections without share.</summary>
    public SshEventLoop? EventLoop { get; init; }

    /// <summary>Called for what happens on the SSH connection; null for silence.</summary>
    public Action<SshLogEvent>? Log { get; init; }

    /// <inheritdoc/>
    public override string Name => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>A target as OpenSSH's configuration files describe it: HostName, Port, User, IdentityFile, ProxyJump, ProxyCommand and the like.</summary>
    /// <param name="alias">The name as one would give it to <c>ssh</c>.</param>
    /// <param name="file">The file; null for the user's and then the system's.</param>
    /// <param name="user">The user; null for the files', and else the one that runs this process.</param>
    /// <param name="passphrase">Gives the passphrase of a key's file that has one; null to skip such keys.</param>
    /// <exception cref="FormatException">A file is not as ssh_config(5) says.</exception>
    public static SshTarget FromConfig(string alias, string? file = null, string? user = null, Func<string, string?>? passphrase = null) =>
        SshConfigTarget.Make(alias, file, user, passphrase, DefaultPort);

    /// <inheritdoc/>
    private protected override async Task<NetconfTransport> OpenAsync(Socket? socket, DeviceProfile profile, CancellationToken cancellationToken)
    {
        var connection = await SshClientConnection.ConnectAsync(ToOptions(socket, profile), cancellationToken).ConfigureAwait(false);
        try
        {
            var channel = await OpenChannelAsync(connection, profile, cancellationToken).ConfigureAwait(false);
            return new NetconfTransport(channel, Host.Length > 0 ? Name : connection.RemoteEndPoint?.ToString(), async () =>
            {
                await channel.DisposeAsync().ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            });
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<SshClientChannel> OpenChannelAsync(SshClientConnection connection, DeviceProfile profile, CancellationToken cancellationToken)
    {
        SshException? refusal = null;
        foreach (var subsystem in profile.Subsystems)
        {
            try
            {
                return await connection.OpenSubsystemAsync(subsystem, cancellationToken).ConfigureAwait(false);
            }
            catch (SshException e) when (e is not SshConnectException)
            {
                refusal ??= e;
            }
        }

        if (profile.FallbackCommand is { } command) return await connection.OpenCommandAsync(command, cancellationToken).ConfigureAwait(false);
        throw refusal ?? new SshException("The profile names no subsystem.");
    }

    private SshClientOptions ToOptions(Socket? socket, DeviceProfile? profile) => new()
    {
        Host = Host.Length > 0 ? Host : (socket?.RemoteEndPoint as System.Net.IPEndPoint)?.Address.ToString() ?? "",
        Port = Port,
        Socket = socket,
        Jump = socket is null ? Jump?.ToOptions(null, null) : null,
        ProxyCommand = socket is null ? ProxyCommand : null,
        HostKeyAlias = HostKeyAlias,
        User = User,
        Password = Password,
        PrivateKeys = PrivateKeys,
        UseAgent = UseAgent && profile?.AvoidsAgent != true,
        AgentSocket = AgentSocket,
        AnswerPrompts = AnswerPrompts,
        HostKeyVerification = HostKeyVerification,
        KnownHostsFile = KnownHostsFile,
        PinnedHostKeys = PinnedHostKeys,
        ConnectTimeout = ConnectTimeout,
        LoginTimeout = LoginTimeout,
        KeepAlive = KeepAlive,
        EventLoop = EventLoop ?? SharedLoop.Value,
        Log = Log,
    };

    // One thread for the process, however many connections there are.
    private static readonly Lazy<SshEventLoop> SharedLoop = new(() => new SshEventLoop());
}

using System.Net.Sockets;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ClientSide;

/// <summary>How a client decides whether the server's key is the right one.</summary>
public enum SshHostKeyVerification
{
    /// <summary>Only keys that the known_hosts file has for the host.</summary>
    Strict,

    /// <summary>Also the first key of a host that the file doesn't have; it is added. A changed key is refused.</summary>
    AcceptNew,

    /// <summary>Only <see cref="SshClientOptions.PinnedHostKeys"/>.</summary>
    Pinned,

    /// <summary>Any key: for tests, or when <see cref="SshClientConnection.HostKey"/> is examined by the caller.</summary>
    None,
}

/// <summary>Whom an <see cref="SshClientConnection"/> connects to, and how it logs in.</summary>
public sealed class SshClientOptions
{
    /// <summary>The server's name or address. With <see cref="Socket"/> only the name under which known_hosts has it.</summary>
    public string Host { get; init; } = "";

    /// <summary>The server's port, 1 to 65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>
    /// A connected socket to use instead of connecting, as for call home (RFC 8071); the connection owns it from then on.
    /// </summary>
    public Socket? Socket { get; init; }

    /// <summary>A server through which this one is reached, and so on (ssh_config's ProxyJump); null for none.</summary>
    public SshClientOptions? Jump { get; init; }

    /// <summary>
    /// A command whose standard input and output lead to the server (ssh_config's ProxyCommand), run by <c>/bin/sh</c>; null for
    /// none. Its tokens <c>%h</c> and <c>%p</c> are replaced already.
    /// </summary>
    public string? ProxyCommand { get; init; }

    /// <summary>The name under which known_hosts has the server; null for <see cref="Host"/>.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The password, also the answer to a lone keyboard-interactive question; or null.</summary>
    public string? Password { get; init; }

    /// <summary>Keys to try, in this order, before the password.</summary>
    public IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; } = [];

    /// <summary>Whether the keys of an agent are tried too.</summary>
    public bool UseAgent { get; init; }

    /// <summary>The agent's socket; null for the one that <c>SSH_AUTH_SOCK</c> names. A path needs libssh 0.10.</summary>
    public string? AgentSocket { get; init; }

    /// <summary>Answers keyboard-interactive questions (RFC 4256), one for each; null leaves them to <see cref="Password"/>.</summary>
    public Func<IReadOnlyList<SshPrompt>, CancellationToken, ValueTask<IReadOnlyList<string>>>? AnswerPrompts { get; init; }

    /// <summary>How the server's key is checked.</summary>
    public SshHostKeyVerification HostKeyVerification { get; init; } = SshHostKeyVerification.Strict;

    /// <summary>The known_hosts file; null for <c>~/.ssh/known_hosts</c> with <c>/etc/ssh/ssh_known_hosts</c>.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>The keys that count with <see cref="SshHostKeyVerification.Pinned"/>.</summary>
    public IReadOnlyList<SshPublicKey> PinnedHostKeys { get; init; } = [];

    /// <summary>How long connecting, host key and authentication may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long authentication may take of it; null for all of it.</summary>
    public TimeSpan? LoginTimeout { get; init; }

    /// <summary>How long the connection may be silent before TCP asks whether the server is there; zero for never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The loop whose thread waits for this connection's socket. Connections that share one cost no thread each; null makes one
    /// that lives as long as the connection.
    /// </summary>
    public SshEventLoop? EventLoop { get; init; }

    /// <summary>Called for what happens, from any thread; it must be quick. Null for silence.</summary>
    public Action<SshLogEvent>? Log { get; init; }

    internal void Validate()
    {
        if (User.Length == 0)
        {
            throw new ArgumentException("An SSH connection needs a user's name.");
        }
        if (new[] { Socket is not null, Jump is not null, ProxyCommand is not null }.Count(way => way) > 1)
        {
            throw new ArgumentException("A socket, a jump host and a proxy command exclude each other.");
        }
        if (Socket is null && (Host.Length == 0 || Port is < 1 or > 65535))
        {
            throw new ArgumentException("An SSH connection needs a host and a port from 1 to 65535.");
        }
        if (Host.Length == 0 && HostKeyVerification is SshHostKeyVerification.Strict or SshHostKeyVerification.AcceptNew)
        {
            throw new ArgumentException("The host's name is needed to find its key in known_hosts.");
        }
        if (HostKeyVerification == SshHostKeyVerification.Pinned && PinnedHostKeys.Count == 0)
        {
            throw new ArgumentException("No host key is pinned.");
        }
    }
}

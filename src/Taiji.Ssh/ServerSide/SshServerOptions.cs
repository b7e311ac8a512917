using System.Net;
using Taiji.Ssh.Keys;

namespace Taiji.Ssh.ServerSide;

/// <summary>What an <see cref="SshServer"/> listens on, and its limits.</summary>
public sealed class SshServerOptions
{
    /// <summary>Where to listen; port 0 takes a free one. None when every socket comes by <see cref="SshServer.ServeAsync"/>.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; init; } = [new IPEndPoint(IPAddress.Loopback, 0)];

    /// <summary>The server's keys, at most one of a kind; at least one.</summary>
    public IReadOnlyList<SshPrivateKey> HostKeys { get; init; } = [];

    /// <summary>The subsystems that clients may ask for, such as <c>netconf</c> (RFC 6242 §3). Everything else is refused.</summary>
    public IReadOnlyList<string> Subsystems { get; init; } = ["netconf"];

    /// <summary>Failed authentication attempts on one connection until it is closed (RFC 4252 §4).</summary>
    public int MaxAuthTries { get; init; } = 6;

    /// <summary>How long a connection may take until its user is authenticated.</summary>
    public TimeSpan LoginGraceTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Connections whose user isn't authenticated yet; more are closed at once.</summary>
    public int MaxStartups { get; init; } = 100;

    /// <summary>Open subsystem channels of all connections together; more are refused.</summary>
    public int MaxSessions { get; init; } = 1024;

    /// <summary>Open subsystem channels of one user; null for no limit of its own.</summary>
    public int? MaxSessionsPerUser { get; init; }

    /// <summary>Open channels of one connection (RFC 4254 §5.1).</summary>
    public int MaxChannelsPerConnection { get; init; } = 10;

    /// <summary>The software version in the identification <c>SSH-2.0-…</c> (RFC 4253 §4.2): printable, no space.</summary>
    public string Identification { get; init; } = "Taiji";

    /// <summary>Text that clients show before they authenticate (RFC 4252 §5.4), or null.</summary>
    public string? Banner { get; init; }

    /// <summary>Bytes after which keys are exchanged anew; null leaves it to the cipher (RFC 4253 §9).</summary>
    public long? RekeyLimit { get; init; }

    /// <summary>How long an established connection may be silent before TCP asks whether the peer is there; zero for never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long <see cref="SshServer.StopAsync"/> waits for handlers and peers before it cuts them off.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called for what happens, from any thread; it must be quick. Null for silence.</summary>
    public Action<SshLogEvent>? Log { get; init; }

    internal void Validate()
    {
        if (HostKeys.Count == 0)
        {
            throw new ArgumentException("An SSH server needs a host key.");
        }
        if (Identification.Length is 0 or > 100 || Identification.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("The identification must be printable ASCII without spaces, 1 to 100 characters (RFC 4253 §4.2).");
        }
        if (MaxAuthTries < 1 || MaxStartups < 1 || MaxSessions < 1 || MaxSessionsPerUser < 1 || MaxChannelsPerConnection < 1)
        {
            throw new ArgumentException("A limit of an SSH server must be at least 1.");
        }
    }
}

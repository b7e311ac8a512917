using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Urls;

namespace Taiji.Server.NetconfServer;

/// <summary>Limits of the NETCONF server, whichever transport a session came by.</summary>
public sealed class NetconfServerOptions
{
    /// <summary>How long a client may take for its hello.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a session without subscription may stay without an rpc; infinite for ever.</summary>
    public TimeSpan IdleTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a client may send nothing inside a message that is too long to be kept: such a session ends, lest its thread wait for ever.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>NETCONF sessions open at once; more are closed before their hello.</summary>
    public int MaxSessions { get; set; } = 1000;

    /// <summary>The longest message taken, in bytes; a longer one is answered with too-big.</summary>
    public long MaxMessageSize { get; set; } = 64L * 1024 * 1024;

    /// <summary>The deepest nesting of elements in a message; a deeper one is answered with too-big.</summary>
    public int MaxDepth { get; set; } = 128;

    /// <summary>Which URLs configurations are read and written at; none by default.</summary>
    public UrlOptions Urls { get; } = new();

    /// <summary>Whom local sessions may act for.</summary>
    public CredentialsMode Credentials { get; set; } = CredentialsMode.Except;

    /// <summary>Local users who may act for anybody, beside root and the server's own, in the mode <see cref="CredentialsMode.Except"/>.</summary>
    public IList<string> TrustedUsers { get; } = [];

    /// <summary>The session's part of the limits.</summary>
    internal NetconfSessionOptions ToSessionOptions() => new()
    {
        HelloTimeout = HelloTimeout,
        IdleTimeout = IdleTimeout,
        StallTimeout = StallTimeout,
        MaxMessageSize = MaxMessageSize,
        MaxDepth = MaxDepth,
    };
}

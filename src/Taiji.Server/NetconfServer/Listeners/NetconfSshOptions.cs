using System.Net;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>How NETCONF over SSH (RFC 6242) is served.</summary>
public sealed class NetconfSshOptions
{
    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public IList<IPEndPoint> EndPoints { get; } = [];

    /// <summary>The directory of the host keys, which are made when it has none.</summary>
    public string HostKeyDirectory { get; set; } = "";

    /// <summary>Failed login attempts on one connection until it is closed.</summary>
    public int MaxLoginAttempts { get; set; } = 6;

    /// <summary>How long a connection may take until its user is authenticated.</summary>
    public TimeSpan LoginGraceTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Connections whose user isn't authenticated yet; more are closed at once.</summary>
    public int MaxUnauthenticated { get; set; } = 100;

    /// <summary>Text that clients show before they authenticate, or null.</summary>
    public string? Banner { get; set; }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>How NETCONF over TLS (RFC 7589) is served.</summary>
public sealed class NetconfTlsOptions
{
    /// <summary>Where to listen; port 0 takes a free one. None when sessions come by configured listeners or call home only.</summary>
    public IList<IPEndPoint> EndPoints { get; } = [];

    /// <summary>Gives the server's certificate with its key, once, when the first is needed; null: TLS is not served.</summary>
    public Func<X509Certificate2>? Certificate { get; set; }

    /// <summary>The authorities that client certificates must come from (or the certificates themselves); empty: TLS is not served.</summary>
    public X509Certificate2Collection ClientAuthorities { get; } = [];

    /// <summary>How long a handshake may take.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections in their handshake; more are closed at once.</summary>
    public int MaxUnauthenticated { get; set; } = 100;
}

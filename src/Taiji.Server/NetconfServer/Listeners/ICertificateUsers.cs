using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>Knows which user a client certificate is (RFC 7589 §7). Asked only about certificates whose path has been validated.</summary>
public interface ICertificateUsers
{
    /// <summary>The user's name, or null when no rule gives one.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="authorities">The certificates above it, the issuer first.</param>
    string? UserOf(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> authorities);
}

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.Http;

/// <summary>The TLS of connections that are handed over.</summary>
/// <param name="Certificate">The server's.</param>
/// <param name="Clients">Verifies client certificates; null asks for none.</param>
/// <param name="DemandsClient">Whether a client without one is turned away in the handshake.</param>
internal sealed record HandedTls(X509Certificate2 Certificate, ClientCertificates? Clients, bool DemandsClient)
{
    /// <summary>As a handshake needs it.</summary>
    public SslServerAuthenticationOptions ToOptions() => new()
    {
        ServerCertificate = Certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        AllowRenegotiation = false,
        ClientCertificateRequired = Clients is not null,
        RemoteCertificateValidationCallback = Clients is null ? null : (_, certificate, chain, _) => certificate is null
            ? !DemandsClient
            : Clients.ChainOf(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), chain?.ChainPolicy.ExtraStore) is not null,
    };
}

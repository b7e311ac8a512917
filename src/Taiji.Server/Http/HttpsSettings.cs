using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Taiji.Server.Http;

/// <summary>How HTTP is served safely: TLS 1.2 and up, clients by certificates of the CAs given, and limits on what a client may send.</summary>
public static class HttpsSettings
{
    private const int HardHeadLimit = 256 * 1024;

    /// <summary>Sets TLS up.</summary>
    /// <param name="tls">Kestrel's settings.</param>
    /// <param name="clients">Verifies client certificates; null asks for none.</param>
    public static void Apply(HttpsConnectionAdapterOptions tls, ClientCertificates? clients)
    {
        ArgumentNullException.ThrowIfNull(tls);
        tls.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (clients is null) return;
        // One that doesn't hold ends the handshake; a client without one can still log in otherwise.
        tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        tls.CheckCertificateRevocation = false;
        tls.ClientCertificateValidation = (certificate, chain, _) => clients.ChainOf(certificate, chain?.ChainPolicy.ExtraStore) is not null;
    }

    /// <summary>Sets limits: of a request's size and headers, of the time its headers may take, and of how slowly its body may come.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="largestBody">The largest body in bytes.</param>
    public static void Limit(KestrelServerOptions kestrel, long largestBody)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.Limits.MaxRequestBodySize = largestBody;
        // The limits are those of HeadLimits, which says what is wrong; beyond these Kestrel ends the connection with a status alone. They aren't higher, since the fields of an HTTP/2
        // request are compressed: a client makes that much of some hundred bytes, for each of its streams.
        kestrel.Limits.MaxRequestLineSize = HardHeadLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = HardHeadLimit;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = HardHeadLimit;
        kestrel.Limits.Http3.MaxRequestHeaderFieldSize = HardHeadLimit;
        kestrel.Limits.MaxRequestHeaderCount = 1_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.MaxConcurrentConnections = 20_000;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    }
}

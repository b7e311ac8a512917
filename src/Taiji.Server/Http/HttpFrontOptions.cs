using System.Net;

namespace Taiji.Server.Http;

/// <summary>What stands between HTTP's clients and the resources: proxies, browsers of other origins, compression.</summary>
public sealed class HttpFrontOptions
{
    /// <summary>Whether replies are compressed for clients that accept it (RFC 9110 §12.5.3).</summary>
    public bool Compress { get; set; } = true;

    /// <summary>The longest request target in characters; a longer one is answered with 414. Protocols may take less.</summary>
    public int MaxTargetLength { get; set; } = 64 * 1024;

    /// <summary>The size of a request's header fields in bytes, names and values; more is answered with 431.</summary>
    public int MaxHeadersSize { get; set; } = 32 * 1024;

    /// <summary>How many header fields a request may have; more is answered with 431.</summary>
    public int MaxHeaderCount { get; set; } = 100;

    /// <summary>The origins whose pages may use the server from a browser (CORS), as <c>https://host:port</c>, with the credentials it has; <c>*</c> for any, without them. None by default.</summary>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>The proxies that are believed what they say of the client (<c>Forwarded</c>, <c>X-Forwarded-*</c>, its certificate). None by default.</summary>
    public IList<IPNetwork> TrustedProxies { get; } = [];

    /// <summary>Whether whoever connects through a Unix socket is such a proxy.</summary>
    public bool TrustUnixSockets { get; set; }

    /// <summary>
    /// The header in which trusted proxies hand on the client's certificate: PEM, percent-encoded (nginx's <c>$ssl_client_escaped_cert</c>), or as in RFC 9440
    /// (<c>Client-Cert</c>). Null: they don't.
    /// </summary>
    public string? ClientCertificateHeader { get; set; }
}

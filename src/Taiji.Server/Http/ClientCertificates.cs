using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.Http;

/// <summary>Verifies certificates of TLS clients against the CAs that the server was given, and no others.</summary>
public sealed class ClientCertificates
{
    // Client authentication (RFC 5280 §4.2.1.12).
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;

    /// <summary>Makes it.</summary>
    /// <param name="authorities">Root and intermediate CAs.</param>
    public ClientCertificates(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>Loads the CAs.</summary>
    /// <param name="file">PEM file with one or more certificates.</param>
    /// <exception cref="IOException">It can't be read, or has none.</exception>
    public static ClientCertificates Load(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"{file}: {e.Message}", e);
        }

        return authorities.Count > 0 ? new ClientCertificates(authorities) : throw new IOException($"{file}: there is no certificate in it");
    }

    // RFC 7589 §4: a certificate that was configured needs no authority above it; all else must be right.
    private bool IsNamedItself(X509Certificate2 certificate, X509Chain chain) =>
        _authorities.Any(a => a.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
        && chain.ChainStatus.All(s => s.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot);

    /// <summary>The certificate and those above it up to a CA that is trusted; null when it isn't valid now, not for clients, or of no such CA.</summary>
    /// <param name="certificate">The client's.</param>
    /// <param name="sent">Others that the client sent.</param>
    public IReadOnlyList<X509Certificate2>? ChainOf(X509Certificate2 certificate, X509Certificate2Collection? sent = null)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // Nobody is asked over the network while a client waits: revocation is by the table of names.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent);
        return chain.Build(certificate) || IsNamedItself(certificate, chain) ? [.. chain.ChainElements.Select(e => e.Certificate)] : null;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>One entry of a cert-to-name table (RFC 7407 §2.1).</summary>
/// <param name="Id">Entries are tried in this order.</param>
/// <param name="Fingerprint">The hash algorithm's octet and the hash (RFC 6353 <c>SnmpTLSFingerprint</c>).</param>
/// <param name="MapType">The identity's name: <c>specified</c>, <c>san-rfc822-name</c>, <c>san-dns-name</c>, <c>san-ip-address</c>, <c>san-any</c>, <c>common-name</c> or <c>email-or-common-name</c>.</param>
/// <param name="Name">The name of <c>specified</c>.</param>
public sealed record CertificateMap(uint Id, byte[] Fingerprint, string MapType, string? Name)
{
    /// <summary>The user that a certificate stands for: by the first entry that matches it, or one above it, and gives a name; null when none does.</summary>
    /// <param name="chain">The client's certificate, and those above it, verified.</param>
    /// <param name="maps">The table.</param>
    public static string? UserOf(IReadOnlyList<X509Certificate2> chain, IEnumerable<CertificateMap> maps)
    {
        if (chain.Count == 0) return null;
        foreach (var map in maps.OrderBy(m => m.Id))
        {
            if (chain.Any(map.Matches) && CertificateName.Of(chain[0], map) is { Length: > 0 } name) return name;
        }

        return null;
    }

    /// <summary>Parses <c>04:ab:…</c>.</summary>
    /// <param name="text">The text of the type <c>tls-fingerprint</c>.</param>
    public static byte[] ParseFingerprint(string text) => Convert.FromHexString(text.Replace(":", "", StringComparison.Ordinal));

    private bool Matches(X509Certificate2 certificate)
    {
        if (Fingerprint.Length < 2 || AlgorithmOf(Fingerprint[0]) is not { } algorithm) return false;
        return CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(algorithm), Fingerprint.AsSpan(1));
    }

    // The TLS HashAlgorithm registry (RFC 5246 §7.4.1.4.1).
    private static HashAlgorithmName? AlgorithmOf(byte octet) => octet switch
    {
        1 => HashAlgorithmName.MD5,
        2 => HashAlgorithmName.SHA1,
        4 => HashAlgorithmName.SHA256,
        5 => HashAlgorithmName.SHA384,
        6 => HashAlgorithmName.SHA512,
        _ => null,
    };
}

using System.Security.Cryptography.X509Certificates;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji.Server.NetconfServer.Configured;

/// <summary>One entry of <c>cert-to-name</c> (RFC 7407 §3).</summary>
/// <param name="Id">Low ones are tried first.</param>
/// <param name="Fingerprint">Of the client's certificate, or of an authority above it.</param>
/// <param name="MapType">The identity's name.</param>
/// <param name="Name">The user of <c>specified</c>.</param>
internal sealed record CertificateMapping(uint Id, string Fingerprint, string MapType, string? Name);

/// <summary>Users by <c>/taiji-netconf-server:netconf-server/tls/client-identity-mappings</c>.</summary>
internal sealed class ConfiguredCertificateUsers : ICertificateUsers
{
    private volatile IReadOnlyList<CertificateMapping> _mappings = [];

    /// <summary>What holds for connections from now on.</summary>
    /// <param name="mappings">In any order.</param>
    public void Use(IEnumerable<CertificateMapping> mappings) => _mappings = [.. mappings.OrderBy(m => m.Id)];

    /// <inheritdoc/>
    public string? UserOf(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> authorities)
    {
        foreach (var mapping in _mappings)
        {
            if (!CertificateNames.Has(certificate, mapping.Fingerprint) && !authorities.Any(a => CertificateNames.Has(a, mapping.Fingerprint))) continue;
            var name = mapping.MapType == "specified" ? mapping.Name : CertificateNames.Find(certificate, mapping.MapType);
            // An entry that yields no name is passed over (RFC 7407 §3).
            if (!string.IsNullOrEmpty(name)) return name;
        }

        return null;
    }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Clients.Connecting;

/// <summary>Decides about a server's certificate, and remembers why it was refused.</summary>
internal sealed class TlsTrust(TlsTarget target)
{
    /// <summary>Why the certificate was refused; null when it wasn't.</summary>
    public string? Refusal { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors faults)
    {
        Refusal = Judge(certificate, chain, faults);
        return Refusal is null;
    }

    private string? Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors faults)
    {
        if (certificate is null) return "the server has shown no certificate.";
        var fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (target.PinnedCertificates.Count > 0)
        {
            return target.PinnedCertificates.Any(p => Plain(p).Equals(fingerprint, StringComparison.OrdinalIgnoreCase))
                ? null
                : $"the server's certificate \"{certificate.Subject}\" (SHA-256 {fingerprint}) isn't one of those pinned.";
        }

        if ((faults & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return $"the server's certificate \"{certificate.Subject}\" isn't to be trusted: {string.Join("; ", chain?.ChainStatus.Select(s => s.StatusInformation.Trim()) ?? [])}";
        if ((faults & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 && target.ChecksServerName)
            return $"the server's certificate \"{certificate.Subject}\" is not of {target.ServerName ?? target.Host} (RFC 7589 §6).";
        return null;
    }

    private static string Plain(string fingerprint) => fingerprint.Replace(":", "", StringComparison.Ordinal);
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Bench.Netconf;

/// <summary>An authority of the benchmark's own, and one client.</summary>
internal sealed class BenchCertificates : IDisposable
{
    public BenchCertificates(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthorityFile = Path.Combine(directory, "authority.pem");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());

        using var clientKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var clientRequest = new CertificateRequest("CN=admin", clientKey, HashAlgorithmName.SHA256);
        clientRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = clientRequest.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(clientKey);
        Client = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        var fingerprint = "04:" + string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(b => b.ToString("X2", null)));
        Mapping = "<certificates xmlns=\"urn:taiji:access\"><cert-to-name xmlns:x=\"urn:ietf:params:xml:ns:yang:ietf-x509-cert-to-name\"><id>1</id>"
            + $"<fingerprint>{fingerprint}</fingerprint><map-type>x:common-name</map-type></cert-to-name></certificates>";
    }

    public string AuthorityFile { get; }

    public X509Certificate2 Client { get; }

    /// <summary>Configuration that makes the client the user admin.</summary>
    public string Mapping { get; }

    public void Dispose() => Client.Dispose();
}

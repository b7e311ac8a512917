using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Clients.Tests.Support;

/// <summary>An authority, and what it has signed.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 Authority { get; } = MakeAuthority("CN=Test Authority");

    public static X509Certificate2 OtherAuthority { get; } = MakeAuthority("CN=Other Authority");

    public static X509Certificate2 Server { get; } = Sign("CN=device", "localhost", null);

    public static X509Certificate2 Client { get; } = Sign("CN=alice", null, "1.3.6.1.5.5.7.3.2");

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Sign(string name, string? dnsName, string? usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        if (dnsName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        if (usage is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var signed = request.Create(Authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.Http;

/// <summary>The server's own certificate when it is given none: made once, kept as PEM, the key readable by the owner only.</summary>
public static class SelfSignedCertificate
{
    /// <summary>Loads the certificate kept in a directory, or makes it.</summary>
    /// <param name="directory">The data directory.</param>
    public static X509Certificate2 LoadOrMake(string directory)
    {
        var (certificate, key) = (Path.Combine(directory, "https-certificate.pem"), Path.Combine(directory, "https-key.pem"));
        if (!File.Exists(certificate) || !File.Exists(key)) Make(directory, certificate, key);
        return Load(certificate, key);
    }

    /// <summary>Loads a certificate and its key.</summary>
    /// <param name="certificate">PEM file.</param>
    /// <param name="key">PEM file; the certificate's when null.</param>
    /// <exception cref="IOException">They can't be read, or aren't a certificate and its key.</exception>
    public static X509Certificate2 Load(string certificate, string? key)
    {
        SecretFile.Demand(key ?? certificate);
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"{certificate}{(key is null ? "" : $" and {key}")}: {e.Message}", e);
        }
    }

    private static void Make(string directory, string certificate, string key)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Dns.GetHostName()}", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Dns.GetHostName());
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(10));
        using (var file = new FileStream(key, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem()));
        }

        File.WriteAllText(certificate, made.ExportCertificatePem());
    }
}

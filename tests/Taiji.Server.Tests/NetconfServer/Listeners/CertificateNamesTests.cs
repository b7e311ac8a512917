using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Taiji.Server.NetconfServer.Configured;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji.Server.Tests.NetconfServer.Listeners;

/// <summary>RFC 7407 §3, RFC 7589 §7.</summary>
public sealed class CertificateNamesTests
{
    [Theory]
    [InlineData("common-name", "Carol")]
    [InlineData("san-rfc822-name", "Dave@example.com")]
    [InlineData("san-dns-name", "host.example")]
    [InlineData("san-ip-address", "192.0.2.7")]
    [InlineData("san-any", "Dave@example.com")]
    [InlineData("specified", null)]
    public void Each_map_type_takes_its_name(string mapType, string? expected)
    {
        using var certificate = Make(n =>
        {
            n.AddEmailAddress("Dave@Example.COM");
            n.AddDnsName("HOST.Example");
            n.AddIpAddress(IPAddress.Parse("192.0.2.7"));
        });
        CertificateNames.Find(certificate, mapType).ShouldBe(expected);
    }

    [Fact]
    public void An_ipv6_address_is_32_digits()
    {
        using var certificate = Make(n => n.AddIpAddress(IPAddress.Parse("2001:db8::1")));
        CertificateNames.Find(certificate, "san-ip-address").ShouldBe("20010db8000000000000000000000001");
    }

    [Fact]
    public void A_certificate_without_alternative_names_has_none()
    {
        using var certificate = Make(null);
        CertificateNames.Find(certificate, "san-any").ShouldBeNull();
    }

    [Fact]
    public void The_first_entry_that_matches_and_yields_a_name_decides()
    {
        using var certificate = Make(null);
        using var authority = Make(null);
        var users = new ConfiguredCertificateUsers();
        users.Use(
        [
            new CertificateMapping(9, Fingerprint(certificate, 5, HashAlgorithmName.SHA384), "specified", "late"),
            new CertificateMapping(1, Fingerprint(certificate, 4, HashAlgorithmName.SHA256), "san-dns-name", null),
            new CertificateMapping(2, Fingerprint(authority, 6, HashAlgorithmName.SHA512), "common-name", null),
        ]);
        users.UserOf(certificate, [authority]).ShouldBe("Carol");
        users.UserOf(certificate, []).ShouldBe("late");
        users.UserOf(authority, []).ShouldBe("Carol");
        users.Use([]);
        users.UserOf(certificate, [authority]).ShouldBeNull();
    }

    private static string Fingerprint(X509Certificate2 certificate, byte number, HashAlgorithmName algorithm) =>
        string.Join(':', new[] { number }.Concat(certificate.GetCertHash(algorithm)).Select(b => b.ToString("x2", null)));

    private static X509Certificate2 Make(Action<SubjectAlternativeNameBuilder>? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Carol,O=Example", key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl.Logins;

/// <summary>Users by certificates (RFC 7407, RFC 7589 §7).</summary>
public sealed class CertificateMapTests : IDisposable
{
    private readonly X509Certificate2 _authority = Make("CN=Test CA", null);
    private readonly X509Certificate2 _client = Make("E=Ann@Mail.Example, CN=Ann", names =>
    {
        names.AddDnsName("Router.Example");
        names.AddEmailAddress("Ann.Lee@Example.ORG");
        names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
        names.AddIpAddress(IPAddress.Parse("2001:db8::1"));
    });

    [Theory]
    [InlineData("specified", "given")]
    [InlineData("san-rfc822-name", "Ann.Lee@example.org")]
    [InlineData("san-dns-name", "router.example")]
    [InlineData("san-ip-address", "192.0.2.7")]
    [InlineData("san-any", "router.example")]
    [InlineData("common-name", "Ann")]
    [InlineData("email-or-common-name", "Ann.Lee@example.org")]
    [InlineData("no-such-type", null)]
    public void Each_map_type_gives_its_name(string type, string? expected) => UserOf(_client, Map(1, _client, type)).ShouldBe(expected);

    [Fact]
    public void An_IPv6_address_is_32_hexadecimal_digits()
    {
        using var client = Make("CN=x", names => names.AddIpAddress(IPAddress.Parse("2001:db8::1")));
        UserOf(client, Map(1, client, "san-ip-address")).ShouldBe("20010db8000000000000000000000001");
    }

    [Fact]
    public void Without_a_mail_address_in_the_alternative_names_the_subjects_is_taken_and_then_its_common_name()
    {
        using var mail = Make("E=Ann@Mail.Example, CN=Ann", null);
        using var name = Make("CN=Ann", null);
        UserOf(mail, Map(1, mail, "email-or-common-name")).ShouldBe("Ann@mail.example");
        UserOf(name, Map(1, name, "email-or-common-name")).ShouldBe("Ann");
        UserOf(name, Map(1, name, "san-any")).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "MD5")]
    [InlineData(2, "SHA1")]
    [InlineData(4, "SHA256")]
    [InlineData(5, "SHA384")]
    [InlineData(6, "SHA512")]
    public void The_first_octet_of_a_fingerprint_is_its_hash_algorithm(byte octet, string algorithm) =>
        UserOf(_client, new CertificateMap(1, [octet, .. _client.GetCertHash(new HashAlgorithmName(algorithm))], "common-name", null)).ShouldBe("Ann");

    [Fact]
    public void An_unknown_hash_algorithm_or_another_certificates_fingerprint_matches_nothing()
    {
        UserOf(_client, new CertificateMap(1, [3, .. _client.GetCertHash(HashAlgorithmName.SHA256)], "common-name", null)).ShouldBeNull();
        UserOf(_client, new CertificateMap(1, [4], "common-name", null)).ShouldBeNull();
        UserOf(_client, Map(1, _authority, "common-name")).ShouldBeNull();
    }

    [Fact]
    public void A_CAs_fingerprint_matches_all_of_its_certificates_and_the_name_is_the_clients()
    {
        CertificateMap.UserOf([_client, _authority], [Map(1, _authority, "common-name")]).ShouldBe("Ann");
    }

    [Fact]
    public void Entries_are_tried_by_their_ids_and_one_that_gives_no_name_is_passed_over()
    {
        using var plain = Make("CN=Ann", null);
        UserOf(plain, Map(9, plain, "specified"), Map(2, plain, "san-dns-name"), Map(5, plain, "common-name")).ShouldBe("Ann");
    }

    [Fact]
    public async Task The_table_is_the_one_in_running()
    {
        var compiler = new SchemaCompiler();
        compiler.Implement("ietf-netconf-acm");
        compiler.Implement("taiji-access");
        compiler.Implement("ietf-x509-cert-to-name");
        var schema = compiler.Compile().GetSchemaOrThrow();
        var print = string.Join(':', new byte[] { 4 }.Concat(_authority.GetCertHash(HashAlgorithmName.SHA256)).Select(o => o.ToString("X2", null)));
        var running = new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$$"""
            {"taiji-access:certificates":{"cert-to-name":[
              {"id":1,"fingerprint":"{{{print}}}","map-type":"ietf-x509-cert-to-name:san-ip-address"},
              {"id":2,"fingerprint":"{{{print}}}","map-type":"taiji-access:email-or-common-name"},
              {"id":3,"fingerprint":"{{{print}}}","map-type":"ietf-x509-cert-to-name:specified","name":"x"}]}}
            """)));
        CertificateAuthenticator.MapsOf(running).Count().ShouldBe(3);
        var authenticator = new CertificateAuthenticator(() => running);
        var facts = new TransportFacts { Transport = "test", Certificates = [_client, _authority] };
        (await authenticator.AuthenticateAsync(facts, CancellationToken.None)).ShouldBeOfType<AuthenticationResult.Accepted>().User.ShouldBe("192.0.2.7");
        (await authenticator.AuthenticateAsync(facts with { Certificates = [] }, CancellationToken.None)).ShouldBe(AuthenticationResult.Undecided);
        (await authenticator.AuthenticateAsync(facts with { Certificates = [_client] }, CancellationToken.None)).ShouldBe(AuthenticationResult.Undecided);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _client.Dispose();
    }

    private static CertificateMap Map(uint id, X509Certificate2 of, string type) => new(id, [4, .. of.GetCertHash(HashAlgorithmName.SHA256)], type, "given");

    private static string? UserOf(X509Certificate2 certificate, params CertificateMap[] maps) => CertificateMap.UserOf([certificate], maps);

    private static X509Certificate2 Make(string subject, Action<SubjectAlternativeNameBuilder>? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        alternatives?.Invoke(names);
        if (alternatives is not null) request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

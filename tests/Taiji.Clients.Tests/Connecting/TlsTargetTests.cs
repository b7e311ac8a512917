using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;

namespace Taiji.Clients.Tests.Connecting;

public sealed class TlsTargetTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Certificates_of_both_ends_open_a_session(SslProtocols version)
    {
        await using var device = await SimulatedDevice.StartAsync();
        await using var client = await (device.TlsTarget with { Protocols = version }).ConnectAsync();
        (await client.GetAsync()).ToData().HasElements.ShouldBeFalse();
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused_by_default()
    {
        await using var device = await SimulatedDevice.StartAsync();
        var target = device.TlsTarget with { ServerName = "other.example" };
        (await Should.ThrowAsync<AuthenticationException>(() => target.ConnectAsync())).Message.ShouldEndWith("is not of other.example (RFC 7589 §6).");
        await using var client = await (target with { ChecksServerName = false }).ConnectAsync();
        client.CloseReason.ShouldBeNull();
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        await using var device = await SimulatedDevice.StartAsync();
        await Should.ThrowAsync<AuthenticationException>(() => (device.TlsTarget with { Authorities = [TestCertificates.OtherAuthority] }).ConnectAsync());
        await Should.ThrowAsync<AuthenticationException>(() => (device.TlsTarget with { Authorities = null }).ConnectAsync());
    }

    [Fact]
    public async Task A_pinned_certificate_is_trusted_whatever_its_name_and_no_other_is()
    {
        await using var device = await SimulatedDevice.StartAsync();
        var fingerprint = TestCertificates.Server.GetCertHashString(HashAlgorithmName.SHA256);
        var colons = string.Join(':', fingerprint.Chunk(2).Select(c => new string(c).ToLowerInvariant()));
        await using var client = await (device.TlsTarget with { Authorities = null, ServerName = "other", PinnedCertificates = [colons] }).ConnectAsync();
        client.SessionId.ShouldBe(1u);
        await Should.ThrowAsync<AuthenticationException>(() => (device.TlsTarget with { PinnedCertificates = [new string('0', 64)] }).ConnectAsync());
    }

    [Fact]
    public async Task A_server_that_wants_another_client_ends_the_session()
    {
        await using var device = await SimulatedDevice.StartAsync();
        // With TLS 1.3 the client is done before the server has looked at its certificate.
        var fault = await Should.ThrowAsync<Exception>(() => (device.TlsTarget with { ClientCertificate = null }).ConnectAsync());
        fault.GetType().ShouldBeOneOf(typeof(AuthenticationException), typeof(IOException), typeof(Taiji.Netconf.NetconfException));
    }

    [Fact]
    public async Task Certificates_are_read_from_files()
    {
        using var directory = new TemporaryDirectory();
        var certificate = directory.File("cert.pem", TestCertificates.Client.ExportCertificatePem());
        using var exported = TestCertificates.Client.GetECDsaPrivateKey()!;
        var key = directory.File("key.pem", exported.ExportPkcs8PrivateKeyPem());
        var secret = directory.File("secret.pem", exported.ExportEncryptedPkcs8PrivateKeyPem("pass", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        var authorities = directory.File("ca.pem", TestCertificates.OtherAuthority.ExportCertificatePem() + "\n" + TestCertificates.Authority.ExportCertificatePem());
        using var plain = TlsTarget.LoadCertificate(certificate, key);
        using var encrypted = TlsTarget.LoadCertificate(certificate, secret, "pass");
        plain.HasPrivateKey.ShouldBeTrue();
        encrypted.HasPrivateKey.ShouldBeTrue();
        await using var device = await SimulatedDevice.StartAsync();
        await using var client = await (device.TlsTarget with { ClientCertificate = plain, Authorities = TlsTarget.LoadAuthorities(authorities) }).ConnectAsync();
        client.SessionId.ShouldBe(1u);
    }
}

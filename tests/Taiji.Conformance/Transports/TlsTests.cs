namespace Taiji.Conformance.Transports;

/// <summary>NETCONF over TLS (RFC 7589) with OpenSSL's <c>s_client</c>.</summary>
[Collection(TransportCollection.Name)]
public sealed class TlsTests(TransportFixture server)
{
    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_client_with_a_certificate_is_the_user_that_its_common_name_says(string version)
    {
        var (file, key, fingerprint) = server.Certificates.MakeClient("carol" + version);
        await server.MapAsync(10 + version[^1], fingerprint, "<map-type>x:common-name</map-type>");
        var output = (await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, TransportFixture.WhoAmI, version, "-cert", file, "-key", key)).Output;
        output.ShouldContain($"<username>carol{version}</username>");
        output.ShouldContain("ncm:netconf-tls</transport>");
        output.Split(RawNetconf.End)[2].ShouldContain("<ok/>");
    }

    [Fact]
    public async Task A_user_can_be_specified_for_a_fingerprint()
    {
        var (file, key, fingerprint) = server.Certificates.MakeClient("somebody");
        await server.MapAsync(1, fingerprint, "<map-type>x:specified</map-type><name>operator</name>");
        (await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, TransportFixture.WhoAmI, "-cert", file, "-key", key)).Output.ShouldContain("<username>operator</username>");
    }

    [Fact]
    public async Task A_client_without_certificate_gets_no_hello()
    {
        var result = await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, RawNetconf.Hello("1.0"));
        result.Output.ShouldNotContain("hello");
    }

    [Fact]
    public async Task A_certificate_that_is_nobodys_gets_no_hello()
    {
        var (file, key, _) = server.Certificates.MakeClient("stranger");
        (await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, RawNetconf.Hello("1.0"), "-cert", file, "-key", key)).Output.ShouldNotContain("hello");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_gets_no_hello()
    {
        using var others = new TestCertificates();
        var (file, key, fingerprint) = others.MakeClient("intruder");
        await server.MapAsync(2, fingerprint, "<map-type>x:common-name</map-type>");
        (await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, RawNetconf.Hello("1.0"), "-cert", file, "-key", key)).Output.ShouldNotContain("hello");
    }

    [Fact]
    public async Task Tls_1_1_is_refused()
    {
        var (file, key, fingerprint) = server.Certificates.MakeClient("oldtimer");
        await server.MapAsync(3, fingerprint, "<map-type>x:common-name</map-type>");
        // Without the security level OpenSSL's client would not even ask.
        var refused = await TransportFixture.SpeakTlsAsync(server.Taiji.TlsPort, RawNetconf.Hello("1.0"), "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-cert", file, "-key", key);
        refused.Output.ShouldNotContain("hello");
        refused.Error.ShouldContain("alert protocol version", customMessage: "the server says why");
    }

    [Fact]
    public async Task A_tls_port_without_authority_of_clients_does_not_start()
    {
        var result = await TaijiProcess.RunToEndAsync("--netconf-tls", "127.0.0.1:0");
        result.Status.ShouldBe(2);
        result.Error.ShouldContain("client certificates");
    }
}

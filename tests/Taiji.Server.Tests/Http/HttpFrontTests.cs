using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taiji.Server.Http;

namespace Taiji.Server.Tests.Http;

public sealed class HttpFrontTests
{
    private const string Tag = "\"abc-json\"";

    [Fact]
    public async Task A_trusted_proxy_is_believed_scheme_host_and_client()
    {
        await using var app = await StartAsync(o => o.TrustedProxies.Add(IPNetwork.Parse("127.0.0.0/8")));
        (await SeenAsync(app, ("Forwarded", "for=192.0.2.7;proto=https;host=router.example"))).ShouldBe("192.0.2.7 https router.example");
        (await SeenAsync(app, ("Forwarded", "for=\"[2001:db8::1]:4711\"; proto=https"))).ShouldStartWith("2001:db8::1 https 127.0.0.1:");
        (await SeenAsync(app, ("X-Forwarded-For", "192.0.2.8"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "r.example"))).ShouldBe("192.0.2.8 https r.example");
    }

    [Theory]
    [InlineData("For=\"192.0.2.43:_p\"; Proto=HTTPS; Host=r.example", "192.0.2.43 https r.example")]
    [InlineData("for=192.0.2.7;proto=ftp;host=\"r.example:8443\"", "192.0.2.7 http r.example:8443")]
    [InlineData("for=192.0.2.7;host=\"[2001:db8::2]:80\"", "192.0.2.7 http [2001:db8::2]:80")]
    [InlineData("for=192.0.2.7;host=\"a b\"", "192.0.2.7 http 127.0.0.1:")]
    [InlineData("for=192.0.2.7;host=\"evil.example/x?\"", "192.0.2.7 http 127.0.0.1:")]
    [InlineData("for=192.0.2.7;host=\"user@evil.example\"", "192.0.2.7 http 127.0.0.1:")]
    [InlineData("for=192.0.2.7;host=\"r.example:99999\"", "192.0.2.7 http 127.0.0.1:")]
    [InlineData("for=\"_hidden\";proto=https", "127.0.0.1 https 127.0.0.1:")]
    [InlineData(",;,", "127.0.0.1 http 127.0.0.1:")]
    public async Task What_a_proxy_says_is_read_as_RFC_7239_has_it_and_no_authority_is_made_of_what_is_none(string forwarded, string seen)
    {
        await using var app = await StartAsync(o => o.TrustedProxies.Add(IPNetwork.Parse("127.0.0.0/8")));
        (await SeenAsync(app, ("Forwarded", forwarded))).ShouldStartWith(seen);
    }

    [Fact]
    public async Task Only_what_trusted_ones_have_added_counts()
    {
        await using var app = await StartAsync(o => o.TrustedProxies.Add(IPNetwork.Parse("127.0.0.0/8")));
        // The last proxy that isn't trusted is the client: what it says of others is hearsay.
        (await SeenAsync(app, ("X-Forwarded-For", "10.0.0.1, 192.0.2.66"))).ShouldStartWith("192.0.2.66 http ");
        (await SeenAsync(app, ("Forwarded", "for=10.0.0.1, for=192.0.2.66, for=127.0.0.5"))).ShouldStartWith("192.0.2.66 http ");
        (await SeenAsync(app, ("Forwarded", "for=unknown;proto=https"))).ShouldStartWith("127.0.0.1 https ");
        (await SeenAsync(app, ("Forwarded", "nonsense"))).ShouldStartWith("127.0.0.1 http ");
    }

    [Theory]
    [InlineData("for=192.0.2.7;proto=https", "/dev/r1/", "/dev/r1")]
    [InlineData("proto=https;host=router.example", "/dev/r1", "/dev/r1")]
    [InlineData("for=unknown", "/dev/r1", "/dev/r1")]
    [InlineData(null, "/dev/r1", "/dev/r1")]
    [InlineData(null, "dev", "none")]
    [InlineData(null, "//evil.example", "none")]
    [InlineData(null, "/dev?x=", "none")]
    [InlineData(null, "/dev#x", "none")]
    public async Task The_path_that_a_proxy_takes_off_is_believed_whatever_it_says_of_the_client(string? forwarded, string prefix, string expected)
    {
        await using var app = await StartAsync(o => o.TrustedProxies.Add(IPNetwork.Parse("127.0.0.0/8")));
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/prefix");
        if (forwarded is not null) request.Headers.TryAddWithoutValidation("Forwarded", forwarded);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", prefix);
        using var response = await client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Nobody_else_is_believed_and_the_headers_are_gone()
    {
        await using var app = await StartAsync(o => o.ClientCertificateHeader = "Client-Cert");
        (await SeenAsync(app, ("Forwarded", "for=192.0.2.7;proto=https;host=x"), ("Client-Cert", "x"))).ShouldStartWith("127.0.0.1 http 127.0.0.1:");
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/claims");
        foreach (var name in new[] { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Client-Cert" }) request.Headers.TryAddWithoutValidation(name, "x");
        using var response = await client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_clients_certificate_is_taken_from_a_trusted_proxys_header_in_both_forms()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wanted = new CertificateRequest("CN=fred", key, HashAlgorithmName.SHA256);
        using var certificate = wanted.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var app = await StartAsync(o =>
        {
            o.TrustedProxies.Add(IPNetwork.Parse("127.0.0.1/32"));
            o.ClientCertificateHeader = "Client-Cert";
        });
        (await SubjectAsync(app, Uri.EscapeDataString(certificate.ExportCertificatePem()))).ShouldBe("CN=fred");
        (await SubjectAsync(app, $":{Convert.ToBase64String(certificate.RawData)}:")).ShouldBe("CN=fred");
        (await SubjectAsync(app, ":no:")).ShouldBe("BadRequest");
        (await SubjectAsync(app, "no")).ShouldBe("BadRequest");
    }

    [Fact]
    public async Task A_Unix_socket_is_listened_on_and_trusted_when_asked_for()
    {
        var path = Path.Combine(Path.GetTempPath(), $"taiji-{Guid.NewGuid():N}.sock");
        await using var app = await StartAsync(o => o.TrustUnixSockets = true, path);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/seen");
        request.Headers.TryAddWithoutValidation("Forwarded", "for=192.0.2.7;proto=https");
        using var response = await client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldBe("192.0.2.7 https localhost");
    }

    [Fact]
    public async Task CORS_lets_in_the_configured_origins_only()
    {
        await using var app = await StartAsync(o => o.CorsOrigins.Add("https://ui.example"));
        using var client = ClientOf(app);
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/data");
        asked.Headers.Add("Origin", "https://ui.example");
        asked.Headers.Add("Access-Control-Request-Method", "PATCH");
        asked.Headers.Add("Access-Control-Request-Headers", "authorization, if-match");
        using var preflight = await client.SendAsync(asked);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://ui.example"]);
        preflight.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("PATCH");

        using var other = new HttpRequestMessage(HttpMethod.Get, "/data");
        other.Headers.Add("Origin", "https://evil.example");
        using var reply = await client.SendAsync(other);
        reply.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();

        using var mine = new HttpRequestMessage(HttpMethod.Get, "/data");
        mine.Headers.Add("Origin", "https://ui.example");
        using var allowed = await client.SendAsync(mine);
        allowed.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("ETag");
        allowed.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Pages_of_anybody_come_without_the_browsers_credentials()
    {
        await using var app = await StartAsync(o => o.CorsOrigins.Add("*"));
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data");
        request.Headers.Add("Origin", "https://any.example");
        using var reply = await client.SendAsync(request);
        reply.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        reply.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("gzip", "gzip", "\"abc-json+gzip\"")]
    [InlineData("br", "br", "\"abc-json+br\"")]
    [InlineData("identity", null, Tag)]
    [InlineData(null, null, Tag)]
    public async Task Replies_are_compressed_for_who_accepts_it_with_a_tag_of_their_own(string? accepted, string? coding, string tag)
    {
        await using var app = await StartAsync();
        using var response = await GetAsync(app, accepted, null);
        response.Content.Headers.ContentEncoding.FirstOrDefault().ShouldBe(coding);
        response.Headers.ETag!.Tag.ShouldBe(tag);

        using var again = await GetAsync(app, accepted, tag);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        again.Headers.ETag!.Tag.ShouldBe(tag);

        using var guarded = new HttpRequestMessage(HttpMethod.Put, "/data");
        guarded.Headers.TryAddWithoutValidation("If-Match", tag);
        using var client = ClientOf(app);
        using var put = await client.SendAsync(guarded);
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_is_compressed_when_that_is_off()
    {
        await using var app = await StartAsync(o => o.Compress = false);
        using var response = await GetAsync(app, "gzip", null);
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    private static async Task<WebApplication> StartAsync(Action<HttpFrontOptions>? configure = null, string? socket = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpFront(configure);
        builder.WebHost.ConfigureKestrel(k =>
        {
            if (socket is null) k.Listen(IPAddress.Loopback, 0);
            else k.ListenUnixSocketFile(socket);
        });
        var app = builder.Build();
        app.UseHttpFront();
        app.UseRouting();
        app.MapGet("/seen", (HttpContext c) => $"{c.Connection.RemoteIpAddress} {c.Request.Scheme} {c.Request.Host}");
        app.MapGet("/prefix", (HttpContext c) => (string?)c.Items[ProxyTrust.PrefixKey] ?? "none");
        app.MapGet("/claims", (HttpContext c) => string.Join(',', c.Request.Headers.Keys.Where(k => k.StartsWith("X-", StringComparison.Ordinal) || k is "Forwarded" or "Client-Cert")));
        app.MapGet("/subject", (HttpContext c) => c.Connection.ClientCertificate?.Subject);
        app.Map("/data", async (HttpContext c) =>
        {
            if (HttpMethods.IsPut(c.Request.Method))
            {
                c.Response.StatusCode = c.Request.Headers.IfMatch == Tag ? 200 : 412;
                return;
            }

            c.Response.Headers.ETag = Tag;
            if (c.Request.Headers.IfNoneMatch == Tag)
            {
                c.Response.StatusCode = 304;
                return;
            }

            c.Response.ContentType = "application/yang-data+json";
            await c.Response.WriteAsync(new string('x', 10_000));
        });
        await app.StartAsync();
        return app;
    }

    private static HttpClient ClientOf(WebApplication app) => new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string? accepted, string? tag)
    {
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data");
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request);
    }

    private static async Task<string> SeenAsync(WebApplication app, params (string Name, string Value)[] headers)
    {
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/seen");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> SubjectAsync(WebApplication app, string header)
    {
        using var client = ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/subject");
        request.Headers.TryAddWithoutValidation("Client-Cert", header);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : response.StatusCode.ToString();
    }
}

using System.Net.Quic;
using System.Text;

namespace Taiji.Conformance.BadInput;

/// <summary>HTTP as it is on the wire: what a client may do that curl doesn't, and what it may not.</summary>
[Collection(HostileCollection.Name)]
public sealed class HttpMessageTests(HostileFixture server)
{
    private const string Leaf = "/restconf/data/ietf-interfaces:interfaces/interface=stays/description";
    private static readonly string Credentials = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}"));
    private static readonly string Get = $"GET /restconf/yang-library-version HTTP/1.1\r\nHost: localhost\r\nAuthorization: {Credentials}\r\n\r\n";

    [Fact]
    public async Task A_client_that_waits_for_100_is_told_to_go_on()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        const string body = """{"ietf-interfaces:description":[]}""";
        await connection.SendAsync(HttpConnection.Head("PUT", Leaf, body.Length).Replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n", StringComparison.Ordinal));
        (await connection.ReadToAsync("\r\n\r\n")).ShouldBe("HTTP/1.1 100 Continue\r\n\r\n");
        await connection.SendAsync(body);
        (await connection.ReadToAsync("}]}}")).ShouldStartWith("HTTP/1.1 400 ");
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("Authorization: Basic", "Authorization: Nothing", 401)]
    [InlineData("Content-Length: 30", "Content-Length: 1000000000", 413)]
    [InlineData("/interface=stays", "/nothing", 404)]
    public async Task One_that_will_be_refused_is_refused_before_it_sends_its_body(string from, string to, int status)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        var head = HttpConnection.Head("PUT", Leaf, 30).Replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal);
        await connection.SendAsync(head);
        var answer = await connection.ReadToAsync("}]}}");
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("ietf-restconf:errors");
    }

    [Fact]
    public async Task Requests_may_come_one_behind_the_other_and_in_pieces()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(Get + Get + Get[..20]);
        for (var i = 0; i < 2; i++) (await connection.ReadToAsync("}")).ShouldStartWith("HTTP/1.1 200 OK");
        await connection.SendAsync(Get[20..].Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        (await connection.ReadToEndAsync()).ShouldContain("Connection: close");
    }

    [Fact]
    public async Task A_target_may_be_absolute()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(Get.Replace("GET ", "GET http://localhost", StringComparison.Ordinal));
        (await connection.ReadToAsync("}")).ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Theory]
    [InlineData("22\r\n{\"ietf-interfaces:description\":[]}\r\n0\r\n\r\n", 400)]
    [InlineData("5;name=value\r\n{\"iet\r\n1d\r\nf-interfaces:description\":[]}\r\n0\r\nTrailer: x\r\n\r\n", 400)]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n", 400)]
    [InlineData("0\r\n\r\n", 400)]
    public async Task A_body_may_come_in_chunks_and_bad_ones_are_400_with_errors(string chunks, int status)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(HttpConnection.Head("PUT", Leaf, 0).Replace("Content-Length: 0", "Transfer-Encoding: chunked", StringComparison.Ordinal) + chunks);
        var answer = await connection.ReadToAsync("}]}}");
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("ietf-restconf:errors");
        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_body_that_does_not_come_is_408_with_errors()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(HttpConnection.Head("PUT", Leaf, 5000) + "{");
        var answer = await connection.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("ietf-restconf:errors");
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(1, 250_000)]
    [InlineData(101, 10)]
    [InlineData(90, 400)]
    public async Task Huge_headers_are_431_with_errors(int count, int length)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));
        await connection.SendAsync(Get.Replace("\r\n\r\n", "\r\n" + headers + "\r\n", StringComparison.Ordinal));
        var answer = await connection.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 431 ");
        answer.ShouldContain("ietf-restconf:errors");
        answer.ShouldContain("too-big");
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(100_000)]
    [InlineData(250_000)]
    public async Task An_overlong_target_is_414_with_errors(int length)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(Get.Replace("/yang-library-version", "/data/" + new string('a', length), StringComparison.Ordinal).Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        var answer = await connection.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 414 ");
        answer.ShouldContain("ietf-restconf:errors");
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("/restconf/data", "application/yang-data+xml", "<errors")]
    [InlineData("/jsonrpc", "application/json", "The request has more than")]
    [InlineData("/health", "*/*", "The request has more than")]
    public async Task Over_HTTP_2_too_and_each_path_in_its_own_form(string path, string accept, string says)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Taiji.HttpPort}{path}") { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Add("Accept", accept);
        request.Headers.Add("X-Big", new string('a', 100_000));
        using var reply = await client.SendAsync(request);
        ((int)reply.StatusCode).ShouldBe(431);
        (await reply.Content.ReadAsStringAsync()).ShouldContain(says);
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("/restconf/data/../../etc/passwd", 404)]
    [InlineData("/restconf/../health", 404)]
    [InlineData("/restconf/data/%2e%2e/%2e%2e/secret", 404)]
    [InlineData("/restconf/data/ietf-interfaces:interfaces/interface=%252F", 404)]
    [InlineData("/restconf/streams/%00", 400)]
    public async Task Tricks_with_paths_lead_nowhere(string target, int status)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(Get.Replace("/restconf/yang-library-version", target, StringComparison.Ordinal).Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        (await connection.ReadToEndAsync()).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task HTTP_3_is_served_where_there_is_QUIC_and_otherwise_the_option_says_why_not()
    {
        if (QuicListener.IsSupported)
        {
            await using var taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0", "--http3", "on");
            using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{taiji.HttpsPort}/.well-known/host-meta")
            {
                Version = System.Net.HttpVersion.Version30, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var reply = await client.SendAsync(request);
            reply.EnsureSuccessStatusCode();
            return;
        }

        var result = await TaijiProcess.RunToEndAsync("--https", "127.0.0.1:0", "--http3", "on");
        result.Status.ShouldBe(2);
        result.Error.ShouldContain("http3: this system has no QUIC");
    }
}

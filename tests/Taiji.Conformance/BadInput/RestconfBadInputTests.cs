namespace Taiji.Conformance.BadInput;

/// <summary>Requests that no RESTCONF client should send.</summary>
[Collection(HostileCollection.Name)]
public sealed class RestconfBadInputTests(HostileFixture server) : IDisposable
{
    private const string Interfaces = "/data/ietf-interfaces:interfaces";

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-hostile-").FullName;

    [Fact]
    public async Task An_entity_bomb_is_refused_unexpanded()
    {
        var bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">&b;</interfaces>";
        var answer = await server.Curl.SendXmlAsync("PUT", Interfaces, bomb);
        answer.ShouldBe(400).Xml.Descendants().Single(e => e.Name.LocalName == "error-tag").Value.ShouldBe("malformed-message");
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task An_external_entity_is_not_fetched()
    {
        var file = Write("secret", "top-secret");
        var answer = await server.Curl.SendXmlAsync("PUT", Interfaces, $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file://{file}\">]><interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">&e;</interfaces>");
        answer.ShouldBe(400).Body.ShouldNotContain("top-secret");
    }

    [Theory]
    [InlineData("application/yang-data+json", "{\"a\":", "1", "}")]
    [InlineData("application/yang-data+json", "[", "", "]")]
    [InlineData("application/yang-data+xml", "<a>", "", "</a>")]
    public async Task Ten_thousand_levels_are_refused(string type, string open, string middle, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + middle + string.Concat(Enumerable.Repeat(close, 10_000));
        var answer = await server.Curl.SendAsync("PUT", Interfaces, deep, "-H", $"Content-Type: {type}", "-H", "Accept: application/yang-data+json");
        answer.Status.ShouldBeOneOf(400, 413);
        answer.Error["error-message"]!.GetValue<string>().ShouldNotBeEmpty();
        await server.ShouldBeWellAsync();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_100_MB_is_413(bool lengthIsKnown)
    {
        var file = Path.Combine(_directory, "big");
        await using (var big = File.Create(file)) big.SetLength(100 * 1024 * 1024);
        string[] framing = lengthIsKnown ? [] : ["-H", "Transfer-Encoding: chunked"];
        var answer = await server.Curl.GetAsync(Interfaces, ["-X", "PUT", "-H", "Content-Type: application/yang-data+json", "-H", "Expect:", .. framing, "--data-binary", "@" + file]);
        answer.ShouldFail(413, "too-big");
        server.Taiji.Memory("VmHWM").ShouldBeLessThan(600L * 1024 * 1024);
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Wrong_utf8_is_malformed()
    {
        var file = Path.Combine(_directory, "latin1");
        await File.WriteAllBytesAsync(file, [.. "{\"ietf-interfaces:interfaces\":{\"interface\":[{\"name\":\""u8, 0xE9, .. "\"}]}}"u8]);
        var answer = await server.Curl.GetAsync(Interfaces, "-X", "PUT", "-H", "Content-Type: application/yang-data+json", "--data-binary", "@" + file);
        answer.ShouldBe(400);
        await server.ShouldBeWellAsync();
    }

    [Theory]
    [InlineData("GET /restconf/data HTTP/1.1\r\n\r\n", 400)]
    [InlineData("NOT-HTTP\r\n\r\n", 400)]
    [InlineData("GET /restconf/data HTTP/9.9\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET /restconf/data HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n", 400)]
    [InlineData("PUT /restconf/data HTTP/1.1\r\nHost: x\r\nContent-Length: minus-one\r\n\r\n", 400)]
    [InlineData("\0\u0001\u0002\r\n\r\n", 400)]
    public async Task What_is_no_http_is_refused_on_that_connection(string bytes, int status)
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        await connection.SendAsync(bytes);
        (await connection.ReadToEndAsync()).ShouldStartWith($"HTTP/1.1 {status} ");
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        try
        {
            await connection.SendAsync("GET /restconf HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', 10 * 1024 * 1024));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has had enough.
        }

        (await connection.ReadToEndAsync()).ShouldNotContain("HTTP/1.1 200");
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task A_url_of_a_megabyte_is_refused()
    {
        using var connection = await HttpConnection.OpenAsync(server.Taiji);
        try
        {
            await connection.SendAsync($"GET /restconf/data/{new string('a', 1024 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        catch (System.Net.Sockets.SocketException)
        {
            // As above.
        }

        (await connection.ReadToEndAsync()).ShouldNotContain("HTTP/1.1 200");
        await server.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Clients_that_vanish_in_the_middle_of_a_request_change_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            using var connection = await HttpConnection.OpenAsync(server.Taiji);
            await connection.SendAsync(HttpConnection.Head("PUT", "/restconf/data/ietf-interfaces:interfaces", 5000) + """{"ietf-interfaces:interfaces":{""");
            connection.Drop();
        }

        await server.ShouldBeWellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Many_slow_clients_hold_up_nobody_and_are_cut_off()
    {
        var slow = new List<HttpConnection>();
        for (var i = 0; i < 200; i++)
        {
            var connection = await HttpConnection.OpenAsync(server.Taiji);
            slow.Add(connection);
            await connection.SendAsync(i % 2 == 0 ? "GET /restconf/data HTTP/1.1\r\nHost: x\r\nX-" : HttpConnection.Head("PUT", "/restconf/data/ietf-interfaces:interfaces", 5000) + "{");
        }

        await server.ShouldBeWellAsync();
        var answers = await Task.WhenAll(slow.Take(2).Select(c => c.ReadToEndAsync()));
        foreach (var answer in answers) answer.ShouldNotContain("HTTP/1.1 20");
        foreach (var connection in slow) connection.Dispose();
        await server.ShouldBeWellAsync();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, content);
        return file;
    }
}

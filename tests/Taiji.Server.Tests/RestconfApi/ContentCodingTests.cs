using System.IO.Compression;
using System.Text;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Request bodies with a Content-Encoding (RFC 9110 §8.4).</summary>
public sealed class ContentCodingTests : RestconfTest
{
    private const string Name = $"{Shop}/name";

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity")]
    [InlineData("identity, gzip")]
    public async Task A_body_is_decoded_first(string coding)
    {
        (await SendAsync("PUT", Name, Coded(coding, """{"shop:name":"x"}"""), coding)).ShouldBe(201);
        (await Host.GetAsync(Name)).ShouldHoldJson("""{"shop:name":"x"}""");
        (await SendAsync("POST", "/restconf/operations/shop:echo", Coded(coding, """{"shop:input":{"text":"y"}}"""), coding)).ShouldHoldJson("""{"shop:output":{"text":"y"}}""");
        var patch = Coded(coding, """{"ietf-yang-patch:yang-patch":{"patch-id":"1","edit":[{"edit-id":"1","operation":"delete","target":"/name"}]}}""");
        (await SendAsync("PATCH", Shop, patch, coding, "application/yang-patch+json")).ShouldBe(200);
        (await Host.GetAsync(Name)).ShouldBe(404);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("gzip, gzip")]
    [InlineData("*")]
    public async Task A_coding_that_is_not_known_is_415_with_those_that_are(string coding)
    {
        var reply = await SendAsync("PUT", Name, """{"shop:name":"x"}"""u8.ToArray(), coding);
        reply.ShouldBeError(415, "invalid-value");
        reply["Accept-Encoding"].ShouldBe("gzip, br, deflate");
        (await Host.GetAsync(Name)).ShouldBe(404);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_not_in_its_coding_is_400(string coding)
    {
        (await SendAsync("PUT", Name, """{"shop:name":"x"}"""u8.ToArray(), coding)).ShouldBeError(400, "malformed-message");
        (await SendAsync("PUT", Name, [], coding)).ShouldBeError(400, "invalid-value");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task The_limit_is_on_what_comes_out(string coding)
    {
        var body = Coded(coding, $$"""{"shop:name":"{{new string('x', 65 * 1024 * 1024)}}"}""");
        body.Length.ShouldBeLessThan(1024 * 1024);
        (await SendAsync("PUT", Name, body, coding)).ShouldBeError(413, "too-big");
    }

    private static byte[] Coded(string coding, string text)
    {
        if (coding == "identity") return Encoding.UTF8.GetBytes(text);
        var coded = new MemoryStream();
        using (Stream stream = coding switch
        {
            "br" => new BrotliStream(coded, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest),
            _ => new GZipStream(coded, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return coded.ToArray();
    }

    private async Task<Reply> SendAsync(string method, string target, byte[] body, string coding, string type = RestconfHost.Json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.Authorization = OneUser.Credentials;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var response = await Host.Client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }
}

using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Taiji.Conformance.Support;

/// <summary>An HTTP answer as curl saw it.</summary>
/// <param name="Version">As <c>HTTP/1.1</c> or <c>HTTP/2</c>.</param>
/// <param name="Status">The status.</param>
/// <param name="Headers">Its header, names in lower case.</param>
/// <param name="Body">Its body.</param>
public sealed record CurlAnswer(string Version, int Status, Dictionary<string, string> Headers, string Body)
{
    /// <summary>Reads what curl prints with <c>-i</c>.</summary>
    /// <param name="text">Header and body.</param>
    public static CurlAnswer Parse(string text)
    {
        var (head, body) = Split(text);
        // Interim answers (100) come before the final one.
        while (head.Split(' ')[1].StartsWith('1')) (head, body) = Split(body);
        var lines = head.Split("\r\n");
        var status = lines[0].Split(' ');
        var headers = new Dictionary<string, string>();
        foreach (var line in lines.Skip(1)) headers[line[..line.IndexOf(':')].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
        return new CurlAnswer(status[0], int.Parse(status[1], null), headers, body);
    }

    private static (string Head, string Body) Split(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (text[..end], text[(end + 4)..]);
    }

    public JsonNode Json => JsonNode.Parse(Body)!;

    public XElement Xml => XElement.Parse(Body);

    /// <summary>The first error of an <c>ietf-restconf:errors</c> body in JSON.</summary>
    public JsonNode Error => Json["ietf-restconf:errors"]!["error"]![0]!;

    /// <summary>The status, with the body where an assertion fails.</summary>
    public CurlAnswer ShouldBe(int status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    /// <summary>The status and the first error's error-tag, both of RFC 8040 §7.</summary>
    public CurlAnswer ShouldFail(int status, string errorTag)
    {
        Status.ShouldBe(status, Body);
        Error["error-tag"]!.GetValue<string>().ShouldBe(errorTag, Body);
        return this;
    }
}

/// <summary>Runs curl against a server, as one user.</summary>
public sealed class Curl(TaijiProcess taiji, string? user = "admin", string password = TaijiProcess.AdminPassword, bool secure = false)
{
    private const string Json = "application/yang-data+json";

    /// <summary>GET.</summary>
    /// <param name="path">Below <c>/restconf</c>, or absolute with <c>//</c> in front.</param>
    /// <param name="arguments">More of curl's arguments.</param>
    public Task<CurlAnswer> GetAsync(string path, params string[] arguments) => RunAsync(path, arguments);

    /// <summary>GET of a data resource, whose JSON comes back.</summary>
    /// <param name="path">Below <c>/restconf/data</c>.</param>
    public async Task<JsonNode> ReadAsync(string path) => (await RunAsync("/data" + path, [])).ShouldBe(200).Json;

    /// <summary>A request with a body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below <c>/restconf</c>.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="arguments">More of curl's arguments; without a Content-Type among them the body is JSON.</param>
    public Task<CurlAnswer> SendAsync(string method, string path, string? body = null, params string[] arguments)
    {
        if (body is null) return RunAsync(path, ["-X", method, .. arguments]);
        string[] type = arguments.Any(a => a.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)) ? [] : ["-H", $"Content-Type: {Json}"];
        return RunAsync(path, ["-X", method, .. type, .. arguments, "--data-binary", "@-"], body);
    }

    /// <summary>A request with a body in XML.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below <c>/restconf</c>.</param>
    /// <param name="body">The body.</param>
    /// <param name="arguments">More of curl's arguments.</param>
    public Task<CurlAnswer> SendXmlAsync(string method, string path, string body, params string[] arguments) =>
        SendAsync(method, path, body, ["-H", "Content-Type: application/yang-data+xml", "-H", "Accept: application/yang-data+xml", .. arguments]);

    private async Task<CurlAnswer> RunAsync(string path, string[] arguments, string? input = null)
    {
        var origin = secure ? $"https://127.0.0.1:{taiji.HttpsPort}" : taiji.Http;
        var url = path.StartsWith("//", StringComparison.Ordinal) ? origin + path[1..] : origin + "/restconf" + path;
        string[] credentials = user is null ? [] : ["-u", $"{user}:{password}"];
        var result = await Client.RunAsync("curl", ["-sS", "-g", "-i", "-m", "90", .. credentials, .. arguments, url], input);
        return CurlAnswer.Parse(result.Succeeded);
    }
}

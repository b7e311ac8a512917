using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taiji.Server.Tests.JsonRpcApi.Support;

/// <summary>Calls methods, and keeps the cookie.</summary>
internal sealed class JsonRpcClient : IDisposable
{
    private readonly HttpClient _http;
    private int _id;

    public JsonRpcClient(Uri address)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    /// <summary>Sends a text and gives the response's text.</summary>
    public async Task<HttpResponseMessage> SendAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jsonrpc/test") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Sends a request and gives the response when its headers have come.</summary>
    public Task<HttpResponseMessage> StreamAsync(HttpRequestMessage request) => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Sends a text and gives the response as JSON.</summary>
    public async Task<JsonNode?> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(body, headers);
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Calls a method that succeeds; gives its result.</summary>
    public async Task<JsonNode> CallAsync(string method, string parameters = "{}", params (string Name, string Value)[] headers)
    {
        var response = await PostAsync(Request(method, parameters), headers);
        response!["error"].ShouldBeNull($"{method} {parameters}: {response.ToJsonString()}");
        return response["result"]!;
    }

    /// <summary>Calls a method that fails; gives its error.</summary>
    public async Task<JsonNode> FailAsync(string method, string parameters, string type, params (string Name, string Value)[] headers)
    {
        var response = await PostAsync(Request(method, parameters), headers);
        response!["error"].ShouldNotBeNull($"{method} {parameters}: {response.ToJsonString()}");
        response["error"]!["type"]!.GetValue<string>().ShouldBe(type, response.ToJsonString());
        return response["error"]!;
    }

    /// <summary>Begins a transaction; gives its handle.</summary>
    public async Task<int> BeginAsync(string parameters = """{"mode": "read_write"}""") => (await CallAsync("new_trans", parameters))["th"]!.GetValue<int>();

    /// <summary>Sets values in a transaction of its own and commits it.</summary>
    public async Task ConfigureAsync(params (string Path, string Value)[] values)
    {
        var th = await BeginAsync();
        foreach (var (path, value) in values)
        {
            if (value.Length == 0) await CallAsync("create", $$"""{"th": {{th}}, "path": {{Quote(path)}}}""");
            else await CallAsync("set_value", $$"""{"th": {{th}}, "path": {{Quote(path)}}, "value": {{Quote(value)}}}""");
        }

        await CallAsync("apply", $$"""{"th": {{th}}}""");
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    public void Dispose() => _http.Dispose();

    private string Request(string method, string parameters) => $$"""{"jsonrpc": "2.0", "id": {{Interlocked.Increment(ref _id)}}, "method": "{{method}}", "params": {{parameters}}}""";
}

internal static class JsonAssertions
{
    public static void ShouldBeJson(this JsonNode? actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"expected {expected}\nbut was  {actual?.ToJsonString()}");
}

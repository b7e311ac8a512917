using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taiji.Testing;

/// <summary>A client of the JSON-RPC API (version 2.0 over HTTP POST): calls one method at a time and keeps the session's cookie.</summary>
public sealed class JsonRpcTestClient : IDisposable
{
    private static readonly Uri Endpoint = new("/jsonrpc", UriKind.Relative);

    private readonly HttpClient _http;
    private int _id;

    /// <summary>Makes one, not logged in.</summary>
    /// <param name="address">Where HTTP is served.</param>
    public JsonRpcTestClient(Uri address) => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };

    /// <summary>Calls a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">Its parameters, as an object that serializes to JSON (<c>new { th = 1, path = "/a:b" }</c>), or null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result.</returns>
    /// <exception cref="JsonRpcCallException">The answer is an error.</exception>
    public async Task<JsonNode> CallAsync(string method, object? parameters = null, CancellationToken cancellationToken = default)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref _id),
            ["method"] = method,
            ["params"] = parameters is null ? new JsonObject() : JsonSerializer.SerializeToNode(parameters),
        };
        using var response = await _http.PostAsJsonAsync(Endpoint, request, cancellationToken).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        if (answer?["error"] is { } error) throw new JsonRpcCallException(method, error);
        return answer?["result"] ?? throw new HttpRequestException($"{method}: HTTP status {(int)response.StatusCode} without a result: {text}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

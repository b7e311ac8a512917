using System.Net;
using System.Text.Json.Nodes;

namespace Taiji.Server.Tests.JsonRpcApi.Support;

/// <summary>Reads server-sent events.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _reader) = (response, new StreamReader(body));

    public static async Task<EventReader> OpenAsync(JsonRpcClient client, string channel, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jsonrpc/events?comet_id={channel}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await client.StreamAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    public async Task<string?> NextLineAsync() => await _reader.ReadLineAsync();

    /// <summary>The next event.</summary>
    public async Task<(string Id, JsonNode Data)> NextAsync()
    {
        var (id, data) = ("", "");
        while (true)
        {
            var line = await NextLineAsync() ?? throw new EndOfStreamException();
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..] + "\n";
            else if (line.Length == 0 && data.Length > 0) return (id, JsonNode.Parse(data)!);
        }
    }

    /// <summary>What comes until the server ends it.</summary>
    public Task<string> RestAsync() => _reader.ReadToEndAsync();

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}

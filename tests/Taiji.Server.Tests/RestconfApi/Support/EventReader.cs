namespace Taiji.Server.Tests.RestconfApi.Support;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _lines = new StreamReader(stream);
    }

    /// <summary>The comments so far.</summary>
    public List<string> Comments { get; } = [];

    public string? Retry { get; private set; }

    public static Task<EventReader> OpenAsync(RestconfHost host, string target, params (string Name, string Value)[] headers)
    {
        return OpenAsync(host.Client, target, [("Authorization", OneUser.Credentials.ToString()), .. headers]);
    }

    public static async Task<EventReader> OpenAsync(HttpClient client, string target, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end.</summary>
    public async Task<(string Id, string Data)?> NextAsync()
    {
        string id = "", data = "";
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0) return (id, data);
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
            else if (line.StartsWith("retry: ", StringComparison.Ordinal)) Retry = line[7..];
            else if (line[0] == ':') Comments.Add(line);
            else throw new InvalidOperationException(line);
        }

        return null;
    }

    public async Task<string> DataAsync() => (await NextAsync())!.Value.Data;

    public async Task<string?> LineAsync() => await _lines.ReadLineAsync().WaitAsync(Patience);

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}

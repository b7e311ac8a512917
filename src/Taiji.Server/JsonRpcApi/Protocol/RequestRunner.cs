using System.Text.Json;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>Runs what a client sent: a request, or a batch of them.</summary>
/// <param name="server">The server.</param>
internal sealed class RequestRunner(JsonRpcServer server)
{
    /// <summary>Runs a text.</summary>
    /// <param name="exchange">What it came by.</param>
    /// <param name="text">The text, in UTF-8.</param>
    /// <returns>The answer; null when there is nothing to answer.</returns>
    public async Task<ReadOnlyMemory<byte>?> RunAsync(Exchange exchange, ReadOnlyMemory<byte> text)
    {
        JsonDocument document;
        try
        {
            document = RequestText.Parse(text, server.Options);
        }
        catch (JsonRpcException e)
        {
            return new ResponseText(null).Fail(e.Error);
        }

        using (document) return await RunAsync(exchange, document.RootElement).ConfigureAwait(false);
    }

    /// <summary>Runs a request or batch.</summary>
    /// <param name="exchange">What it came by.</param>
    /// <param name="root">The request, or the array of them.</param>
    /// <returns>The answer; null when there is nothing to answer.</returns>
    public Task<ReadOnlyMemory<byte>?> RunAsync(Exchange exchange, JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? RunBatchAsync(exchange, root) : server.Dispatcher.RunAsync(exchange, root);

    private async Task<ReadOnlyMemory<byte>?> RunBatchAsync(Exchange exchange, JsonElement batch)
    {
        exchange.IsBatch = true;
        if (batch.GetArrayLength() == 0) return new ResponseText(null).Fail(JsonRpcError.Because(ErrorKind.InvalidRequest, "the batch is empty"));
        // Begun in order; one that waits holds up no other, but those that share its transaction.
        var running = batch.EnumerateArray().Select(request => server.Dispatcher.RunAsync(exchange, request)).ToList();
        var responses = (await Task.WhenAll(running).ConfigureAwait(false)).OfType<ReadOnlyMemory<byte>>().ToList();
        if (responses.Count == 0) return null;
        using var text = new MemoryStream();
        for (var i = 0; i < responses.Count; i++)
        {
            text.WriteByte((byte)(i == 0 ? '[' : ','));
            text.Write(responses[i].Span);
        }

        text.WriteByte((byte)']');
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }
}

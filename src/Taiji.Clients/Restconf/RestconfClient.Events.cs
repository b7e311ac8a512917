using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Taiji.Clients.Restconf;

/// <content>Event streams (RFC 8040 §6).</content>
public sealed partial class RestconfClient
{
    /// <summary>Where a stream is, in this client's encoding (RFC 8040 §6.2).</summary>
    /// <param name="stream">Its name, as <c>NETCONF</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">The server has no such stream, or not in this encoding.</exception>
    public async Task<Uri> FindStreamAsync(string stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var path = $"data/ietf-restconf-monitoring:restconf-state/streams/stream={Uri.EscapeDataString(stream)}";
        var wanted = _options.Encoding == RestconfEncoding.Json ? "json" : "xml";
        var content = await ReadJsonAsync(path, cancellationToken).ConfigureAwait(false);
        foreach (var access in content.GetProperty("ietf-restconf-monitoring:stream").EnumerateArray().SelectMany(s => s.GetProperty("access").EnumerateArray()))
        {
            if (access.GetProperty("encoding").GetString() == wanted) return new Uri(_options.Server, access.GetProperty("location").GetString()!);
        }

        throw new KeyNotFoundException($"The stream {stream} isn't to be had in {wanted}.");
    }

    /// <summary>The events of a stream, as they come (Server-Sent Events).</summary>
    /// <param name="stream">Its name, as <c>NETCONF</c>.</param>
    /// <param name="options">Which, and what to do when it breaks off; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<RestconfNotification> ReadEventsAsync(
        string stream, RestconfEventOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var location = await FindStreamAsync(stream, cancellationToken).ConfigureAwait(false);
        await foreach (var notification in ReadEventsAsync(location, options, cancellationToken).ConfigureAwait(false)) yield return notification;
    }

    /// <summary>The events of a stream at a URL.</summary>
    /// <param name="location">The URL.</param>
    /// <param name="options">Which, and what to do when it breaks off; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<RestconfNotification> ReadEventsAsync(
        Uri location, RestconfEventOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        options ??= new RestconfEventOptions();
        var position = new StreamPosition(options.StartTime);
        for (var failed = 0; ;)
        {
            var before = position.Count;
            Exception? fault = null;
            await using (var events = ReadOnceAsync(location, options, position, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync().ConfigureAwait(false)) break;
                    }
                    catch (Exception e) when (options.Resumes && e is IOException or HttpRequestException)
                    {
                        fault = e;
                        break;
                    }

                    yield return events.Current;
                }
            }

            // A server that ends a stream which has an end has said all.
            if (!options.Resumes || (fault is null && options.StopTime is { } stop && stop <= _options.Time.GetUtcNow())) yield break;
            failed = position.Count > before ? 1 : failed + 1;
            if (failed > options.MaxAttempts) throw new IOException($"The event stream {location} can't be taken up again.", fault);
            if (_options.Logger is { } logger) RestconfLog.StreamLost(logger, location, position.Count, fault?.Message ?? "the server ended it");
            await Task.Delay(position.Retry ?? options.RetryDelay, _options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<RestconfNotification> ReadOnceAsync(
        Uri location, RestconfEventOptions options, StreamPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var builder = new UriBuilder(location);
        var query = options.ToQuery(position.StartTime);
        if (query.Length > 0) builder.Query = builder.Query.Length > 1 ? $"{builder.Query}&{query[1..]}" : query;
        using var request = new HttpRequestMessage(HttpMethod.Get, builder.Uri);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (position.EventId is { Length: > 0 } id) request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            throw RestconfErrors.From(answer.StatusCode, answer.ReasonPhrase, body, answer.Content.Headers.ContentType?.MediaType);
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var parser = SseParser.Create(stream);
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data.Length == 0) continue;
            if (position.Take(RestconfNotification.Read(item.Data, item.EventId), item.ReconnectionInterval) is { } notification) yield return notification;
        }
    }
}

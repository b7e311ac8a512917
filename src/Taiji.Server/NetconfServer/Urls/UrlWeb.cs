using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Urls;

/// <summary>A configuration on a web server: GET, PUT and DELETE.</summary>
/// <param name="http">The client.</param>
/// <param name="url">Where.</param>
/// <param name="maxSize">The largest content, in bytes.</param>
internal sealed class UrlWeb(HttpClient http, Uri url, long maxSize) : IUrlPlace
{
    /// <inheritdoc/>
    public async Task<ReadOnlySequence<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, url), cancellationToken);
        if (response.Content.Headers.ContentLength > maxSize) throw UrlLimits.TooBig(url.ToString(), maxSize);
        await using var stream = await TryAsync(() => response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
        while (await TryAsync(() => stream.ReadAsync(content.GetMemory(64 * 1024), cancellationToken).AsTask(), cancellationToken) is > 0 and var count)
        {
            content.Advance(count);
            if (content.WrittenCount > maxSize) throw UrlLimits.TooBig(url.ToString(), maxSize);
        }

        return new ReadOnlySequence<byte>(content.WrittenMemory);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (content.Length > maxSize) throw UrlLimits.TooBig(url.ToString(), maxSize);
        using var body = new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } };
        (await SendAsync(new HttpRequestMessage(HttpMethod.Put, url) { Content = body }, cancellationToken)).Dispose();
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(CancellationToken cancellationToken) => (await SendAsync(new HttpRequestMessage(HttpMethod.Delete, url), cancellationToken)).Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            var response = await TryAsync(() => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw ProtocolErrors.Failed($"{url} answered {request.Method} with {(int)response.StatusCode}.");
        }
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Failed(e);
        }
    }

    private RpcErrorException Failed(Exception e) => ProtocolErrors.Failed(e switch
    {
        OperationCanceledException => $"{url} did not answer in time.",
        { InnerException: AuthenticationException } => $"{url} has no certificate that is trusted.",
        _ => $"{url} can't be reached.",
    });
}

using System.Net;
using System.Net.Http.Headers;

namespace Taiji.Clients.Tests.Support;

/// <summary>Answers HTTP requests as it is told, and keeps them.</summary>
internal sealed class StubServer(Func<HttpRequestMessage, string, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>Method, path with query, and body of each request.</summary>
    public List<(string Method, string Path, string Body)> Asked { get; } = [];

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) => Text(text, "application/yang-data+json", status);

    public static HttpResponseMessage Text(string text, string mediaType, HttpStatusCode status = HttpStatusCode.OK)
    {
        var content = new StringContent(text);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpResponseMessage(status) { Content = content };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Asked) Asked.Add((request.Method.Method, request.RequestUri!.PathAndQuery, body));
        return answer(request, body);
    }
}

using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Taiji.Clients.Restconf;

/// <summary>Asks a server for the API's root (RFC 8040 §3.1).</summary>
internal static class RootDiscovery
{
    private static readonly XNamespace Xrd = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

    public static async Task<string> FindAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/.well-known/host-meta", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/xrd+xml");
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK) throw RestconfErrors.From(answer.StatusCode, answer.ReasonPhrase, body, answer.Content.Headers.ContentType?.MediaType);
        try
        {
            using var stream = new MemoryStream(body);
            var link = XElement.Load(stream).Elements(Xrd + "Link").FirstOrDefault(l => l.Attribute("rel")?.Value == "restconf");
            // A whole URL may name another host: then that is where the API is.
            if (link?.Attribute("href")?.Value is { } href) return href.TrimEnd('/');
        }
        catch (XmlException e)
        {
            throw new HttpRequestException($"host-meta is not well-formed: {e.Message}", e);
        }

        throw new HttpRequestException("host-meta names no RESTCONF API (RFC 8040 §3.1).");
    }
}

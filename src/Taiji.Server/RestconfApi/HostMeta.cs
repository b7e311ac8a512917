using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Taiji.Server.RestconfApi;

/// <summary>Root resource discovery (RFC 8040 §3.1, RFC 6415): <c>/.well-known/host-meta</c>, open to everybody.</summary>
internal static class HostMeta
{
    public const string Path = "/.well-known/host-meta";
    private const string Allow = "GET, HEAD, OPTIONS";

    /// <summary>The representations, XRD unless the client likes another better.</summary>
    private static readonly string[] Offers = [MediaTypes.Xrd, "application/xml", "text/xml", MediaTypes.Jrd, "application/json"];

    /// <summary>Answers.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="options">For the root's path.</param>
    /// <param name="isJson">Whether the request is for <c>host-meta.json</c>, which is JRD whatever is accepted.</param>
    public static async Task HandleAsync(HttpContext context, RestconfOptions options, bool isJson)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            response.Headers.Allow = Allow;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = Allow;
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var chosen = isJson ? 3 : ContentNegotiation.Choose(context.Request.Headers.Accept, Offers);
        if (chosen < 0)
        {
            response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        var root = context.Request.PathBase.ToUriComponent() + options.Root;
        var body = chosen >= 3 ? Jrd(root) : Xrd(root);
        response.ContentType = Offers[chosen];
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Jrd(string root) =>
        JsonSerializer.SerializeToUtf8Bytes(new { links = new[] { new { rel = "restconf", href = root } } });

    private static ReadOnlyMemory<byte> Xrd(string root)
    {
        const string ns = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false) }))
        {
            xml.WriteStartElement("XRD", ns);
            xml.WriteStartElement("Link", ns);
            xml.WriteAttributeString("rel", "restconf");
            xml.WriteAttributeString("href", root);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.ToArray();
    }
}

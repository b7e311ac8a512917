using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Taiji.Server.Http;

/// <summary>
/// Refuses a request whose target (RFC 9110 §15.5.15) or header fields (RFC 6585 §5) are larger than the server takes, with a body that says so: what Kestrel refuses has none.
/// Kestrel's limits are the bound behind these.
/// </summary>
internal sealed class HeadLimits(RequestDelegate next, HttpFrontOptions options, Refusals refusals)
{
    // As on the wire: a colon, a space, and the line's end.
    private const int Punctuation = 4;

    // Every request's fields are looked at, and an enumerator would be an allocation for each.
    [ThreadStatic]
    private static KeyValuePair<string, StringValues>[]? _fields;

    /// <summary>Handles a request.</summary>
    /// <param name="context">The exchange.</param>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestFeature>() is { RawTarget.Length: var length } && length > options.MaxTargetLength)
            return RefuseAsync(context, StatusCodes.Status414UriTooLong, $"The request's target is longer than {options.MaxTargetLength} characters.");
        var headers = context.Request.Headers;
        return headers.Count > options.MaxHeaderCount || !Fits(headers)
            ? RefuseAsync(context, StatusCodes.Status431RequestHeaderFieldsTooLarge, $"The request has more than {options.MaxHeaderCount} header fields or {options.MaxHeadersSize} bytes of them.")
            : next(context);
    }

    private bool Fits(IHeaderDictionary headers)
    {
        var fields = _fields;
        if (fields is null || fields.Length < headers.Count) _fields = fields = new KeyValuePair<string, StringValues>[options.MaxHeaderCount];
        var used = headers.Count;
        headers.CopyTo(fields, 0);
        int count = 0, size = 0;
        foreach (var (name, values) in fields.AsSpan(0, used))
        {
            count += values.Count;
            for (var i = 0; i < values.Count; i++) size += name.Length + Punctuation + (values[i]?.Length ?? 0);
        }

        Array.Clear(fields, 0, used);
        return count <= options.MaxHeaderCount && size <= options.MaxHeadersSize;
    }

    private Task RefuseAsync(HttpContext context, int status, string message)
    {
        // Nothing of what was too much is held any longer: not while a slow client takes the reply, and not by a connection kept alive, whose next request would reuse it.
        var headers = context.Request.Headers;
        var (accept, contentType) = (headers.Accept, headers.ContentType);
        headers.Clear();
        // These decide on the reply's form.
        if (accept is [{ Length: < 1024 }]) headers.Accept = accept;
        if (contentType is [{ Length: < 1024 }]) headers.ContentType = contentType;
        context.Response.Headers.Connection = "close";
        return refusals.RefuseAsync(context, status, message);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Taiji.Server.RestconfApi;

/// <summary>The request's target as it was sent: keys with percent-encoded characters don't survive the decoding of <see cref="HttpRequest.Path"/>.</summary>
internal readonly ref struct RequestTarget
{
    private RequestTarget(ReadOnlySpan<char> pathBelowRoot, ReadOnlySpan<char> query)
    {
        PathBelowRoot = pathBelowRoot;
        Query = query;
    }

    /// <summary>What follows the root resource; empty or begins with a slash.</summary>
    public ReadOnlySpan<char> PathBelowRoot { get; }

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public ReadOnlySpan<char> Query { get; }

    /// <summary>Takes a request's target apart (RFC 9112 §3.2: origin-form or absolute-form).</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="options">For the root's path and the limit.</param>
    /// <exception cref="RestconfException">404 when it isn't below the root, 414 when it is too long.</exception>
    public static RequestTarget Of(HttpContext context, RestconfOptions options)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } sent
            ? sent
            : context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        if (raw.Length > options.MaxTargetLength)
        {
            throw new RestconfException(
                StatusCodes.Status414UriTooLong,
                RestconfException.Protocol(Yang.Diagnostics.ErrorTag.TooBig, $"The request's target is longer than {options.MaxTargetLength} characters."));
        }

        var text = raw.AsSpan();
        if (!text.StartsWith('/'))
        {
            var authority = text.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : text[(authority + 3)..].IndexOf('/');
            text = slash < 0 ? default : text[(authority + 3 + slash)..];
        }

        var question = text.IndexOf('?');
        var path = PercentEncoding.Normalize(question < 0 ? text : text[..question]);
        var query = question < 0 ? default : text[(question + 1)..];
        var root = context.Request.PathBase.ToUriComponent() + options.Root;
        if (path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/'))
        {
            return new RequestTarget(path[root.Length..], query);
        }

        throw RestconfException.NotFound($"The path is not below '{root}'.");
    }
}

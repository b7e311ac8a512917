using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Taiji.Server.Http;

/// <summary>
/// Gives a compressed representation a strong entity-tag of its own (RFC 9110 §8.8.3.3): the coding at its end. In requests it is taken off again, since a client may edit what it
/// has read compressed.
/// </summary>
internal sealed class CodedEntityTags(RequestDelegate next)
{
    private static readonly string[] Codings = ["br", "gzip"];

    /// <summary>Handles a request.</summary>
    /// <param name="context">The exchange.</param>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request.Headers;
        if (!StringValues.IsNullOrEmpty(request.IfMatch)) request.IfMatch = Without(request.IfMatch);
        if (StringValues.IsNullOrEmpty(request.AcceptEncoding)) return next(context);
        var asked = request.IfNoneMatch;
        if (!StringValues.IsNullOrEmpty(asked)) request.IfNoneMatch = Without(asked);
        context.Response.OnStarting(static state =>
        {
            var (context, asked) = ((HttpContext, StringValues))state;
            var response = context.Response;
            if (response.Headers.ETag is not [{ Length: > 1 } tag]) return Task.CompletedTask;
            if (response.Headers.ContentEncoding is [{ Length: > 0 } coding]) response.Headers.ETag = Add(tag, coding);
            else if (response.StatusCode == StatusCodes.Status304NotModified && Held(asked, tag) is { } held) response.Headers.ETag = held;
            return Task.CompletedTask;
        }, (context, asked));
        return next(context);
    }

    private static string Add(string tag, string coding) => $"{tag.AsSpan(0, tag.Length - 1)}+{coding}\"";

    private static StringValues Without(StringValues tags)
    {
        var text = tags.ToString();
        foreach (var coding in Codings) text = text.Replace($"+{coding}\"", "\"", StringComparison.Ordinal);
        return text;
    }

    /// <summary>Which of its representations the client holds, when it is a compressed one: 304 tells that one's tag.</summary>
    private static string? Held(StringValues asked, string tag)
    {
        var text = asked.ToString();
        foreach (var coding in Codings)
        {
            if (text.Contains(Add(tag, coding), StringComparison.Ordinal)) return Add(tag, coding);
        }

        return null;
    }
}

using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>One HTTP request with one call or a batch of them.</summary>
/// <param name="http">The HTTP exchange.</param>
internal sealed class Exchange(HttpContext http)
{
    /// <summary>The HTTP exchange.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>The session; null when there is none. A login makes it, a logout ends it.</summary>
    public WebSession? Session { get; set; }

    /// <summary>Whether the request has a cookie.</summary>
    public bool HasCookie { get; init; }

    /// <summary>Whether the request is a batch.</summary>
    public bool IsBatch { get; set; }
}

using Microsoft.AspNetCore.Http;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>The cookie <c>sessionid</c>: for the browser and the server only, gone with the browser, secure over TLS.</summary>
internal static class SessionCookie
{
    private const string Name = "sessionid";

    /// <summary>The value that a request has; null for none.</summary>
    /// <param name="context">The exchange.</param>
    public static string? Read(HttpContext context) => context.Request.Cookies.TryGetValue(Name, out var value) ? value : null;

    /// <summary>Sets it.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="session">Whose.</param>
    /// <param name="options">The server's.</param>
    public static void Set(HttpContext context, WebSession session, JsonRpcOptions options) =>
        context.Response.Cookies.Append(Name, session.Cookie, Attributes(context, options));

    /// <summary>Asks the browser to delete it: its session is no more.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="options">The server's.</param>
    public static void Delete(HttpContext context, JsonRpcOptions options)
    {
        // Over a WebSocket there are no headers any more; the cookie is nobody's then.
        if (!context.Response.HasStarted) context.Response.Cookies.Delete(Name, Attributes(context, options));
    }

    private static CookieOptions Attributes(HttpContext context, JsonRpcOptions options) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = options.SameSite, Path = "/" };
}

using Microsoft.AspNetCore.Http;

namespace Taiji.Server.Http;

/// <summary>Headers that tell a browser to take replies for what they are, and not to show them in other sites.</summary>
public static class SecurityHeaders
{
    /// <summary>Middleware; a handler may set its own Content-Security-Policy.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="next">What comes after it.</param>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}

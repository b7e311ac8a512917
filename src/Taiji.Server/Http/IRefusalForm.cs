using Microsoft.AspNetCore.Http;

namespace Taiji.Server.Http;

/// <summary>How the resources below some path refuse a request that never reaches them.</summary>
internal interface IRefusalForm
{
    /// <summary>Whether the request is for these resources.</summary>
    /// <param name="context">The exchange.</param>
    bool Fits(HttpContext context);

    /// <summary>Answers in the resources' own form.</summary>
    /// <param name="context">The exchange; nothing may have been sent yet.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">Why.</param>
    Task WriteAsync(HttpContext context, int status, string message);
}

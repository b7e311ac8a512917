using Microsoft.AspNetCore.Http;
using Taiji.Server.Http;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// Where the client of the present request reached the server: where it reads that streams are then leads it back by the way it came, through whichever proxy.
/// </summary>
internal static class RequestOrigin
{
    private static readonly AsyncLocal<string?> Origin = new();

    /// <summary>Scheme, authority and what a proxy took off the path; null outside of requests, and when the client didn't say which host it asked.</summary>
    public static string? Current => Origin.Value;

    /// <summary>Notes it, for requests that may be told places.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="target">The resource.</param>
    public static void Note(HttpContext context, ResourceTarget target)
    {
        if (target.Path is not { } path || (!path.IsRoot && path.Steps[0].Node.Module.Name != "ietf-restconf-monitoring")) return;
        var request = context.Request;
        if (request.Host.HasValue) Origin.Value = $"{request.Scheme}://{request.Host.ToUriComponent()}{context.Items[ProxyTrust.PrefixKey] as string}";
    }
}

using Microsoft.AspNetCore.Http;

namespace Taiji.Server.JsonRpcApi.EventDelivery;

/// <summary>Whose pages may open streams and sockets: browsers send cookies with them wherever the page comes from, and ask nobody (RFC 6455 §10.2).</summary>
internal static class Origins
{
    /// <summary>Whether a request comes from no page, from one of this server, or from one that the options name.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options.</param>
    public static bool AreTrusted(HttpRequest request, JsonRpcOptions options)
    {
        if (request.Headers.Origin is not [{ } origin, ..]) return true;
        if (options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return true;
        if (options.Headers.Any(h => h.Key.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase) && h.Value.Equals(origin, StringComparison.OrdinalIgnoreCase))) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var page) && Uri.TryCreate($"{page.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
            && page.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase);
    }
}

using Taiji.Yang.Encodings;
using Taiji.Datastores.Store;
using Taiji.Server.Http;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi;

/// <summary>URIs of data resources for <c>Location</c> (RFC 8040 §4.4.1).</summary>
internal static class Locations
{
    /// <summary>The resource's URI, absolute when the client said which host it asked.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="path">The resource.</param>
    public static string Of(RestconfExchange exchange, DataPath path)
    {
        var request = exchange.Context.Request;
        var origin = request.Host.HasValue ? $"{request.Scheme}://{request.Host.ToUriComponent()}" : "";
        return origin + PathOf(exchange, path);
    }

    /// <summary>The path of the resource's URI.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="path">The resource; the root for its datastore.</param>
    public static string PathOf(RestconfExchange exchange, DataPath path)
    {
        var datastore = exchange is { IsStaged: false, Target.Named: { } named } ? $"ds/{DatastoreNames.IdentityOf(named)}" : "data";
        return $"{exchange.Context.Items[ProxyTrust.PrefixKey] as string}{exchange.Context.Request.PathBase.ToUriComponent()}{exchange.Options.Root}/{datastore}/{ResourceIdentifier.Format(path)}";
    }
}

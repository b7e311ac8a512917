using System.Text.Json.Nodes;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>The error for who wants more than a session may have.</summary>
internal static class Limits
{
    /// <summary><c>session.overload</c> with the limit.</summary>
    /// <param name="what">Of what there are too many.</param>
    /// <param name="limit">How many there may be.</param>
    public static JsonRpcError Overload(string what, long limit) =>
        new(ErrorKind.Overload, new JsonObject { ["reason"] = $"only {limit} {what} are allowed", ["limit"] = limit });
}

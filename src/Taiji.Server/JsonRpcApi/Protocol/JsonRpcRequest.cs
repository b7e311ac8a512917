using System.Text.Json;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>One request object (JSON-RPC 2.0 §4).</summary>
/// <param name="Id">The id as JSON text; null for a notification.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Params">The parameters; null for none.</param>
internal sealed record JsonRpcRequest(string? Id, string Method, JsonElement? Params)
{
    /// <summary>Reads it.</summary>
    /// <param name="json">The value.</param>
    /// <param name="request">The request.</param>
    /// <param name="reason">Why it is none.</param>
    /// <param name="id">The id that the error goes with, as JSON; null when it could not be told.</param>
    public static bool TryRead(JsonElement json, out JsonRpcRequest? request, out string? reason, out string? id)
    {
        request = null;
        id = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            reason = "an object was expected";
            return false;
        }

        var hasId = json.TryGetProperty("id"u8, out var idElement);
        if (hasId && idElement.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            reason = "'id' is a string, a number or null";
            return false;
        }

        id = hasId ? idElement.GetRawText() : null;
        if (!json.TryGetProperty("jsonrpc"u8, out var version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8))
        {
            reason = "'jsonrpc' must be \"2.0\"";
            return false;
        }

        if (!json.TryGetProperty("method"u8, out var method) || method.ValueKind != JsonValueKind.String)
        {
            reason = "'method' must be a string";
            return false;
        }

        reason = null;
        request = new JsonRpcRequest(id, method.GetString()!, json.TryGetProperty("params"u8, out var parameters) ? parameters : null);
        return true;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>An error object (JSON-RPC 2.0 §5.1) with the API's literal token beside the number.</summary>
/// <param name="Kind">Which error.</param>
/// <param name="Data">What is told beyond it: <c>param</c>, <c>reason</c> and what the method says; null for nothing.</param>
internal sealed record JsonRpcError(ErrorKind Kind, JsonObject? Data = null)
{
    /// <summary>An error with the reason that a person reads.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="reason">Why.</param>
    public static JsonRpcError Because(ErrorKind kind, string? reason) => new(kind, reason is null ? null : new JsonObject { ["reason"] = reason });

    /// <summary>An error about a parameter.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="reason">Why; null when the kind says it all.</param>
    public static JsonRpcError About(ErrorKind kind, string parameter, string? reason = null)
    {
        var data = new JsonObject { ["param"] = parameter };
        if (reason is not null) data["reason"] = reason;
        return new JsonRpcError(kind, data);
    }

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where the value goes.</param>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code"u8, Kind.Code);
        writer.WriteString("type"u8, Kind.Type);
        writer.WriteString("message"u8, Kind.Message);
        if (Data is not null)
        {
            writer.WritePropertyName("data"u8);
            Data.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

/// <summary>Carries a <see cref="JsonRpcError"/> to the place that renders it.</summary>
internal sealed class JsonRpcException(JsonRpcError error) : Exception(error.Kind.Type)
{
    public JsonRpcException(ErrorKind kind, string? reason = null)
        : this(JsonRpcError.Because(kind, reason))
    {
    }

    /// <summary>The error.</summary>
    public JsonRpcError Error { get; } = error;

    /// <summary>A parameter's value can't be used.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="reason">Why.</param>
    public static JsonRpcException InvalidParameter(string parameter, string? reason = null) => new(JsonRpcError.About(ErrorKind.InvalidParams, parameter, reason));
}

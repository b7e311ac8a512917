using System.Text.Json.Nodes;

namespace Taiji.Testing;

/// <summary>A JSON-RPC call was answered with an error.</summary>
public sealed class JsonRpcCallException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="error">The error object.</param>
    public JsonRpcCallException(string method, JsonNode error)
        : base($"{method}: {error?.ToJsonString()}") => Error = error!;

    /// <summary>The error object: <c>type</c>, <c>code</c>, <c>message</c>, <c>data</c>.</summary>
    public JsonNode Error { get; }

    /// <summary>The error's type, such as <c>rpc.method.invalid_params</c>; empty when there is none.</summary>
    public string ErrorType => Error["type"]?.GetValue<string>() ?? "";
}

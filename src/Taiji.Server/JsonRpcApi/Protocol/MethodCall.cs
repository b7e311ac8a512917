using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>One call of a method.</summary>
internal sealed class MethodCall
{
    /// <summary>What methods work with.</summary>
    public required JsonRpcServer Server { get; init; }

    /// <summary>What it came by.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>The HTTP exchange that it came by.</summary>
    public HttpContext Http => Exchange.Http;

    /// <summary>The arguments, checked.</summary>
    public required Arguments Arguments { get; init; }

    /// <summary>Where the result goes: one value, or none for an empty object.</summary>
    public required Utf8JsonWriter Result { get; init; }

    /// <summary>Fires when the client goes away, its session ends, or it aborts the call.</summary>
    public required CancellationToken Cancelled { get; init; }

    /// <summary>The caller's session; only methods without need of one have none.</summary>
    public WebSession? SessionOrNone { get; init; }

    /// <summary>The caller's session.</summary>
    public WebSession Session => SessionOrNone ?? throw new JsonRpcException(ErrorKind.MissingSessionId);

    /// <summary>Writes a result of one member.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">A string; null is written as null.</param>
    public void Answer(string name, string? value)
    {
        Result.WriteStartObject();
        Result.WriteString(name, value);
        Result.WriteEndObject();
    }

    /// <summary>As the other one.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">An integer.</param>
    public void Answer(string name, long value)
    {
        Result.WriteStartObject();
        Result.WriteNumber(name, value);
        Result.WriteEndObject();
    }

    /// <summary>As the other one.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">A boolean.</param>
    public void Answer(string name, bool value)
    {
        Result.WriteStartObject();
        Result.WriteBoolean(name, value);
        Result.WriteEndObject();
    }

    /// <summary>Writes a result of one member, an array of strings.</summary>
    /// <param name="name">The member.</param>
    /// <param name="values">The strings.</param>
    public void Answer(string name, IEnumerable<string> values)
    {
        Result.WriteStartObject();
        Result.WriteStartArray(name);
        foreach (var value in values) Result.WriteStringValue(value);
        Result.WriteEndArray();
        Result.WriteEndObject();
    }
}

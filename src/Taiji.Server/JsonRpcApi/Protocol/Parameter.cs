using System.Text.Json;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>The JSON types that a parameter may have.</summary>
[Flags]
internal enum ParameterTypes
{
    None = 0,
    String = 1,
    Integer = 2,
    Boolean = 4,
    Array = 8,
    Object = 16,
    Null = 32,
    Any = 63,
}

/// <summary>A method's parameter: what the protocol checks before the method runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Types">The JSON types it may have.</param>
internal sealed record Parameter(string Name, ParameterTypes Types)
{
    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>The literal values of a string; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least integer.</summary>
    public long Least { get; init; } = long.MinValue;

    /// <summary>The greatest integer.</summary>
    public long Greatest { get; init; } = long.MaxValue;

    /// <summary>The types of an array's elements.</summary>
    public ParameterTypes Elements { get; init; } = ParameterTypes.Any;

    public static Parameter Text(string name) => new(name, ParameterTypes.String);

    public static Parameter OneOf(string name, params IReadOnlyList<string> values) => new(name, ParameterTypes.String) { Values = values };

    public static Parameter Integer(string name, long least = long.MinValue, long greatest = long.MaxValue) =>
        new(name, ParameterTypes.Integer) { Least = least, Greatest = greatest };

    public static Parameter Boolean(string name) => new(name, ParameterTypes.Boolean) { IsRequired = false };

    public static Parameter Array(string name, ParameterTypes elements) => new(name, ParameterTypes.Array) { Elements = elements };

    public static Parameter Object(string name) => new(name, ParameterTypes.Object);

    /// <summary>The same, not required.</summary>
    public Parameter Optional() => this with { IsRequired = false };

    /// <summary>What is wrong with a value; null for nothing.</summary>
    /// <param name="value">The value.</param>
    public JsonRpcError? Check(JsonElement value)
    {
        if (!IsOf(Types, value) || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(e => !IsOf(Elements, e))))
            return JsonRpcError.About(ErrorKind.InvalidParamsType, Name);
        if (Values.Count > 0 && value.ValueKind == JsonValueKind.String && !Values.Contains(value.GetString()!))
            return JsonRpcError.About(ErrorKind.UnknownParamsValue, Name, $"one of {string.Join(", ", Values)}");
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && (number < Least || number > Greatest))
            return JsonRpcError.About(ErrorKind.InvalidParams, Name, Range());
        return null;
    }

    /// <summary>How the documentation shows it.</summary>
    public override string ToString() => Name + (IsRequired ? "" : "?");

    private static bool IsOf(ParameterTypes types, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => types.HasFlag(ParameterTypes.String),
        JsonValueKind.Number => types.HasFlag(ParameterTypes.Integer) && value.TryGetInt64(out _),
        JsonValueKind.True or JsonValueKind.False => types.HasFlag(ParameterTypes.Boolean),
        JsonValueKind.Array => types.HasFlag(ParameterTypes.Array),
        JsonValueKind.Object => types.HasFlag(ParameterTypes.Object),
        _ => types.HasFlag(ParameterTypes.Null),
    };

    private string Range() => Greatest == long.MaxValue ? $"an integer from {Least}" : $"an integer from {Least} to {Greatest}";
}

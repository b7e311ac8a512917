using System.Text.Json;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>The checked arguments of a call.</summary>
internal sealed class Arguments
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly JsonElement[] _values;
    private readonly JsonElement? _given;

    private Arguments(IReadOnlyList<Parameter> parameters, JsonElement? given)
    {
        _given = given;
        _parameters = parameters;
        _values = new JsonElement[parameters.Count];
    }

    /// <summary>Binds <c>params</c> to what the method declares.</summary>
    /// <param name="method">The method.</param>
    /// <param name="given">An object by name, an array by position, or nothing.</param>
    /// <exception cref="JsonRpcException">Unexpected, missing, of the wrong type, or of an unknown value: the first that is wrong is named.</exception>
    public static Arguments Bind(JsonRpcMethod method, JsonElement? given)
    {
        var arguments = new Arguments(method.Parameters, given);
        switch (given)
        {
            case null or { ValueKind: JsonValueKind.Null }:
                break;

            case { ValueKind: JsonValueKind.Object } named:
                foreach (var member in named.EnumerateObject()) arguments.Set(arguments.IndexOf(member.Name), member.Name, member.Value);
                break;

            case { ValueKind: JsonValueKind.Array } positional:
                var index = 0;
                foreach (var value in positional.EnumerateArray())
                {
                    arguments.Set(index < method.Parameters.Count ? index : -1, index.ToString(System.Globalization.CultureInfo.InvariantCulture), value);
                    index++;
                }

                break;

            default:
                throw JsonRpcException.InvalidParameter("params", "an object was expected");
        }

        arguments.Check();
        return arguments;
    }

    /// <summary>Whether it was given, and not as null where null means nothing.</summary>
    /// <param name="name">The parameter.</param>
    public bool Has(string name) => ValueOf(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>The value as it came; undefined when it wasn't given.</summary>
    /// <param name="name">The parameter.</param>
    public JsonElement ValueOf(string name) => IndexOf(name) is >= 0 and var i ? _values[i] : throw new ArgumentException($"'{name}' is not declared", nameof(name));

    public string Text(string name) => ValueOf(name).GetString()!;

    public string? OptionalText(string name) => ValueOf(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public string Text(string name, string byDefault) => OptionalText(name) ?? byDefault;

    public long Integer(string name, long byDefault = 0) => ValueOf(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : byDefault;

    public bool Flag(string name, bool byDefault = false) => ValueOf(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => byDefault,
    };

    /// <summary>An array of strings; null when it wasn't given.</summary>
    /// <param name="name">The parameter.</param>
    public IReadOnlyList<string>? Texts(string name) =>
        ValueOf(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray().Select(e => e.GetString()!)] : null;

    /// <summary>The arguments as they came, as JSON.</summary>
    public override string ToString() => _given?.GetRawText() ?? "{}";

    private void Set(int index, string name, JsonElement value)
    {
        if (index < 0) throw new JsonRpcException(JsonRpcError.About(ErrorKind.UnexpectedParams, name));
        _values[index] = value;
    }

    private void Check()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var parameter = _parameters[i];
            if (_values[i].ValueKind == JsonValueKind.Undefined)
            {
                if (parameter.IsRequired) throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, parameter.Name));
            }
            else if (parameter.Check(_values[i]) is { } error)
            {
                throw new JsonRpcException(error);
            }
        }
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _parameters.Count; i++)
        {
            if (_parameters[i].Name == name) return i;
        }

        return -1;
    }
}

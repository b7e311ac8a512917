using System.Text.Json;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>An attribute of the API, and the annotation of <c>taiji-attributes</c> that it is kept as.</summary>
internal sealed class NodeAttribute
{
    // What the server would have to keep itself, of services and devices, and doesn't have.
    private static readonly string[] Kept = ["backpointer", "origin", "original_value", "refcount"];

    private readonly bool _isList;

    private NodeAttribute(string name, bool isList)
    {
        Name = name;
        _isList = isList;
    }

    /// <summary>Those that can be set, by name.</summary>
    public static IReadOnlyList<NodeAttribute> Settable { get; } = [new("annotation", isList: false), new("tags", isList: true)];

    /// <summary>Its name in the API.</summary>
    public string Name { get; }

    /// <summary>Its name in the tree.</summary>
    public string QualifiedName => "taiji-attributes:" + Name;

    /// <summary>The attribute of a name; null for one that the API knows and nobody can set.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter that it stands in.</param>
    /// <exception cref="JsonRpcException">There is no such attribute.</exception>
    public static NodeAttribute? Demand(string name, string parameter)
    {
        if (Settable.FirstOrDefault(a => a.Name == name) is { } found) return found;
        if (name == "inactive" || Kept.Contains(name)) return null;
        throw new JsonRpcException(JsonRpcError.About(
            ErrorKind.UnknownParamsValue, parameter, $"there is no attribute '{name}': {string.Join(", ", Settable.Select(a => a.Name).Concat(Kept).Append("inactive").Order(StringComparer.Ordinal))}"));
    }

    /// <summary>Refuses to set what can't be set, unless it is how it is anyhow.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="value">What it was to be.</param>
    public static void Refuse(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        if (name != "inactive") throw new JsonRpcException(ErrorKind.Failed, $"'{name}' is the server's own: it can't be set");
        if (value.ValueKind == JsonValueKind.False) return;
        if (value.ValueKind != JsonValueKind.True) throw WrongType();
        throw new JsonRpcException(ErrorKind.Failed, "nodes can't be made inactive: what running holds is in force, whole (RFC 8342 §5.1.4)");
    }

    /// <summary>A value as it is kept; null for none.</summary>
    /// <param name="value">As it came.</param>
    public string? Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String when !_isList:
                return value.GetString() is { Length: > 0 } text ? text : null;
            case JsonValueKind.String:
                return Joined(value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            case JsonValueKind.Array when _isList && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String):
                return Joined([.. value.EnumerateArray().Select(e => e.GetString()!)]);
            default:
                throw WrongType();
        }
    }

    /// <summary>Writes it as the API has it.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="value">As it is kept.</param>
    public void Write(Utf8JsonWriter writer, string value)
    {
        if (!_isList)
        {
            writer.WriteString(Name, value);
            return;
        }

        writer.WriteStartArray(Name);
        foreach (var word in value.Split(' ')) writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static string? Joined(string[] words)
    {
        if (words.Any(w => w.Length == 0 || w.Any(char.IsWhiteSpace))) throw JsonRpcException.InvalidParameter("attrs", "a tag is a word without white space");
        return words.Length == 0 ? null : string.Join(' ', words.Distinct(StringComparer.Ordinal));
    }

    private static JsonRpcException WrongType() => new(JsonRpcError.About(ErrorKind.InvalidParamsType, "attrs"));
}

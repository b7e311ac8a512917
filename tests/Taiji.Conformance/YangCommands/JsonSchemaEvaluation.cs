using System.Text.Json;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.YangCommands;

/// <summary>Evaluates the JSON Schema keywords that <c>taiji yang tree --format json-schema</c> writes.</summary>
internal static class JsonSchemaEvaluation
{
    /// <summary>Keywords that assert nothing.</summary>
    private static readonly HashSet<string> Annotations =
        ["$schema", "title", "$defs", "description", "readOnly", "deprecated", "default", "contentEncoding", "patternProperties"];

    /// <summary>Whether the value satisfies the schema.</summary>
    /// <param name="schema">The schema: an object or a boolean.</param>
    /// <param name="value">The value.</param>
    public static bool IsValid(JsonElement schema, JsonElement value) =>
        schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().All(k => Holds(schema, k.Name, k.Value, value)) : schema.GetBoolean();

    private static bool Holds(JsonElement schema, string keyword, JsonElement argument, JsonElement value) => keyword switch
    {
        "type" => IsOfType(argument.GetString()!, value),
        "const" => JsonElement.DeepEquals(argument, value),
        "enum" => argument.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
        "not" => !IsValid(argument, value),
        "allOf" => argument.EnumerateArray().All(s => IsValid(s, value)),
        "anyOf" => argument.EnumerateArray().Any(s => IsValid(s, value)),
        "oneOf" => argument.EnumerateArray().Count(s => IsValid(s, value)) == 1,
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= argument.GetDecimal(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= argument.GetDecimal(),
        "pattern" or "minLength" or "maxLength" => value.ValueKind != JsonValueKind.String || TextHolds(keyword, argument, value.GetString()!),
        "items" or "minItems" or "maxItems" or "uniqueItems" => value.ValueKind != JsonValueKind.Array || ArrayHolds(keyword, argument, [.. value.EnumerateArray()]),
        "properties" or "required" or "additionalProperties" => value.ValueKind != JsonValueKind.Object || ObjectHolds(schema, keyword, argument, value),
        _ => Annotations.Contains(keyword) ? true : throw new NotSupportedException(keyword),
    };

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == decimal.Truncate(number),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => string.Equals(value.ValueKind.ToString(), type, StringComparison.OrdinalIgnoreCase),
    };

    // .NET's classes go to U+FFFF.
    private static bool TextHolds(string keyword, JsonElement argument, string text) => keyword switch
    {
        "pattern" => Regex.IsMatch(text, Regex.Replace(argument.GetString()!, @"\\u\{[0-9A-F]+\}", @"\uFFFF"), RegexOptions.CultureInvariant),
        "minLength" => text.EnumerateRunes().Count() >= argument.GetInt64(),
        _ => text.EnumerateRunes().Count() <= argument.GetInt64(),
    };

    private static bool ArrayHolds(string keyword, JsonElement argument, List<JsonElement> items) => keyword switch
    {
        "items" => items.All(i => IsValid(argument, i)),
        "minItems" => items.Count >= argument.GetInt64(),
        "maxItems" => items.Count <= argument.GetInt64(),
        _ => items.Index().All(i => !items.Skip(i.Index + 1).Any(o => JsonElement.DeepEquals(o, i.Item))),
    };

    private static bool ObjectHolds(JsonElement schema, string keyword, JsonElement argument, JsonElement value) => keyword switch
    {
        "properties" => argument.EnumerateObject().All(p => !value.TryGetProperty(p.Name, out var member) || IsValid(p.Value, member)),
        "required" => argument.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)),
        _ => value.EnumerateObject().All(m => m.Name.StartsWith('@') || schema.GetProperty("properties").TryGetProperty(m.Name, out _)),
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>A type as a JSON Schema of its values in RFC 7951's encoding (§6).</summary>
/// <param name="schema">The schema: its identities.</param>
internal sealed class TypeSchema(YangSchema schema)
{
    /// <summary>The schema of one value.</summary>
    /// <param name="type">The type.</param>
    /// <param name="home">The leaf's module, whose identities need no prefix.</param>
    public JsonObject Of(YangType type, YangModule home) => type switch
    {
        IntegerType { FixedSize: < 8 } integer => Number(integer),
        IntegerType { BuiltIn: BuiltInType.Int64 } => Text("^\\s*[+-]?[0-9]+\\s*$"),
        IntegerType => Text("^\\s*(?:\\+?[0-9]+|-0+)\\s*$"),
        Decimal64Type number => Text(string.Create(CultureInfo.InvariantCulture, $"^\\s*[+-]?[0-9]+(?:\\.[0-9]{{1,{number.FractionDigits}}}0*)?\\s*$")),
        BooleanType => new JsonObject { ["type"] = "boolean" },
        // Libraries of OpenAPI take only a string for const.
        EmptyType => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "null" }, ["minItems"] = 1, ["maxItems"] = 1 },
        EnumerationType enumeration => Enumerated(enumeration.Values.Select(v => v.Name)),
        BitsType bits => Bits(bits),
        BinaryType binary => Binary(binary),
        IdentityRefType identityRef => Enumerated(schema.Identities.Where(i => i.Module.IsImplemented && identityRef.Allows(i)).SelectMany(i => Names(i, home))),
        InstanceIdentifierType => Text("^\\s*/"),
        LeafRefType leafRef => Of(leafRef.TargetType, home),
        UnionType union => new JsonObject { ["anyOf"] = new JsonArray([.. union.Members.Select(m => Of(m, home))]) },
        StringType text => String(text),
        _ => [],
    };

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Enumerated(IEnumerable<string> names)
    {
        var values = names.Select(n => (JsonNode?)JsonValue.Create(n)).ToArray();
        return values.Length == 0 ? new JsonObject { ["not"] = new JsonObject() } : new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(values) };
    }

    private static IEnumerable<string> Names(Identity identity, YangModule home)
    {
        yield return $"{identity.Module.Name}:{identity.Name}";
        if (identity.Module == home) yield return identity.Name;
    }

    private static JsonObject Number(IntegerType integer)
    {
        var result = new JsonObject { ["type"] = "integer" };
        AddParts(result, integer.Range, "minimum", "maximum");
        return result;
    }

    /// <summary>Bits come in any order (RFC 7951 §6.5), none twice (RFC 7950 §9.7.2).</summary>
    private static JsonObject Bits(BitsType bits)
    {
        var names = string.Join('|', bits.Bits.Select(b => EcmaExpression.Literal(b.Name)));
        return Text($"^(?!(?:.*\\s)?(\\S+)(?:\\s.*)?\\s\\1(?:\\s|$))\\s*(?:(?:{names})(?:\\s+(?:{names}))*)?\\s*$");
    }

    /// <summary>Base64 takes four characters for each three octets begun.</summary>
    private static JsonObject Binary(BinaryType binary)
    {
        var result = Text("^\\s*(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$");
        result["contentEncoding"] = "base64";
        if (binary.Length is { } length) result["minLength"] = (long)((length.Low + 2) / 3 * 4);
        return result;
    }

    private static JsonObject String(StringType text)
    {
        var result = new JsonObject { ["type"] = "string" };
        if (text.Length is not null) AddParts(result, text.Length, "minLength", "maxLength");
        var patterns = text.Patterns.Select(p => (p.Spec.InvertMatch, Text: EcmaExpression.Of(p.Syntax))).ToList();
        if (patterns is [(false, var only)]) result["pattern"] = only;
        else if (patterns.Count > 0) result["allOf"] = new JsonArray([.. patterns.Select(p => Pattern(p.Text, p.InvertMatch))]);
        return result;
    }

    private static JsonObject Pattern(string text, bool isInverted)
    {
        var pattern = new JsonObject { ["pattern"] = text };
        return isInverted ? new JsonObject { ["not"] = pattern } : pattern;
    }

    private static void AddParts(JsonObject result, ValueRange range, string minimum, string maximum)
    {
        if (range.Parts.Count > 1) result["anyOf"] = new JsonArray([.. range.Parts.Select(p => Bounds([], p))]);
        else Bounds(result, range.Parts[0]);

        JsonObject Bounds(JsonObject target, (Int128 Low, Int128 High) part)
        {
            target[minimum] = (long)part.Low;
            if (part.High <= long.MaxValue) target[maximum] = (long)part.High;
            return target;
        }
    }
}

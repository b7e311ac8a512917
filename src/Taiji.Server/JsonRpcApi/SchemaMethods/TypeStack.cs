using System.Globalization;
using System.Text.Json;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>Writes what a type is made of: from the name it goes by down to the primitive one, with what each restricts.</summary>
/// <param name="writer">Where it goes.</param>
internal sealed class TypeStack(Utf8JsonWriter writer)
{
    /// <summary>The name by which a type is found in <c>meta.types</c>.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    public static string KeyOf(TypedNode node) => node is LeafListNode ? $"{node.Module.Namespace}:{node.SchemaPath}" : KeyOfValue(node);

    /// <summary>Whether a node's type is a built-in one without restrictions: a leaf-list's is a list of them.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    public static bool IsPrimitive(TypedNode node) => node is LeafNode && IsPrimitive(node.Type);

    /// <summary>Whether it is a built-in type without restrictions.</summary>
    /// <param name="type">The type.</param>
    private static bool IsPrimitive(YangType type) => WellKnownTypes.Has(type) || (type.Name == type.BuiltInName
        && type.BuiltIn is not (BuiltInType.Enumeration or BuiltInType.Union or BuiltInType.Bits or BuiltInType.Decimal64)
        && (type is LeafRefType || TypeFacets.Of(type) is { Range: null, Length: null, Patterns.Count: 0 }));

    /// <summary>The primitive name: <c>uint8</c>, <c>string</c> …; those of a leafref are its target's.</summary>
    /// <param name="type">The type.</param>
    public static string PrimitiveName(YangType type) => type is LeafRefType leafRef ? PrimitiveName(leafRef.TargetType) : WellKnownTypes.Has(type) ? type.Name : type.BuiltInName;

    /// <summary>The name that was made for the type of a node that goes by none of its own; null when it has one.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    public static string? GeneratedName(TypedNode node) => !IsPrimitive(node) && (node is LeafListNode || !HasOwnName(node.Type)) ? KeyOf(node) : null;

    /// <summary>Writes a node's stack, an array.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    public void Write(TypedNode node)
    {
        if (node is LeafNode)
        {
            Write(KeyOf(node), node.Type);
            return;
        }

        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WritePropertyName("leaf_type"u8);
        Write(KeyOfValue(node), node.Type);
        writer.WriteStartArray("list_type"u8);
        writer.WriteStartObject();
        writer.WriteString("name"u8, KeyOf(node));
        writer.WriteStartArray("facets"u8);
        writer.WriteStartObject();
        writer.WriteBoolean("leaf-list"u8, true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string KeyOfValue(TypedNode node)
    {
        if (IsPrimitive(node.Type)) return PrimitiveName(node.Type);
        // A type without a name of its own goes by its leaf's way: another leaf's may be another.
        return HasOwnName(node.Type) ? $"{node.Type.Module!.Namespace}:{node.Type.Name}" : $"{node.Module.Namespace}:{node.SchemaPath}";
    }

    private static bool HasOwnName(YangType type) => type is { Module: not null, IsRestrictedInPlace: false };

    private void Write(string name, YangType type)
    {
        writer.WriteStartArray();
        if (type is UnionType union)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("union"u8);
            foreach (var member in union.Members) Write(member.Name, member);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        else if (type is BitsType bits)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("bits"u8);
            foreach (var bit in bits.Bits) writer.WriteStringValue(bit.Name);
            writer.WriteEndArray();
            writer.WriteNumber("size"u8, bits.Bits.Any(b => b.Position >= 32) ? 64 : 32);
            writer.WriteEndObject();
        }
        else
        {
            WriteOwn(name, type);
            if (name != PrimitiveName(type)) WriteEntry(PrimitiveName(type));
        }

        writer.WriteEndArray();
    }

    private void WriteEntry(string name)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteEndObject();
    }

    private void WriteOwn(string name, YangType type)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        if (type.Description is { } description) writer.WriteString("info"u8, description);
        var facets = TypeFacets.Of(type);
        if (type is EnumerationType or Decimal64Type || facets.Range is not null || facets.Length is not null || facets.Patterns.Count > 0)
        {
            writer.WriteStartArray("facets"u8);
            WriteFacets(type, facets);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteFacets(YangType type, TypeFacets facets)
    {
        if (type is EnumerationType enumeration)
        {
            foreach (var value in enumeration.Values)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("enumeration"u8);
                writer.WriteString("label"u8, value.Name);
                if (value.Description is { } description) writer.WriteString("info"u8, description);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        }

        if (type is Decimal64Type number) WriteNumber("fraction-digits", number.FractionDigits);
        if (facets.Range is { } range) WriteRange("range", range);
        if (facets.Length is { } length) WriteLength(length);
        foreach (var pattern in facets.Patterns)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("pattern"u8);
            writer.WriteString("value"u8, pattern);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private void WriteLength(string length)
    {
        if (long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var exact))
        {
            WriteNumber("length", exact);
            return;
        }

        var bounds = length.Split("..", StringSplitOptions.TrimEntries);
        if (length.Contains('|', StringComparison.Ordinal) || bounds.Length != 2)
        {
            WriteRange("length", length);
            return;
        }

        if (long.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min)) WriteNumber("min-length", min);
        if (long.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out var max)) WriteNumber("max-length", max);
    }

    private void WriteNumber(string facet, long value)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(facet);
        writer.WriteNumber("value"u8, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteRange(string facet, string range)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(facet);
        writer.WriteStartArray("value"u8);
        foreach (var part in range.Split('|', StringSplitOptions.TrimEntries))
        {
            var bounds = part.Split("..", StringSplitOptions.TrimEntries);
            if (bounds.Length == 1)
            {
                WriteBound(bounds[0]);
                continue;
            }

            writer.WriteStartArray();
            WriteBound(bounds[0]);
            WriteBound(bounds[1]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteBound(string bound)
    {
        if (decimal.TryParse(bound, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(bound);
    }
}

using System.Buffers;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Reads what <see cref="DiffEncoder"/> wrote.</summary>
public static class DiffDecoder
{
    private static readonly DataReadOptions ValueOptions = new() { AllowState = true, MaxDepth = 1000, MaxErrors = 10_000, TakesAnyContent = true };

    /// <summary>Reads the edits; applied in order to the tree that the diff was from, they make the tree that it was to.</summary>
    /// <param name="schema">The schema: the one of the diff, or a later one.</param>
    /// <param name="bytes">The text.</param>
    /// <exception cref="RpcErrorException">Malformed text, or names and values that this schema doesn't have.</exception>
    public static IReadOnlyList<Edit> Decode(YangSchema schema, ReadOnlyMemory<byte> bytes)
    {
        var edits = new List<Edit>();
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = 1002 });
        try
        {
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(reader.TokenType == JsonTokenType.StartObject);
                edits.Add(ReadEdit(schema, bytes, ref reader));
            }

            reader.Read();
        }
        catch (JsonException e)
        {
            throw new RpcErrorException(DataErrors.Malformed($"not an encoded diff: {e.Message}"));
        }

        return edits;
    }

    private static Edit ReadEdit(YangSchema schema, ReadOnlyMemory<byte> bytes, ref Utf8JsonReader reader)
    {
        string? operation = null, target = null, insert = null, anchor = null;
        DataTree? value = null;
        Dictionary<string, string?>? attributes = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "op": operation = StringOf(ref reader); break;
                case "target": target = StringOf(ref reader); break;
                case "insert": insert = StringOf(ref reader); break;
                case "anchor": anchor = StringOf(ref reader); break;
                case "attributes": attributes = ReadAttributes(ref reader); break;
                case "value": value = ReadValue(schema, bytes, ref reader); break;
                default: throw NotADiff();
            }
        }

        if (operation == "annotate" && target is not null && attributes is not null) return new Edit(EditOperation.None, DataPath.Parse(schema, target)) { Attributes = attributes };
        return (operation, target, value, insert) switch
        {
            ("remove", not null, null, null) => new Edit(EditOperation.Remove, DataPath.Parse(schema, target)),
            ("merge", null, not null, null) => new Edit(EditOperation.Merge, new DataPath(schema), value),
            ("merge", not null, null, "first") => Place(DataPath.Parse(schema, target), new InsertPosition(InsertPlace.First)),
            ("merge", not null, null, "after") when anchor is not null =>
                Place(DataPath.Parse(schema, target), new InsertPosition(InsertPlace.After, DataPath.Parse(schema, anchor).Steps[^1].Key)),
            _ => throw NotADiff(),
        };
    }

    private static Dictionary<string, string?> ReadAttributes(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            attributes[name] = reader.TokenType == JsonTokenType.Null ? null : StringOf(ref reader);
        }

        return attributes;
    }

    private static string? StringOf(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.String);
        return reader.GetString();
    }

    private static DataTree ReadValue(YangSchema schema, ReadOnlyMemory<byte> bytes, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonDataReader(schema, ValueOptions).ReadTree(new ReadOnlySequence<byte>(bytes[start..(int)reader.BytesConsumed]));
    }

    /// <summary>A merge of nothing but the entry itself: it only moves.</summary>
    private static Edit Place(DataPath target, InsertPosition position)
    {
        var builder = new DataTreeBuilder(target.Schema);
        var step = target.Steps[^1];
        if (step.Node is LeafListNode leafList)
        {
            ResourceAncestors.Open(builder, target.Parent);
            builder.AddLeafListEntry(leafList, step.Key!.Value.Span);
        }
        else
        {
            ResourceAncestors.Open(builder, target);
        }

        while (builder.Current is not SchemaRoot) builder.Close();
        return new Edit(EditOperation.Merge, target, builder.Seal(), position);
    }

    private static void Expect(bool condition)
    {
        if (!condition) throw NotADiff();
    }

    private static RpcErrorException NotADiff() => new(DataErrors.Malformed("not an encoded diff: an array of edits was expected"));
}

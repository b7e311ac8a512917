using System.Buffers;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>What leaves, leaf-list entries, anydata and anyxml hold (RFC 7951 §5.3, §5.5, §5.6, §6).</content>
internal sealed partial class JsonTreeReader
{
    private bool ReadValue(ref JsonTokens reader, TypedNode schema)
    {
        if (TryScalar(ref reader, out var text, out var kind, out var other)) return _intake.TryAdd(schema, text, ValueForm.Json, kind, null);
        InvalidValue(schema, $"'{schema.Name}' holds a value, not {other}");
        Locate(ref reader);
        reader.Skip();
        return false;
    }

    /// <summary>Reads what a leaf can hold.</summary>
    /// <param name="reader">On the value's first token.</param>
    /// <param name="text">The value.</param>
    /// <param name="kind">What the token says of its type.</param>
    /// <param name="other">What it is otherwise: null or an object, which is still to be skipped, or an array, at whose end the reader stands.</param>
    private static bool TryScalar(ref JsonTokens reader, out ReadOnlySpan<byte> text, out JsonKind kind, out string? other)
    {
        text = default;
        other = null;
        kind = JsonKind.Boolean;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = reader.Text();
                kind = JsonKind.String;
                return true;
            case JsonTokenType.Number:
                text = reader.Raw;
                kind = JsonKind.Number;
                return true;
            case JsonTokenType.True:
                text = "true"u8;
                return true;
            case JsonTokenType.False:
                text = "false"u8;
                return true;
            case JsonTokenType.StartArray:
                kind = JsonKind.Empty;
                if (IsEmptyValue(ref reader)) return true;
                // What follows the first item that isn't null or the end was not read: skip to the end of this array.
                SkipRestOfArray(ref reader);
                other = "an array";
                return false;
            default:
                other = reader.TokenType == JsonTokenType.Null ? "null" : "an object";
                return false;
        }
    }

    /// <summary>Whether the array is <c>[null]</c>, the value of the type empty (RFC 7951 §6.9); stands on its end if so, else on the first item that differs.</summary>
    private static bool IsEmptyValue(ref JsonTokens reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Null && reader.Read() && reader.TokenType == JsonTokenType.EndArray;

    private static void SkipRestOfArray(ref JsonTokens reader)
    {
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            reader.Read();
        }
    }

    private void ReadAny(ref JsonTokens reader, AnyNode schema)
    {
        if (_intake.Options.TakesAnyContent && reader.TokenType == JsonTokenType.String)
        {
            _intake.AddAny(schema, reader.Text());
            return;
        }

        if (schema.Kind == SchemaNodeKind.AnyData && reader.TokenType != JsonTokenType.StartObject)
        {
            RefuseShape(ref reader, schema, "an object");
            return;
        }

        var content = new ArrayBufferWriter<byte>();
        var sink = new ByteSink(content);
        sink.Write(AnyContent.Json);
        CopyCompact(ref reader, sink);
        sink.Complete();
        _intake.AddAny(schema, content.WrittenSpan);
    }

    private static void CopyCompact(ref JsonTokens reader, ByteSink sink)
    {
        var depth = reader.Depth;
        var needsComma = false;
        do
        {
            var token = reader.TokenType;
            var isEnd = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (needsComma && !isEnd) sink.Write((byte)',');
            var isString = token is JsonTokenType.String or JsonTokenType.PropertyName;
            if (isString)
            {
                reader.Text(); // refuses what isn't UTF-8
                sink.Write((byte)'"');
            }

            sink.Write(reader.Raw);
            if (isString) sink.Write((byte)'"');
            if (token == JsonTokenType.PropertyName) sink.Write((byte)':');
            needsComma = token is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
            if (needsComma && reader.Depth == depth) return;
        }
        while (reader.Read());
    }
}

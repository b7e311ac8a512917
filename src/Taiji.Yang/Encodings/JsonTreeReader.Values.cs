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
        ReadOnlySpan<byte> text;
        JsonKind kind;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = reader.Text();
                kind = JsonKind.String;
                break;
            case JsonTokenType.Number:
                text = reader.Raw;
                kind = JsonKind.Number;
                break;
            case JsonTokenType.True:
                text = "true"u8;
                kind = JsonKind.Boolean;
                break;
            case JsonTokenType.False:
                text = "false"u8;
                kind = JsonKind.Boolean;
                break;
            case JsonTokenType.StartArray when IsEmptyValue(ref reader):
                text = default;
                kind = JsonKind.Empty;
                break;
            case JsonTokenType.StartArray:
                // What follows the first item that isn't null or the end was not read: skip to the end of this array.
                SkipRestOfArray(ref reader);
                InvalidValue(schema, $"'{schema.Name}' holds a value, not an array");
                return false;
            default:
                InvalidValue(schema, $"'{schema.Name}' holds a value, not {(reader.TokenType == JsonTokenType.Null ? "null" : "an object")}");
                reader.Skip();
                return false;
        }

        return _intake.TryAdd(schema, text, ValueForm.Json, kind, null);
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

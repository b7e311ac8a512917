using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>One reading of JSON instance data. Stands, after each value, on its last token.</summary>
internal sealed partial class JsonTreeReader
{
    private readonly DataIntake _intake;
    private byte[] _scratch = new byte[256];

    public JsonTreeReader(DataIntake intake) => _intake = intake;

    /// <summary>Reads the object the reader stands on as the children of a node.</summary>
    public void ReadContent(ref Utf8JsonReader reader, InnerNode node)
    {
        var state = default(MemberState);
        // The children of an operation's input carry their names unqualified (RFC 8040 §3.6.1), whether there is a wrapper or not.
        ReadMembers(ref reader, new JsonChildren(node, _intake.Schema, false), ref state);
    }

    /// <summary>Reads an object with one member (and its annotations) as a child of <paramref name="parent"/>.</summary>
    /// <returns>The child's schema node; null when it was refused.</returns>
    public SchemaNode? ReadOne(ref Utf8JsonReader reader, InnerNode parent)
    {
        var state = new MemberState { IsResource = true };
        ReadMembers(ref reader, new JsonChildren(parent, _intake.Schema, true), ref state);
        if (state.Count != 1)
        {
            _intake.Errors.Add(DataErrors.Malformed($"one data resource was expected, an object with one member: there are {state.Count}"));
        }

        return state.Last;
    }

    private void ReadMembers(ref Utf8JsonReader reader, JsonChildren children, ref MemberState state)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A name as the schema has it needs no look at what it is made of.
            var index = reader.HasValueSequence || reader.ValueIsEscaped ? -1 : children.Find(reader.ValueSpan);
            if (index < 0 && !TryFindMember(ref reader, children, ref state, out index)) continue;
            state.Count++;
            reader.Read();
            ReadMember(ref reader, children, index, ref state);
        }

        if (state.Marked is not null) NoteMarked(state.Marked);
    }

    /// <summary>Finds a member by a name that may be escaped, an annotation's or unknown; the latter two are done with here.</summary>
    private bool TryFindMember(ref Utf8JsonReader reader, JsonChildren children, ref MemberState state, out int index)
    {
        index = -1;
        var name = Text(ref reader);
        if (name.Length > 0 && name[0] == (byte)'@')
        {
            ReadAnnotation(ref reader, children, Encoding.UTF8.GetString(name), ref state);
            return false;
        }

        index = children.Find(name);
        if (index >= 0) return true;
        state.Count++;
        RefuseMember(children.Node, Encoding.UTF8.GetString(name));
        reader.Read();
        reader.Skip();
        return false;
    }

    private void ReadMember(ref Utf8JsonReader reader, JsonChildren children, int index, ref MemberState state)
    {
        var schema = children[index];
        if (!_intake.Admits(schema))
        {
            reader.Skip();
            return;
        }

        _intake.Choose(schema, ref state.Chosen);
        state.Last = schema;
        switch (schema)
        {
            case LeafNode leaf:
                if (!ReadValue(ref reader, leaf) && leaf.IsKey) state.HasBadKey = true;
                break;
            case LeafListNode or ListNode:
                if (IsFirst(schema, ref state)) ReadArray(ref reader, children, index, state.IsResource);
                else reader.Skip();
                break;
            case AnyNode any:
                ReadAny(ref reader, any);
                break;
            default:
                if (reader.TokenType == JsonTokenType.StartObject) ReadInner(ref reader, children, index);
                else RefuseShape(ref reader, schema, "an object");
                break;
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, JsonChildren children, int index, bool isResource)
    {
        var schema = children[index];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseShape(ref reader, schema, schema is ListNode ? "an array of objects" : "an array");
            return;
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (schema is LeafListNode leafList) ReadValue(ref reader, leafList);
            else if (reader.TokenType == JsonTokenType.StartObject) ReadInner(ref reader, children, index);
            else RefuseShape(ref reader, schema, "an object for each entry");
        }

        if (isResource && count != 1)
        {
            _intake.Errors.Add(DataErrors.InvalidValue(
                _intake.PathOf(schema), schema.Name, new ValueError($"one data resource was expected, an array of one: '{schema.Name}' has {count} entries")));
        }
    }

    private void ReadInner(ref Utf8JsonReader reader, JsonChildren children, int index)
    {
        var state = default(MemberState);
        _intake.Open((InnerNode)children[index]);
        ReadMembers(ref reader, children.Below(index), ref state);
        _intake.Close(state.HasBadKey);
    }

    private bool ReadValue(ref Utf8JsonReader reader, TypedNode schema)
    {
        ReadOnlySpan<byte> text;
        JsonKind kind;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = Text(ref reader);
                kind = JsonKind.String;
                break;
            case JsonTokenType.Number:
                text = reader.HasValueSequence ? Copy(reader.ValueSequence) : reader.ValueSpan;
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
    private static bool IsEmptyValue(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Null && reader.Read() && reader.TokenType == JsonTokenType.EndArray;

    private static void SkipRestOfArray(ref Utf8JsonReader reader)
    {
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            reader.Read();
        }
    }

    private void ReadAny(ref Utf8JsonReader reader, AnyNode schema)
    {
        if (_intake.Options.TakesAnyContent && reader.TokenType == JsonTokenType.String)
        {
            _intake.AddAny(schema, Text(ref reader));
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

    private void CopyCompact(ref Utf8JsonReader reader, ByteSink sink)
    {
        var depth = reader.CurrentDepth;
        var needsComma = false;
        do
        {
            var token = reader.TokenType;
            var isEnd = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (needsComma && !isEnd) sink.Write((byte)',');
            var isString = token is JsonTokenType.String or JsonTokenType.PropertyName;
            if (isString)
            {
                Text(ref reader); // refuses what isn't UTF-8
                sink.Write((byte)'"');
            }

            WriteRaw(ref reader, sink);
            if (isString) sink.Write((byte)'"');
            if (token == JsonTokenType.PropertyName) sink.Write((byte)':');
            needsComma = token is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
            if (needsComma && reader.CurrentDepth == depth) return;
        }
        while (reader.Read());
    }

    private static void WriteRaw(ref Utf8JsonReader reader, ByteSink sink)
    {
        if (!reader.HasValueSequence)
        {
            sink.Write(reader.ValueSpan);
            return;
        }

        foreach (var segment in reader.ValueSequence) sink.Write(segment.Span);
    }

    /// <summary>The unescaped text of a string or name; valid until the next call.</summary>
    private ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text;
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            text = reader.ValueSpan;
        }
        else
        {
            var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
            Reserve(length);
            try
            {
                text = _scratch.AsSpan(0, reader.CopyString(_scratch));
            }
            catch (InvalidOperationException)
            {
                throw NotUnicode(ref reader);
            }
        }

        // The tokenizer looks at structure only.
        if (!YangCharacters.ArePrintableAscii(text) && !Utf8.IsValid(text)) throw NotUnicode(ref reader);
        return text;
    }

    private RpcErrorException NotUnicode(scoped ref Utf8JsonReader reader) =>
        _intake.Errors.Fatal(DataErrors.Malformed($"not JSON: the string at byte {reader.TokenStartIndex} is not valid Unicode in UTF-8"));

    private ReadOnlySpan<byte> Copy(ReadOnlySequence<byte> sequence)
    {
        Reserve(checked((int)sequence.Length));
        sequence.CopyTo(_scratch);
        return _scratch.AsSpan(0, (int)sequence.Length);
    }

    private void Reserve(int size)
    {
        if (_scratch.Length < size) _scratch = new byte[Math.Max(size, _scratch.Length * 2)];
    }

    private bool IsFirst(SchemaNode schema, ref MemberState state)
    {
        state.Arrays ??= [];
        if (!state.Arrays.Contains(schema))
        {
            state.Arrays.Add(schema);
            return true;
        }

        _intake.Errors.Add(DataErrors.BadElement(_intake.PathOf(schema), schema.Name, $"the member '{schema.Name}' is there twice: all its entries belong in one array"));
        return false;
    }

    private void RefuseShape(ref Utf8JsonReader reader, SchemaNode schema, string expected)
    {
        InvalidValue(schema, $"'{schema.Name}' must be {expected}");
        reader.Skip();
    }

    private void InvalidValue(SchemaNode schema, string message) =>
        _intake.Errors.Add(DataErrors.InvalidValue(_intake.PathOf(schema), schema.Name, new ValueError(message)));

    private void RefuseMember(InnerNode parent, string member)
    {
        var colon = member.IndexOf(':');
        var name = member[(colon + 1)..];
        var path = _intake.CurrentPath;
        if (colon < 0)
        {
            var known = parent.DataChildren.FirstOrDefault(c => c.Name == member);
            _intake.Errors.Add(DataErrors.UnknownElement(
                path, member, known is null ? DataErrors.UnknownName(member, parent) : $"'{member}' must be written with its module here: '{known.Module.Name}:{member}'"));
            return;
        }

        var module = _intake.Schema.FindModule(member[..colon]);
        if (module is null)
        {
            _intake.Errors.Add(DataErrors.UnknownNamespace(
                path, name, member[..colon], $"there is no module '{member[..colon]}'{Suggestion.For(member[..colon], _intake.Schema.Modules.Select(m => m.Name))}"));
            return;
        }

        var elsewhere = parent.DataChildren.FirstOrDefault(c => c.Name == name);
        _intake.Errors.Add(DataErrors.UnknownElement(
            path, name, elsewhere is null ? DataErrors.UnknownName(name, parent) : $"'{name}' here belongs to module '{elsewhere.Module.Name}', not to '{module.Name}'"));
    }

    /// <summary>What is known of the members of one object so far.</summary>
    private struct MemberState
    {
        public List<(ChoiceNode Choice, SchemaNode Node)>? Chosen;
        public List<SchemaNode>? Arrays;
        public List<TypedNode>? Marked;
        public SchemaNode? Last;
        public int Count;
        public bool HasBadKey;
        public bool IsResource;
    }
}

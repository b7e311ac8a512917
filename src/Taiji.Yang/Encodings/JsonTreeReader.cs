using System.Text;
using System.Text.Json;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>One reading of JSON instance data. Stands, after each value, on its last token.</summary>
internal sealed partial class JsonTreeReader
{
    private readonly DataIntake _intake;

    public JsonTreeReader(DataIntake intake) => _intake = intake;

    /// <summary>Reads the object the reader stands on as the children of a node.</summary>
    public void ReadContent(ref JsonTokens reader, InnerNode node)
    {
        var state = default(MemberState);
        // The children of an operation's input carry their names unqualified (RFC 8040 §3.6.1), whether there is a wrapper or not.
        ReadMembers(ref reader, new JsonChildren(node, _intake.Schema, false), ref state);
    }

    /// <summary>Reads an object with one member (and its annotations) as a child of <paramref name="parent"/>.</summary>
    /// <returns>The child's schema node; null when it was refused.</returns>
    public SchemaNode? ReadOne(ref JsonTokens reader, InnerNode parent)
    {
        var state = new MemberState { IsResource = true };
        ReadMembers(ref reader, new JsonChildren(parent, _intake.Schema, true), ref state);
        if (state.Count != 1)
        {
            _intake.Errors.Add(DataErrors.Malformed($"one data resource was expected, an object with one member: there are {state.Count}"));
        }

        return state.Count == 1 ? state.Last : null;
    }

    private void ReadMembers(ref JsonTokens reader, JsonChildren children, ref MemberState state)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A name as the schema has it needs no look at what it is made of.
            var index = reader.IsEscaped ? -1 : children.Find(reader.Raw);
            if (index < 0 && !TryFindMember(ref reader, children, ref state, out index)) continue;
            state.Count++;
            reader.Read();
            ReadMember(ref reader, children, index, ref state);
            if (_intake.Errors.HasNew) Locate(ref reader);
        }

        if (state.Marked is not null) NoteMarked(state.Marked);
    }

    /// <summary>Finds a member by a name that may be escaped, an annotation's or unknown; the latter two are done with here.</summary>
    private bool TryFindMember(ref JsonTokens reader, JsonChildren children, ref MemberState state, out int index)
    {
        index = -1;
        var name = reader.Text();
        if (name.Length > 0 && name[0] == (byte)'@')
        {
            ReadAnnotation(ref reader, children, Encoding.UTF8.GetString(name), ref state);
            return false;
        }

        index = children.Find(name);
        if (index >= 0) return true;
        state.Count++;
        RefuseMember(children.Node, Encoding.UTF8.GetString(name));
        Locate(ref reader);
        reader.Read();
        reader.Skip();
        return false;
    }

    private void ReadMember(ref JsonTokens reader, JsonChildren children, int index, ref MemberState state)
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

    private void ReadArray(ref JsonTokens reader, JsonChildren children, int index, bool isResource)
    {
        var schema = children[index];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseShape(ref reader, schema, schema is ListNode ? "an array of objects" : "an array");
            return;
        }

        var count = 0;
        var pause = default(EntryPause);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (schema is LeafListNode leafList)
            {
                ReadValue(ref reader, leafList);
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadInner(ref reader, children, index);
                if (_intake.Errors.HasNew) Locate(ref reader);
                count += ReadPlainEntries(ref reader, children.Below(index), ref pause);
            }
            else
            {
                RefuseShape(ref reader, schema, "an object for each entry");
            }

            if (_intake.Errors.HasNew) Locate(ref reader);
        }

        if (isResource && count != 1)
        {
            _intake.Errors.Add(DataErrors.InvalidValue(
                _intake.PathOf(schema), schema.Name, new ValueError($"one data resource was expected, an array of one: '{schema.Name}' has {count} entries")));
        }
    }

    private void ReadInner(ref JsonTokens reader, JsonChildren children, int index)
    {
        var state = default(MemberState);
        _intake.Open((InnerNode)children[index]);
        ReadMembers(ref reader, children.Below(index), ref state);
        _intake.Close(state.HasBadKey);
    }

    private void Locate(ref JsonTokens reader) => _intake.Errors.Locate(reader.Place().ToLocation());

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

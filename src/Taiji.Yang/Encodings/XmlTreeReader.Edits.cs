using System.Buffers;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>
/// The content of an edit-config (RFC 6241 §7.2). What has the operation it inherits goes into the payload of the edit around it; a node with another one, or with a place to be
/// inserted at, becomes an edit of its own, after the one around it. For that the keys of the entries around it must be known: they come first (RFC 7950 §7.8.5).
/// </content>
internal sealed partial class XmlTreeReader
{
    private readonly List<EditFrame> _frames = [];
    private List<Edit?>? _edits;
    private EditOperation _operation;
    private CreationRules? _creation;
    private VersionRules? _versions;

    /// <summary>Reads <c>config</c>'s children as edits, and goes past its end.</summary>
    public IReadOnlyList<Edit> ReadEdits(EditOperation defaultOperation, CreationRules? creation, VersionRules? versions)
    {
        _creation = creation;
        _versions = versions;
        var schema = _intake.Schema;
        _edits = [null];
        _operation = defaultOperation;
        ReadContent(schema.Root);
        _intake.Errors.ThrowIfAny();
        var payload = _intake.Builder.Seal();
        // Replacing everything by nothing is a change (RFC 6241 §7.2); merging nothing isn't.
        if (defaultOperation == EditOperation.Replace || !payload.IsEmpty) _edits[0] = new Edit(defaultOperation, new DataPath(schema), payload);
        var edits = new List<Edit>(_edits.Count);
        foreach (var edit in _edits)
        {
            if (edit is not null) edits.Add(edit);
        }

        return edits;
    }

    private bool IsDeleting => _operation is EditOperation.Delete or EditOperation.Remove;

    private void ReadEdited(XmlChildren children, int index, in XmlElementAttributes attributes, ref SiblingState state)
    {
        var schema = children[index];
        var operation = attributes.Operation ?? _operation;
        if (attributes.MayCreate is not null && operation is EditOperation.Delete or EditOperation.Remove)
            BadAttribute(schema, _creation!.Name, $"'{_creation.Name}' goes with create, merge or replace: '{schema.Name}' is deleted");
        if (IsDeleting)
        {
            if (operation is not (EditOperation.Delete or EditOperation.Remove))
            {
                BadAttribute(schema, "operation", $"'{schema.Name}' is inside a node that is deleted");
            }

            ReadInEdit(children, index, attributes, ref state);
            return;
        }

        if (attributes.Kept is not null && operation is EditOperation.Delete or EditOperation.Remove)
            BadAttribute(schema, attributes.Kept[0].Name, $"'{schema.Name}' is deleted: it can't be annotated");
        if (operation is not (EditOperation.Delete or EditOperation.Remove)) _intake.Choose(schema, ref state.Chosen);
        if (operation == _operation && attributes.Insert is null && attributes is { Key: null, Value: null, IsDefault: false, MayCreate: null })
        {
            ReadInEdit(children, index, attributes, ref state);
        }
        else if (schema is LeafNode { IsKey: true })
        {
            BadAttribute(schema, attributes.MayCreate is null ? "operation" : _creation!.Name, $"'{schema.Name}' is a key: it has no operation of its own");
            ReadInEdit(children, index, attributes, ref state);
        }
        else
        {
            ReadOwnEdit(children, index, operation, attributes, ref state);
        }
    }

    /// <summary>Reads a node into the builder as it is now; notes keys for edits inside.</summary>
    private void ReadInEdit(XmlChildren children, int index, in XmlElementAttributes attributes, ref SiblingState state)
    {
        if (children[index] is not InnerNode inner)
        {
            ReadNode(children, index, attributes, ref state);
            if (children[index] is LeafNode { IsKey: true } key && !state.HasBadKey) _frames[^1].Keys[key.KeyIndex] = _intake.Stored.ToArray();
            if (attributes.Version is not null) NoteVersion(children[index], children[index] is LeafListNode ? _intake.Stored.ToArray() : null, attributes);
            return;
        }

        var frame = new EditFrame(inner);
        _frames.Add(frame);
        ReadInner(children, index, attributes);
        _frames.RemoveAt(_frames.Count - 1);
        if (attributes.Version is null || frame.FirstMissingKey is not null) return;
        NoteVersion(inner, inner is ListNode list ? KeyCodec.Encode(list, frame.Keys!) : null, attributes);
    }

    private void NoteVersion(SchemaNode node, byte[]? key, in XmlElementAttributes attributes)
    {
        if (_intake.Errors.Any) return;
        var (name, version) = attributes.Version!.Value;
        if (_frames.Find(f => f.FirstMissingKey is not null)?.FirstMissingKey is { } missing)
            BadAttribute(node, name, $"'{node.Name}' has a version, so the key leaf '{missing.Name}' of the entry around it must come first (RFC 7950 §7.8.5)");
        else _versions!.Add(PathOfFrames(node, key), name, version);
    }

    private void ReadOwnEdit(XmlChildren children, int index, EditOperation operation, in XmlElementAttributes attributes, ref SiblingState state)
    {
        var schema = children[index];
        var slot = _edits!.Count;
        _edits.Add(null);
        var outer = (_intake.Builder, _operation);
        var builder = new DataTreeBuilder(_intake.Schema);
        if (!OpenAncestors(builder, schema))
        {
            Skip();
            return;
        }

        var insert = ReadPosition(schema, operation, attributes);
        _intake.Builder = builder;
        _operation = operation;
        var target = ReadTarget(children, index, attributes, ref state);
        (_intake.Builder, _operation) = outer;
        if (_intake.Errors.Any || target is null) return;
        if (attributes.MayCreate is { } mayCreate) _creation!.Add(target, mayCreate);
        if (attributes.Version is { } known) _versions!.Add(target, known.Name, known.Version);
        for (var i = 0; i < _frames.Count; i++) builder.Close();
        if (attributes.IsDefault) AddReturnToDefault(slot, operation, target, builder);
        else _edits[slot] = new Edit(operation, target, operation is EditOperation.Delete or EditOperation.Remove ? null : builder.Seal(), insert);
    }

    /// <summary>A value marked as the default (RFC 6243 §4.5.2): the node is to go; a create must be valid by itself all the same.</summary>
    private void AddReturnToDefault(int slot, EditOperation operation, DataPath target, DataTreeBuilder builder)
    {
        if (operation == EditOperation.Create) _edits![slot] = new Edit(operation, target, builder.Seal());
        _edits!.Add(new Edit(EditOperation.Remove, target));
    }

    /// <summary>Reads the node that has an edit of its own.</summary>
    /// <returns>Its path; null when that couldn't be told.</returns>
    private DataPath? ReadTarget(XmlChildren children, int index, in XmlElementAttributes attributes, ref SiblingState state)
    {
        switch (children[index])
        {
            case LeafNode leaf:
                ReadEditedLeaf(leaf, attributes);
                return PathOfFrames(leaf, null);
            case LeafListNode leafList:
                return ReadValue(leafList, attributes) ? PathOfFrames(leafList, _intake.Stored.ToArray()) : null;
            case AnyNode any:
                // What is inside an anydata to be deleted doesn't matter (RFC 7950 §7.10.3).
                if (IsDeleting) Skip();
                else ReadAny(any);
                Keep(any, attributes);
                return PathOfFrames(any, null);
            default:
                return ReadEditedInner(children, index, attributes);
        }
    }

    private void ReadEditedLeaf(LeafNode leaf, in XmlElementAttributes attributes)
    {
        if (attributes.IsDefault && IsDeleting)
        {
            // RFC 6243 §4.5.2 wants invalid-value.
            _intake.Errors.Add(DataErrors.InvalidValue(
                _intake.PathOf(leaf), leaf.Name, new ValueError($"'{leaf.Name}' is marked as a default: its operation can be create, merge or replace only")));
        }

        if (ReadText(leaf) && !(IsDeleting && _text.Text.IsEmpty)) TakeEditedLeaf(leaf, attributes);
        _textPlace = null;
    }

    private void TakeEditedLeaf(LeafNode leaf, in XmlElementAttributes attributes)
    {
        if (!_intake.TryStore(leaf, _text.Text, ValueForm.Xml, null, _prefixes)) return;
        if (attributes.IsDefault && !_intake.IsDefault(leaf)) return;
        _intake.AddStored(leaf);
        Keep(leaf, attributes);
    }

    private DataPath? ReadEditedInner(XmlChildren children, int index, in XmlElementAttributes attributes)
    {
        var inner = (InnerNode)children[index];
        var frame = new EditFrame(inner);
        _frames.Add(frame);
        ReadInner(children, index, attributes);
        _frames.RemoveAt(_frames.Count - 1);
        if (inner is not ListNode list) return PathOfFrames(inner, null);
        return frame.FirstMissingKey is null ? PathOfFrames(list, KeyCodec.Encode(list, frame.Keys!)) : null;
    }

    private DataPath PathOfFrames(SchemaNode last, byte[]? key)
    {
        var steps = new DataPathStep[_frames.Count + 1];
        for (var i = 0; i < _frames.Count; i++)
        {
            var frame = _frames[i];
            steps[i] = frame.Node is ListNode list ? new DataPathStep(list, KeyCodec.Encode(list, frame.Keys!)) : new DataPathStep(frame.Node);
        }

        // A conversion from a null array would make an empty key.
        steps[^1] = key is null ? new DataPathStep(last) : new DataPathStep(last, key);
        return new DataPath(_intake.Schema, steps);
    }

    private bool OpenAncestors(DataTreeBuilder builder, SchemaNode child)
    {
        foreach (var frame in _frames)
        {
            if (frame.FirstMissingKey is { } missing)
            {
                _intake.Errors.Add(DataErrors.Attribute(
                    ErrorTag.BadAttribute, _intake.PathOf(child), child.Name, "operation",
                    $"'{child.Name}' has an operation of its own, so the key leaf '{missing.Name}' of the entry around it must come first (RFC 7950 §7.8.5)"));
                return false;
            }
        }

        foreach (var frame in _frames)
        {
            if (frame.Node is ListNode list)
            {
                builder.OpenEntry(list);
                for (var i = 0; i < list.Keys.Count; i++) builder.AddLeaf(list.Keys[i], frame.Keys[i]);
            }
            else
            {
                builder.OpenContainer((ContainerNode)frame.Node);
            }
        }

        return true;
    }

    private InsertPosition? ReadPosition(SchemaNode schema, EditOperation operation, in XmlElementAttributes attributes)
    {
        var text = attributes.Key ?? attributes.Value;
        var name = schema is ListNode ? "key" : "value";
        if (attributes.Insert is not { } place)
        {
            if (text is not null) BadAttribute(schema, name, $"'{name}' has a meaning with insert=\"before\" or \"after\" only");
            return null;
        }

        if (operation is EditOperation.Delete or EditOperation.Remove)
        {
            BadAttribute(schema, "insert", $"'insert' goes with create, merge or replace: '{schema.Name}' is deleted");
            return null;
        }

        if (place is InsertPlace.First or InsertPlace.Last)
        {
            if (text is not null) BadAttribute(schema, name, $"'{name}' has a meaning with insert=\"before\" or \"after\" only");
            return new InsertPosition(place);
        }

        if (text is null)
        {
            _intake.Errors.Add(DataErrors.Attribute(
                ErrorTag.MissingAttribute, _intake.PathOf(schema), schema.Name, name, $"insert=\"{(place == InsertPlace.Before ? "before" : "after")}\" needs '{name}'"));
            return null;
        }

        var anchor = InsertAnchor.Parse(_intake.Schema, schema, text, ValueForm.Xml, attributes.Scope, out var error);
        if (anchor is null)
        {
            BadAttribute(schema, name, error!);
            return null;
        }

        return new InsertPosition(place, anchor);
    }

    /// <summary>A container or entry that is open, with its keys as far as they have come.</summary>
    private sealed class EditFrame(InnerNode node)
    {
        public InnerNode Node => node;

        public byte[]?[] Keys { get; } = node is ListNode list ? new byte[list.Keys.Count][] : [];

        public LeafNode? FirstMissingKey
        {
            get
            {
                var missing = Array.IndexOf(Keys, null);
                return missing < 0 ? null : ((ListNode)node).Keys[missing];
            }
        }
    }
}

using System.Text;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>RFC 7952 annotations: members whose name begins with <c>@</c>.</content>
internal sealed partial class JsonTreeReader
{
    private readonly List<string> _marked = [];

    /// <summary>
    /// Takes values that were marked as defaults out of the tree, since defaults are never stored. A mark may come before its leaf or after it, so this is done at the end.
    /// Only in datastores: parameters of operations stay as they came.
    /// </summary>
    public DataTree RemoveMarked(DataTree tree)
    {
        if (_marked.Count == 0 || tree.RootNode is not SchemaRoot) return tree;
        var editor = tree.Edit();
        foreach (var text in _marked)
        {
            var path = DataPath.Parse(_intake.Schema, text);
            if (path.Node is not TypedNode node) continue;
            if (!tree.TryFind(path.Parent, out var parent) || !IsThere(parent, node))
                _intake.Errors.Add(DataErrors.UnknownElement(path.Parent.ToString(), "@" + node.Name, $"'@{node.Name}' annotates '{node.Name}', which isn't there (RFC 7952 §5.2)"));
            else if (IsDefault(parent, node, text)) editor.Remove(path);
        }

        _intake.Errors.ThrowIfAny();
        return editor.Seal();
    }

    private static bool IsThere(DataNode parent, TypedNode schema) => schema is LeafListNode ? parent.Entries(schema).Count > 0 : parent.TryGetChild(schema, out _);

    private bool IsDefault(DataNode parent, TypedNode schema, string path)
    {
        var i = 0;
        var isDefault = true;
        if (schema is LeafNode)
        {
            if (!parent.TryGetChild(schema, out var leaf)) return false;
            isDefault = schema.Defaults.Count == 1 && leaf.Value.SequenceEqual(schema.Defaults[0]);
        }
        else
        {
            foreach (var entry in parent.Entries(schema)) isDefault &= i < schema.Defaults.Count && entry.Value.SequenceEqual(schema.Defaults[i++]);
        }

        if (!isDefault) _intake.Errors.Add(DataErrors.InvalidValue(path, schema.Name, new ValueError($"'{schema.Name}' is marked as a default, but has another value")));
        return isDefault;
    }

    private void ReadAnnotation(ref JsonTokens reader, JsonChildren children, string member, ref MemberState state)
    {
        reader.Read();
        if (member.Length == 1)
        {
            ReadAnnotations(ref reader, null, children.Node.Name);
            return;
        }

        var index = children.Find(Encoding.UTF8.GetBytes(member[1..]));
        if (index < 0)
        {
            _intake.Errors.Add(DataErrors.UnknownElement(_intake.CurrentPath, member, $"'{member}' annotates '{member[1..]}', which isn't there; {DataErrors.UnknownName(member[1..], children.Node)}"));
            reader.Skip();
            return;
        }

        var schema = children[index];
        if (schema is LeafListNode && reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Null) Annotate(ref reader, schema, ref state);
            }

            return;
        }

        Annotate(ref reader, schema, ref state);
    }

    private void Annotate(ref JsonTokens reader, SchemaNode schema, ref MemberState state)
    {
        if (!ReadAnnotations(ref reader, schema, schema.Name) || schema is not TypedNode typed) return;
        state.Marked ??= [];
        if (!state.Marked.Contains(typed)) state.Marked.Add(typed);
    }

    /// <summary>Reads a metadata object (RFC 7952 §5.2.1).</summary>
    /// <returns>Whether it marks a default.</returns>
    private bool ReadAnnotations(ref JsonTokens reader, SchemaNode? schema, string name)
    {
        var path = schema is null ? _intake.CurrentPath ?? "/" : _intake.PathOf(schema);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _intake.Errors.Add(DataErrors.Attribute(ErrorTag.BadAttribute, path, name, "@" + name, "annotations must be an object, or for a leaf-list an array of objects and nulls"));
            reader.Skip();
            return false;
        }

        var isMarked = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var annotation = Encoding.UTF8.GetString(reader.Text());
            reader.Read();
            if (annotation == XmlNames.WithDefaultsModule + ":default" && schema is TypedNode)
            {
                if (reader.TokenType is JsonTokenType.True) isMarked = true;
                else if (reader.TokenType is not JsonTokenType.False) _intake.Errors.Add(DataErrors.Attribute(ErrorTag.BadAttribute, path, name, annotation, "true or false was expected"));
            }
            else if (!ReadAnnotationValue(ref reader, schema, annotation, path, name) && annotation != XmlNames.OriginModule + ":origin")
            {
                _intake.Errors.Add(DataErrors.Attribute(ErrorTag.UnknownAttribute, path, name, annotation, $"'{name}' has no annotation '{annotation}'"));
            }

            if (_intake.Errors.HasNew) Locate(ref reader);
            reader.Skip();
        }

        return isMarked;
    }

    /// <summary>Checks an annotation's value by the annotation's type (RFC 7952 §5.2.1).</summary>
    /// <returns>Whether there is such an annotation; the last of its value, but for an object, has been read then.</returns>
    private bool ReadAnnotationValue(ref JsonTokens reader, SchemaNode? schema, string annotation, string path, string name)
    {
        var colon = annotation.IndexOf(':');
        var module = colon > 0 ? _intake.Schema.FindModule(annotation[..colon]) : null;
        if (!AnnotationTable.Of(_intake.Schema).TryGet(module, annotation[(colon + 1)..], out var type)) return false;
        var error = TryScalar(ref reader, out var text, out var kind, out var other)
            ? AnnotationTable.Check(type, text, new ValueContext { Form = ValueForm.Json, Token = kind, Schema = _intake.Schema, Module = module! })
            : new ValueError($"annotation '{annotation}' holds a value, not {other}");
        if (error is not null) _intake.Errors.Add(DataErrors.Annotation(path, name, annotation, error));
        else if (module!.Name == AnnotationTable.Kept) Keep(schema, annotation, Encoding.UTF8.GetString(text), path, name);
        return true;
    }

    /// <summary>Gives a node of what is open, or with null what is open itself, an annotation that it is to keep.</summary>
    private void Keep(SchemaNode? schema, string annotation, string value, string path, string name)
    {
        if (schema is LeafListNode)
            _intake.Errors.Add(DataErrors.Attribute(ErrorTag.BadAttribute, path, name, annotation, $"'{annotation}' is kept with nodes of their own names: the values of '{name}' can be annotated in XML only"));
        else if (schema is not null)
            _intake.Builder.Annotate(schema, null, annotation, value);
        else if (_intake.CurrentPath is null)
            _intake.Errors.Add(DataErrors.Attribute(ErrorTag.BadAttribute, path, name, annotation, $"'{annotation}' is of nodes: the root is none"));
        else
            _intake.Builder.Annotate(annotation, value);
    }

    private void NoteMarked(List<TypedNode> marked)
    {
        foreach (var node in marked) _marked.Add(_intake.PathOf(node));
    }
}

using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>Attributes of data elements.</content>
internal sealed partial class XmlTreeReader
{
    private void ReadAttributes(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        for (var more = _reader.MoveToFirstAttribute(); more; more = _reader.MoveToNextAttribute())
        {
            var isKnown = _reader.NamespaceURI switch
            {
                XmlNames.Xmlns or XmlNames.Xml => true,
                XmlNames.Netconf => ReadOperation(schema, ref attributes),
                XmlNames.Yang => ReadInsert(schema, ref attributes),
                XmlNames.WithDefaults => ReadDefault(schema, ref attributes),
                XmlNames.Origin when _edits is not null => false,
                var ns when _edits is not null && _versions?.Is(ns, _reader.LocalName) == true => ReadVersion(schema, ref attributes),
                var ns when _edits is not null && _creation?.Is(ns, _reader.LocalName) == true => ReadMayCreate(schema, ref attributes),
                var ns => ReadAnnotation(schema, ns, ref attributes) || (ns == XmlNames.Origin && _reader.LocalName == "origin"),
            };
            if (!isKnown) RefuseAttribute(schema);
        }

        _reader.MoveToElement();
        if (attributes.Key is not null || attributes.Value is not null) attributes.Scope = new XmlScopeSnapshot(_reader, _intake.Schema);
    }

    private bool ReadOperation(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        if (_edits is null || _reader.LocalName != "operation") return false;
        attributes.Operation = _reader.Value switch
        {
            "merge" => EditOperation.Merge,
            "replace" => EditOperation.Replace,
            "create" => EditOperation.Create,
            "delete" => EditOperation.Delete,
            "remove" => EditOperation.Remove,
            _ => null,
        };
        if (attributes.Operation is null) BadAttribute(schema, "operation", $"'{_reader.Value}' is no operation: merge, replace, create, delete or remove was expected");
        return true;
    }

    private bool ReadInsert(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        // RFC 7950 §8.3.1: on anything but an entry of a user-ordered list these are unknown.
        var isEntry = schema is ListNode { IsUserOrdered: true };
        if (_edits is null || !(isEntry || schema is LeafListNode { IsUserOrdered: true })) return false;
        switch (_reader.LocalName)
        {
            case "insert":
                attributes.Insert = _reader.Value switch
                {
                    "first" => InsertPlace.First,
                    "last" => InsertPlace.Last,
                    "before" => InsertPlace.Before,
                    "after" => InsertPlace.After,
                    _ => null,
                };
                if (attributes.Insert is null) BadAttribute(schema, "insert", $"'{_reader.Value}' is no place: first, last, before or after was expected");
                return true;
            case "key" when isEntry:
                attributes.Key = _reader.Value;
                return true;
            case "value" when !isEntry:
                attributes.Value = _reader.Value;
                return true;
            default:
                return false;
        }
    }

    private bool ReadDefault(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        if (_reader.LocalName != "default" || schema is not TypedNode) return false;
        attributes.IsDefault = ReadBoolean(schema) == true;
        return true;
    }

    private bool ReadMayCreate(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        attributes.MayCreate = ReadBoolean(schema);
        return true;
    }

    private bool ReadVersion(SchemaNode schema, ref XmlElementAttributes attributes)
    {
        if (attributes.Version is { } other) BadAttribute(schema, _reader.LocalName, $"'{schema.Name}' has '{other.Name}' already: a node is known by one version");
        attributes.Version = (_reader.LocalName, _reader.Value);
        return true;
    }

    /// <summary>A top-level node that says nothing itself goes by what is said of all.</summary>
    private void TakeDefaultCreation(ref XmlElementAttributes attributes)
    {
        if ((attributes.Operation ?? _operation) is not (EditOperation.Delete or EditOperation.Remove)) attributes.MayCreate ??= _creation!.Default;
    }

    private bool? ReadBoolean(SchemaNode schema)
    {
        switch (_reader.Value.Trim())
        {
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                BadAttribute(schema, _reader.LocalName, $"'{_reader.Value}' is no boolean: true or false was expected");
                return null;
        }
    }

    /// <summary>Checks an annotation's value by the annotation's type (RFC 7952 §5.1).</summary>
    /// <returns>Whether there is such an annotation.</returns>
    private bool ReadAnnotation(SchemaNode schema, string ns, ref XmlElementAttributes attributes)
    {
        var module = _intake.Schema.FindModuleByNamespace(ns);
        if (!AnnotationTable.Of(_intake.Schema).TryGet(module, _reader.LocalName, out var type)) return false;
        var context = new ValueContext { Form = ValueForm.Xml, Schema = _intake.Schema, Module = module!, Prefixes = _prefixes };
        if (AnnotationTable.Check(type, Encoding.UTF8.GetBytes(_reader.Value), context) is { } error)
        {
            _intake.Errors.Add(DataErrors.Annotation(_intake.PathOf(schema), schema.Name, _reader.LocalName, error));
        }
        else if (module!.Name == AnnotationTable.Kept)
        {
            (attributes.Kept ??= []).Add(($"{module.Name}:{_reader.LocalName}", _reader.Value));
        }

        return true;
    }

    /// <summary>Gives a node that was read into what is open the annotations that it is to keep.</summary>
    private void Keep(SchemaNode schema, in XmlElementAttributes attributes)
    {
        if (attributes.Kept is null) return;
        ReadOnlyMemory<byte>? key = null;
        if (schema is LeafListNode) key = _intake.Stored.ToArray();
        foreach (var (name, value) in attributes.Kept) _intake.Builder.Annotate(schema, key, name, value);
    }

    private void BadAttribute(SchemaNode schema, string attribute, string message) =>
        _intake.Errors.Add(DataErrors.Attribute(ErrorTag.BadAttribute, _intake.PathOf(schema), schema.Name, attribute, message));

    private void RefuseAttribute(SchemaNode schema)
    {
        var name = _reader.LocalName;
        var ns = _reader.NamespaceURI;
        var message = (name, ns) switch
        {
            ("operation", "") => $"'operation' on '{schema.Name}' needs the namespace '{XmlNames.Netconf}'",
            ("insert" or "key" or "value", "") => $"'{name}' on '{schema.Name}' needs the namespace '{XmlNames.Yang}'",
            (_, XmlNames.Yang) => $"'{name}' belongs on an entry of a user-ordered list or leaf-list in an edit, not on '{schema.Name}'",
            (_, XmlNames.Netconf) => $"'{name}' belongs in an edit-config, not on '{schema.Name}'",
            (_, "") => $"'{schema.Name}' has no attribute '{name}'",
            _ => $"'{schema.Name}' has no attribute '{name}' in the namespace '{ns}'",
        };
        _intake.Errors.Add(DataErrors.Attribute(
            ErrorTag.UnknownAttribute, _intake.PathOf(schema), schema.Name, name, message, ns.Length == 0 || ns == XmlNames.Netconf || ns == XmlNames.Yang ? null : ns));
    }
}

using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>One reading of XML instance data. Stands, after each element, on its end (or on the element itself when it is empty).</summary>
internal sealed partial class XmlTreeReader
{
    private readonly XmlReader _reader;
    private readonly DataIntake _intake;
    private readonly XmlScopePrefixes _prefixes;
    private readonly XmlTextBuffer _text = new();
    private readonly int _deepest;
    private readonly IXmlLineInfo? _place;
    private SourceLocation? _textPlace;

    public XmlTreeReader(XmlReader reader, DataIntake intake)
    {
        _reader = reader;
        _intake = intake;
        _prefixes = new XmlScopePrefixes(reader, intake.Schema);
        _deepest = reader.Depth + intake.Options.MaxDepth - (IsFragment ? 1 : 0);
        if (reader is not IXmlLineInfo place || !place.HasLineInfo()) return;
        _place = place;
        intake.Errors.Place = () => _textPlace ?? Place();
    }

    /// <summary>Whether there is no element around the content: the reader is at the beginning of all.</summary>
    private bool IsFragment => _reader.ReadState == ReadState.Initial;

    private SourceLocation Place() => new("", _place!.LineNumber, _place.LinePosition);

    /// <summary>Reads the children of the element the reader stands on into the builder, and goes past its end.</summary>
    public void ReadContent(InnerNode node)
    {
        var state = default(SiblingState);
        if (IsFragment || !_reader.IsEmptyElement) ReadChildren(new XmlChildren(node, _reader.NameTable), ref state);
        _reader.Read();
    }

    /// <summary>Reads the element the reader stands on as a child of <paramref name="parent"/>, and goes past its end.</summary>
    /// <returns>The child's schema node; null when it was refused.</returns>
    public SchemaNode? ReadOne(InnerNode parent)
    {
        var state = default(SiblingState);
        var children = new XmlChildren(parent, _reader.NameTable);
        var index = children.Find(_reader.LocalName, _reader.NamespaceURI);
        ReadElement(children, ref state);
        _reader.Read();
        return index < 0 ? null : children[index];
    }

    private void ReadChildren(XmlChildren children, ref SiblingState state)
    {
        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    ReadElement(children, ref state);
                    break;
                case XmlNodeType.EndElement:
                    return;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    RefuseText(children.Node);
                    break;
            }
        }
    }

    private void ReadElement(XmlChildren children, ref SiblingState state)
    {
        if (_reader.Depth > _deepest) throw _intake.Errors.Fatal(DataErrors.TooDeep(_intake.Options.MaxDepth));
        var index = children.Find(_reader.LocalName, _reader.NamespaceURI);
        if (index < 0)
        {
            RefuseElement(children.Node);
            Skip();
            return;
        }

        var schema = children[index];
        var attributes = default(XmlElementAttributes);
        if (_reader.HasAttributes) ReadAttributes(schema, ref attributes);
        if (_creation is { Default: not null } && _frames.Count == 0) TakeDefaultCreation(ref attributes);
        if (schema is LeafNode { KeyIndex: >= 0 } key) CheckOrder(key, ref state);
        if (!_intake.Admits(schema))
        {
            Skip();
        }
        else if (_edits is not null)
        {
            ReadEdited(children, index, attributes, ref state);
        }
        else
        {
            _intake.Choose(schema, ref state.Chosen);
            ReadNode(children, index, attributes, ref state);
        }
    }

    /// <summary>Keys come in the order that their list names them in (RFC 7950 §7.8.5); that other nodes come before them is let pass, as it leaves no doubt about the entry.</summary>
    private void CheckOrder(LeafNode key, ref SiblingState state)
    {
        if (key.KeyIndex < state.Keys) _intake.Errors.Add(DataErrors.KeyOrder(_intake.PathOf(key), (ListNode)key.DataParent!, key));
        else state.Keys = key.KeyIndex;
    }

    private void ReadNode(XmlChildren children, int index, in XmlElementAttributes attributes, ref SiblingState state)
    {
        switch (children[index])
        {
            case TypedNode typed:
                if (!ReadValue(typed, attributes) && typed is LeafNode { IsKey: true }) state.HasBadKey = true;
                break;
            case AnyNode any:
                ReadAny(any);
                Keep(any, attributes);
                break;
            default:
                ReadInner(children, index, attributes);
                break;
        }
    }

    private void ReadInner(XmlChildren children, int index, in XmlElementAttributes attributes)
    {
        var state = default(SiblingState);
        _intake.Open((InnerNode)children[index]);
        foreach (var (name, value) in attributes.Kept ?? []) _intake.Builder.Annotate(name, value);
        if (!_reader.IsEmptyElement) ReadChildren(children.Below(index), ref state);
        _intake.Close(state.HasBadKey);
    }

    private bool ReadValue(TypedNode schema, in XmlElementAttributes attributes)
    {
        if (!ReadText(schema)) return false;
        var isTaken = TakeValue(schema, attributes);
        if (isTaken) Keep(schema, attributes);
        _textPlace = null;
        return isTaken;
    }

    private bool TakeValue(TypedNode schema, in XmlElementAttributes attributes)
    {
        if (_edits is null && !attributes.IsDefault) return _intake.TryAdd(schema, _text.Text, ValueForm.Xml, null, _prefixes);
        // An edit's path may need the stored value.
        if (!_intake.TryStore(schema, _text.Text, ValueForm.Xml, null, _prefixes)) return false;
        if (attributes.IsDefault) return _intake.IsDefault(schema);
        _intake.AddStored(schema);
        return true;
    }

    /// <summary>Reads an element's character data; elements inside are refused.</summary>
    private bool ReadText(SchemaNode schema)
    {
        _text.Clear();
        if (_reader.IsEmptyElement) return true;
        var isText = true;
        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (_place is not null && isText) _textPlace ??= Place();
                    _text.Append(_reader);
                    break;
                case XmlNodeType.EndElement:
                    return isText;
                case XmlNodeType.Element:
                    isText = false;
                    _textPlace = null;
                    _intake.Errors.Add(DataErrors.UnknownElement(
                        _intake.PathOf(schema), _reader.LocalName, $"'{schema.Name}' holds a value: there can be no element '{_reader.LocalName}' in it"));
                    Skip();
                    break;
            }
        }

        return isText;
    }

    private void ReadAny(AnyNode schema)
    {
        var content = AnyXmlCopy.Read(_reader, schema.Kind == SchemaNodeKind.AnyXml, _deepest, out var hasText);
        if (content is null) throw _intake.Errors.Fatal(DataErrors.TooDeep(_intake.Options.MaxDepth));
        if (hasText && schema.Kind == SchemaNodeKind.AnyData)
        {
            _intake.Errors.Add(DataErrors.BadElement(
                _intake.PathOf(schema), schema.Name, $"anydata '{schema.Name}' holds elements: there can be no text between them"));
            return;
        }

        _intake.AddAny(schema, content);
    }

    /// <summary>Goes to the end of the element.</summary>
    private void Skip()
    {
        if (_reader.IsEmptyElement) return;
        var depth = _reader.Depth;
        while (_reader.Read() && (_reader.NodeType != XmlNodeType.EndElement || _reader.Depth != depth))
        {
            if (_reader.Depth > _deepest) throw _intake.Errors.Fatal(DataErrors.TooDeep(_intake.Options.MaxDepth));
        }
    }

    private void RefuseText(InnerNode node) => _intake.Errors.Add(DataErrors.BadElement(
        _intake.CurrentPath, node.Name.Length > 0 ? node.Name : "data", $"there can be no text beside the elements of '{node.Name}'"));

    private void RefuseElement(InnerNode parent)
    {
        var name = _reader.LocalName;
        var ns = _reader.NamespaceURI;
        var module = _intake.Schema.FindModuleByNamespace(ns);
        if (module is not null)
        {
            _intake.Errors.Add(DataErrors.UnknownElement(_intake.CurrentPath, name, Explain(parent, name, module)));
            return;
        }

        var known = parent.DataChildren.FirstOrDefault(c => c.Name == name);
        var hint = known is null ? "" : $"; '{name}' is in the namespace '{known.Module.Namespace}'";
        var message = ns.Length == 0 ? $"the element '{name}' has no namespace{hint}" : $"no module has the namespace '{ns}' of the element '{name}'{hint}";
        _intake.Errors.Add(DataErrors.UnknownNamespace(_intake.CurrentPath, name, ns, message));
    }

    private static string Explain(InnerNode parent, string name, YangModule module)
    {
        if (parent.FindChild(module, name) is { } other) return $"'{name}' is {Article(other)}: it can't be part of the data here";
        var elsewhere = parent.DataChildren.FirstOrDefault(c => c.Name == name);
        return elsewhere is null
            ? DataErrors.UnknownName(name, parent)
            : $"'{name}' here is in the namespace '{elsewhere.Module.Namespace}', not in '{module.Namespace}'";
    }

    private static string Article(SchemaNode node) => node.Kind switch
    {
        SchemaNodeKind.Action => "an action",
        SchemaNodeKind.Notification => "a notification",
        _ => "an rpc",
    };

    /// <summary>What is known of the children of one element so far.</summary>
    private struct SiblingState
    {
        public List<(ChoiceNode Choice, SchemaNode Node)>? Chosen;
        public bool HasBadKey;
        public int Keys;
    }
}

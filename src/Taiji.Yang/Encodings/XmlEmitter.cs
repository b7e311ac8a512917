using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>RFC 7950 XML: the namespace is the default one, declared where it changes.</summary>
internal partial struct XmlEmitter : IDataEmitter
{
    /// <summary>The longest text that is written together with its tags.</summary>
    private const int LongestCompact = 256;

    private readonly YangSchema _schema;
    private readonly EncodingTable _table;
    private readonly XmlPrefixDeclarations _prefixes = new();
    private readonly bool _isIndented;
    private NodeAnnotations _next;
    private int _level;
    private bool _isFresh = true;
    private bool _hasChildren;

    public XmlEmitter(ByteSink sink, YangSchema schema, bool isIndented)
    {
        Sink = sink;
        _schema = schema;
        _table = EncodingTable.Of(schema);
        _isIndented = isIndented;
    }

    public ByteSink Sink { get; }

    /// <summary>The module whose namespace is declared around everything; null for none.</summary>
    public YangModule? Around { get; init; }

    public readonly bool NeedsComma
    {
        get => false;
        set { }
    }

    public readonly EntryText? EntryText(Layout layout, bool isTop) => _isIndented || (isTop && Around is not null) ? null : Encodings.EntryText.Xml(layout, _table, isTop);

    public readonly void Begin()
    {
    }

    public readonly void End()
    {
        if (_isIndented && !_isFresh) Sink.Write((byte)'\n');
    }

    public readonly void StartArray(SchemaNode schema, bool isTop)
    {
    }

    public readonly void EndArray(SchemaNode schema, bool isTop, int defaults)
    {
    }

    public void StartObject(SchemaNode schema, bool isTop)
    {
        if (_isIndented) NewLine();
        var names = _table[schema];
        Open(names, Declares(schema, isTop));
        _level++;
        _hasChildren = false;
    }

    public void EndObject(SchemaNode schema)
    {
        _level--;
        if (_isIndented && _hasChildren) NewLine();
        Sink.Write(_table[schema].XmlClose);
        _hasChildren = true;
    }

    public void Value(TypedNode schema, ReadOnlySpan<byte> stored, bool isTop, bool isMarked)
    {
        if (_isIndented) NewLine();
        _hasChildren = true;
        var names = _table[schema];
        if (isMarked || !_next.IsEmpty || names.Style == ValueStyle.Formatted)
        {
            Formatted(schema, stored, names, Declares(schema, isTop), isMarked);
            return;
        }

        var open = OpenTag(names, Declares(schema, isTop));
        if (names.Style != ValueStyle.Text || (stored.Length <= LongestCompact && PlainText.IsPlainXml(stored)))
        {
            WriteCompact(names, open, stored);
            return;
        }

        Sink.Write(open);
        TextEscaping.WriteXmlText(Sink, stored);
        Sink.Write(names.XmlClose);
    }

    public void Any(AnyNode schema, ReadOnlySpan<byte> content, bool isTop)
    {
        if (_isIndented) NewLine();
        _hasChildren = true;
        var names = _table[schema];
        Open(names, Declares(schema, isTop));
        if (content.Length > 0 && content[0] == AnyContent.Json) AnyJsonToXml.Write(Sink, _schema, schema.Module, content[1..]);
        else if (content.Length > 0) Sink.Write(content[1..]);
        Sink.Write(names.XmlClose);
    }

    /// <summary>The element with its tags in one go.</summary>
    private readonly void WriteCompact(NodeNames names, ReadOnlySpan<byte> open, ReadOnlySpan<byte> stored)
    {
        ReadOnlySpan<byte> close = names.XmlClose;
        var span = Sink.Reserve(open.Length + stored.Length + StoredValue.LongestText + close.Length);
        open.CopyTo(span);
        var at = open.Length;
        if (names.Style == ValueStyle.Text)
        {
            stored.CopyTo(span[at..]);
            at += stored.Length;
        }
        else
        {
            at += StoredValue.Format(names.Style, stored, span[at..]);
        }

        close.CopyTo(span[at..]);
        Sink.Advance(at + close.Length);
    }

    /// <summary>Whether a node that stands at the top declares its namespace.</summary>
    private readonly bool Declares(SchemaNode schema, bool isTop) => isTop && schema.Module != Around;

    private static byte[] OpenTag(NodeNames names, bool isTop) => isTop || names.IsQualified ? names.XmlOpenNamespace : names.XmlOpen;

    /// <summary>A value whose text has to be known before its element's start: it may need prefixes declared there.</summary>
    private void Formatted(TypedNode schema, ReadOnlySpan<byte> stored, NodeNames names, bool isTop, bool isMarked)
    {
        var text = Sink.Scratch();
        _prefixes.Clear();
        schema.Type.Format(stored, ValueForm.Xml, _schema, _prefixes, text);
        var open = OpenTag(names, isTop);
        Sink.Write(open.AsSpan(0, open.Length - 1));
        WriteAnnotationsAndPrefixes();
        if (isMarked) Sink.Write(" xmlns:wd=\"urn:ietf:params:xml:ns:netconf:default:1.0\" wd:default=\"true\""u8);
        Sink.Write((byte)'>');
        TextEscaping.WriteXmlText(Sink, text.WrittenSpan);
        Sink.Write(names.XmlClose);
    }

    private void NewLine()
    {
        if (!_isFresh) Sink.Write((byte)'\n');
        _isFresh = false;
        for (var i = 0; i < _level; i++) Sink.Write("  "u8);
    }
}

using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>RFC 7951 JSON.</summary>
internal partial struct JsonEmitter : IDataEmitter
{
    /// <summary>The longest stored value that is written together with its name.</summary>
    private const int LongestCompact = 256;

    private readonly YangSchema _schema;
    private readonly EncodingTable _table;
    private readonly string? _wrapper;
    private readonly bool _isIndented;
    private readonly bool _keepsAnyContent;
    private readonly InnerNode? _unqualifiedTop;

    // The next node's, and those of the leaf-list's values up to the last one that has one.
    private NodeAnnotations _next;
    private List<NodeAnnotations>? _entryAnnotations;
    private int _plainEntries;
    private int _level;

    /// <param name="sink">Receives the text.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">Whether to break lines, and how anydata goes.</param>
    /// <param name="wrapper">The one member around all, or null.</param>
    /// <param name="unqualifiedTop">
    /// The input, output or notification that the wrapper names: members at the top are then qualified only where their module differs (RFC 8040 §3.6.1); null otherwise.
    /// </param>
    public JsonEmitter(ByteSink sink, YangSchema schema, DataWriteOptions? options, string? wrapper, InnerNode? unqualifiedTop)
    {
        Sink = sink;
        _schema = schema;
        _table = EncodingTable.Of(schema);
        _isIndented = options?.Indent ?? false;
        _keepsAnyContent = options?.KeepsAnyContent ?? false;
        _wrapper = wrapper;
        _unqualifiedTop = unqualifiedTop;
    }

    public ByteSink Sink { get; }

    public bool NeedsComma { get; set; }

    public readonly EntryText? EntryText(Layout layout, bool isTop) => _isIndented ? null : Encodings.EntryText.Json(layout, _table);

    public void Begin()
    {
        Open((byte)'{');
        if (_wrapper is null) return;
        Separate();
        TextEscaping.WriteJsonString(Sink, Encoding.UTF8.GetBytes(_wrapper));
        Sink.Write((byte)':');
        Gap();
        Open((byte)'{');
    }

    public void End()
    {
        Close((byte)'}');
        if (_wrapper is not null) Close((byte)'}');
    }

    public void StartArray(SchemaNode schema, bool isTop)
    {
        Name(schema, isTop);
        Open((byte)'[');
        _plainEntries = 0;
    }

    public void EndArray(SchemaNode schema, bool isTop, int defaults)
    {
        Close((byte)']');
        if (schema is LeafListNode && (defaults > 0 || _entryAnnotations is { Count: > 0 })) EntryAnnotations(schema, isTop, defaults > 0);
    }

    public void StartObject(SchemaNode schema, bool isTop)
    {
        if (schema is ListNode) Separate();
        else Name(schema, isTop);
        Open((byte)'{');
        if (!_next.IsEmpty) ObjectAnnotation();
    }

    public void EndObject(SchemaNode schema) => Close((byte)'}');

    public void Value(TypedNode schema, ReadOnlySpan<byte> stored, bool isTop, bool isMarked)
    {
        var names = _table[schema];
        if (_isIndented || names.Style == ValueStyle.Formatted || stored.Length > LongestCompact)
        {
            if (schema is LeafListNode) Separate();
            else Name(names, isTop);
            WriteValue(schema, names.Style, stored);
        }
        else
        {
            WriteCompact(names.Style, names.IsLeafList ? [] : IsFull(names, isTop) ? names.JsonFull : names.JsonShort, stored);
        }

        NeedsComma = true;
        if (schema is LeafListNode) NoteEntryAnnotation(isMarked);
        else if (isMarked || !_next.IsEmpty) LeafAnnotation(schema, isTop, isMarked);
    }

    public void Any(AnyNode schema, ReadOnlySpan<byte> content, bool isTop)
    {
        Name(schema, isTop);
        if (_keepsAnyContent) TextEscaping.WriteJsonString(Sink, content);
        else if (content.Length > 0 && content[0] == AnyContent.Json) Sink.Write(content[1..]);
        else AnyXmlToJson.Write(Sink, _schema, schema.Module, content.Length > 0 ? content[1..] : content, schema.Kind == SchemaNodeKind.AnyXml);
        NeedsComma = true;
        if (!_next.IsEmpty) LeafAnnotation(schema, isTop, false);
    }

    /// <summary>Comma, name and value in one go.</summary>
    private readonly void WriteCompact(ValueStyle style, ReadOnlySpan<byte> name, ReadOnlySpan<byte> stored)
    {
        var span = Sink.Reserve(name.Length + stored.Length + StoredValue.LongestText + 3);
        var at = 0;
        if (NeedsComma) span[at++] = (byte)',';
        name.CopyTo(span[at..]);
        at += name.Length;
        if (style != ValueStyle.Text)
        {
            Sink.Advance(at + StoredValue.Format(style, stored, span[at..]));
        }
        else if (PlainText.IsPlainJson(stored))
        {
            span[at++] = (byte)'"';
            stored.CopyTo(span[at..]);
            at += stored.Length;
            span[at++] = (byte)'"';
            Sink.Advance(at);
        }
        else
        {
            Sink.Advance(at);
            TextEscaping.WriteJsonString(Sink, stored);
        }
    }

    private void WriteValue(TypedNode schema, ValueStyle style, ReadOnlySpan<byte> stored)
    {
        switch (style)
        {
            case ValueStyle.Text: TextEscaping.WriteJsonString(Sink, stored); break;
            case ValueStyle.Formatted: Formatted(schema, stored); break;
            default: Sink.Advance(StoredValue.Format(style, stored, Sink.Reserve(StoredValue.LongestText))); break;
        }
    }

    private void Formatted(TypedNode schema, ReadOnlySpan<byte> stored)
    {
        var kind = schema.Type.GetJsonKind(stored);
        if (kind == JsonKind.Empty)
        {
            Sink.Write("[null]"u8);
            return;
        }

        var text = Sink.Scratch();
        schema.Type.Format(stored, ValueForm.Json, _schema, new ModuleNamePrefixes(_schema, schema.Module), text);
        if (kind == JsonKind.String) TextEscaping.WriteJsonString(Sink, text.WrittenSpan);
        else Sink.Write(text.WrittenSpan);
    }

    private void Name(SchemaNode schema, bool isTop) => Name(_table[schema], isTop);

    private void Name(NodeNames names, bool isTop)
    {
        Separate();
        Sink.Write(IsFull(names, isTop) ? names.JsonFull : names.JsonShort);
        Gap();
    }

    private readonly bool IsFull(NodeNames names, bool isTop) => names.IsQualified || (isTop && _unqualifiedTop is null);

    private void Separate()
    {
        if (NeedsComma) Sink.Write((byte)',');
        if (_isIndented) NewLine();
    }

    private void Open(byte bracket)
    {
        Sink.Write(bracket);
        NeedsComma = false;
        _level++;
    }

    private void Close(byte bracket)
    {
        _level--;
        if (_isIndented && NeedsComma) NewLine();
        Sink.Write(bracket);
        NeedsComma = true;
    }

    private readonly void Gap()
    {
        if (_isIndented) Sink.Write((byte)' ');
    }

    private readonly void NewLine()
    {
        Sink.Write((byte)'\n');
        for (var i = 0; i < _level; i++) Sink.Write("  "u8);
    }
}

using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Takes the content of an anydata or anyxml over from an <see cref="XmlReader"/>: elements with their namespace as the default one, and on each element the prefixes that
/// its value uses, so that the content stands by itself and doesn't depend on how the sender chose prefixes.
/// </summary>
internal sealed class AnyXmlCopy
{
    private readonly XmlReader _reader;
    private readonly ByteSink _sink;
    private readonly bool _keepsWhiteSpace;
    private readonly Stack<Level> _levels = new();
    private bool _isTagOpen;

    private AnyXmlCopy(XmlReader reader, ByteSink sink, bool keepsWhiteSpace)
    {
        _reader = reader;
        _sink = sink;
        _keepsWhiteSpace = keepsWhiteSpace;
    }

    /// <summary>Copies the content of the element the reader stands on; leaves the reader on its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="keepsWhiteSpace">Whether white space between elements is content (anyxml).</param>
    /// <param name="deepest">The deepest level allowed, in <see cref="XmlReader.Depth"/>.</param>
    /// <param name="hasText">Whether there is text beside the elements at the top.</param>
    /// <returns>The content with its form byte; null when it is nested too deep.</returns>
    public static byte[]? Read(XmlReader reader, bool keepsWhiteSpace, int deepest, out bool hasText)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var sink = new ByteSink(buffer);
        sink.Write(AnyContent.Xml);
        hasText = false;
        if (!reader.IsEmptyElement && !new AnyXmlCopy(reader, sink, keepsWhiteSpace).Copy(deepest, out hasText)) return null;
        sink.Complete();
        return buffer.WrittenSpan.ToArray();
    }

    private bool Copy(int deepest, out bool hasText)
    {
        hasText = false;
        _levels.Push(new Level { Namespace = null });
        while (_reader.Read())
        {
            if (_reader.Depth > deepest) return false;
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    StartElement();
                    break;
                case XmlNodeType.EndElement:
                    FlushWhiteSpace(_levels.Peek().HasElements);
                    _levels.Pop();
                    if (_levels.Count == 0) return true;
                    EndElement(_reader.LocalName);
                    break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _levels.Peek().WhiteSpace.Append(_reader.Value);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    hasText |= _levels.Count == 1;
                    WriteText(_reader.Value);
                    break;
            }
        }

        return true;
    }

    private void StartElement()
    {
        var parent = _levels.Peek();
        FlushWhiteSpace(true);
        parent.HasElements = true;
        CloseTag();
        var name = _reader.LocalName;
        var ns = _reader.NamespaceURI;
        _sink.Write((byte)'<');
        WriteString(name);
        if (ns != parent.Namespace)
        {
            _sink.Write(" xmlns=\""u8);
            TextEscaping.WriteXmlAttribute(_sink, Encoding.UTF8.GetBytes(ns));
            _sink.Write((byte)'"');
        }

        var level = new Level { Namespace = ns };
        var isEmpty = _reader.IsEmptyElement;
        for (var more = _reader.MoveToFirstAttribute(); more; more = _reader.MoveToNextAttribute()) CopyAttribute(level);
        _reader.MoveToElement();
        _isTagOpen = true;
        if (isEmpty) EndElement(name);
        else _levels.Push(level);
    }

    private void CopyAttribute(Level level)
    {
        var ns = _reader.NamespaceURI;
        if (ns == XmlNames.Xmlns) return;
        var prefix = _reader.Prefix;
        if (prefix.Length > 0 && ns != XmlNames.Xml) Declare(level, prefix, ns);
        DeclareUsed(level, _reader.Value);
        _sink.Write((byte)' ');
        if (prefix.Length > 0) WriteString(prefix + ":");
        WriteString(_reader.LocalName);
        _sink.Write("=\""u8);
        TextEscaping.WriteXmlAttribute(_sink, Encoding.UTF8.GetBytes(_reader.Value));
        _sink.Write((byte)'"');
    }

    private void EndElement(string name)
    {
        if (_isTagOpen)
        {
            _sink.Write("/>"u8);
            _isTagOpen = false;
            return;
        }

        _sink.Write("</"u8);
        WriteString(name);
        _sink.Write((byte)'>');
    }

    private void WriteText(string text)
    {
        FlushWhiteSpace(false);
        if (_isTagOpen) DeclareUsed(_levels.Peek(), text);
        CloseTag();
        TextEscaping.WriteXmlText(_sink, Encoding.UTF8.GetBytes(text));
        _levels.Peek().HasText = true;
    }

    /// <summary>White space is content in a leaf, and layout between elements.</summary>
    private void FlushWhiteSpace(bool isBetweenElements)
    {
        var level = _levels.Peek();
        if (level.WhiteSpace.Length == 0) return;
        if (_keepsWhiteSpace || level.HasText || (!isBetweenElements && _levels.Count > 1))
        {
            CloseTag();
            TextEscaping.WriteXmlText(_sink, Encoding.UTF8.GetBytes(level.WhiteSpace.ToString()));
        }

        level.WhiteSpace.Clear();
    }

    private void CloseTag()
    {
        if (_isTagOpen) _sink.Write((byte)'>');
        _isTagOpen = false;
    }

    /// <summary>Declares what stands before the colons of a value, if it is a prefix in scope.</summary>
    private void DeclareUsed(Level level, string value)
    {
        for (var colon = value.IndexOf(':'); colon > 0; colon = value.IndexOf(':', colon + 1))
        {
            var start = colon;
            while (start > 0 && (XmlConvert.IsNCNameChar(value[start - 1]))) start--;
            if (start == colon || !XmlConvert.IsStartNCNameChar(value[start])) continue;
            var prefix = value[start..colon];
            if (_reader.LookupNamespace(prefix) is { Length: > 0 } ns && ns != XmlNames.Xml) Declare(level, prefix, ns);
        }
    }

    private void Declare(Level level, string prefix, string ns)
    {
        if (!level.Declared.Add(prefix)) return;
        WriteString($" xmlns:{prefix}=\"");
        TextEscaping.WriteXmlAttribute(_sink, Encoding.UTF8.GetBytes(ns));
        _sink.Write((byte)'"');
    }

    private void WriteString(string text) => _sink.Write(Encoding.UTF8.GetBytes(text));

    private sealed class Level
    {
        public required string? Namespace { get; init; }

        public HashSet<string> Declared { get; } = [];

        public StringBuilder WhiteSpace { get; } = new();

        public bool HasElements { get; set; }

        public bool HasText { get; set; }
    }
}

using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>The annotation <c>origin</c> as an attribute (RFC 7952 §5.1).</content>
internal partial struct XmlEmitter
{
    public void Annotate(Identity origin) => _origin = origin;

    public void Annotate(ListAnnotation annotation) => _list = annotation;

    /// <summary>The start tag of an element without a value.</summary>
    private void Open(NodeNames names, bool isTop)
    {
        var open = OpenTag(names, isTop);
        if (_origin is null && _list is null)
        {
            Sink.Write(open);
            return;
        }

        _prefixes.Clear();
        Sink.Write(open.AsSpan(0, open.Length - 1));
        WriteOriginAndPrefixes();
        Sink.Write((byte)'>');
    }

    /// <summary>The prefixes that the value, and the origin, were written with; and the origin.</summary>
    private void WriteOriginAndPrefixes()
    {
        string? attribute = null;
        if (_origin is { } origin)
        {
            var annotation = _schema.FindModule(XmlNames.OriginModule);
            if (annotation is not null) attribute = $" {_prefixes.PrefixFor(annotation)}:origin=\"{_prefixes.PrefixFor(origin.Module)}:{origin.Name}\"";
            _origin = null;
        }

        foreach (var (prefix, module) in _prefixes.Declared)
        {
            Sink.Write(" xmlns:"u8);
            Sink.Write(Encoding.UTF8.GetBytes(prefix));
            Sink.Write("=\""u8);
            TextEscaping.WriteXmlAttribute(Sink, module.Utf8Namespace.Span);
            Sink.Write((byte)'"');
        }

        if (attribute is not null) Sink.Write(Encoding.UTF8.GetBytes(attribute));
        if (_list is { } list) WriteListAnnotation(list);
        _list = null;
    }

    private readonly void WriteListAnnotation(ListAnnotation list)
    {
        Sink.Write(Encoding.UTF8.GetBytes($" xmlns:lpg=\"{ListAnnotation.Namespace}\""));
        foreach (var (name, text, _) in list.Members())
        {
            Sink.Write(Encoding.UTF8.GetBytes($" lpg:{name}=\""));
            TextEscaping.WriteXmlAttribute(Sink, Encoding.UTF8.GetBytes(text));
            Sink.Write((byte)'"');
        }
    }
}

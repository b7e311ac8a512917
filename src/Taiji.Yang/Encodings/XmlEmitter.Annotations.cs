using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>Annotations as attributes (RFC 7952 §5.1), and versions.</content>
internal partial struct XmlEmitter
{
    public void Annotate(Identity origin) => _next = _next with { Origin = origin };

    public void Annotate(ListAnnotation annotation) => _next = _next with { List = annotation };

    public void Annotate(IReadOnlyDictionary<string, string> attributes) => _next = _next with { Kept = attributes };

    public void Annotate(string attribute, string version) => _next = _next with { Version = $" {attribute}=\"{version}\"" };

    /// <summary>The start tag of an element without a value.</summary>
    private void Open(NodeNames names, bool isTop)
    {
        var open = OpenTag(names, isTop);
        if (_next.IsEmpty)
        {
            Sink.Write(open);
            return;
        }

        _prefixes.Clear();
        Sink.Write(open.AsSpan(0, open.Length - 1));
        WriteAnnotationsAndPrefixes();
        Sink.Write((byte)'>');
    }

    /// <summary>The prefixes that the value, and the annotations, were written with; and the annotations.</summary>
    private void WriteAnnotationsAndPrefixes()
    {
        var attributes = Attributes();
        foreach (var (prefix, module) in _prefixes.Declared)
        {
            Sink.Write(" xmlns:"u8);
            Sink.Write(Encoding.UTF8.GetBytes(prefix));
            Sink.Write("=\""u8);
            TextEscaping.WriteXmlAttribute(Sink, module.Utf8Namespace.Span);
            Sink.Write((byte)'"');
        }

        foreach (var (name, value) in attributes) WriteAttribute(name, value);
        if (_next.Version is { } version) Sink.Write(Encoding.UTF8.GetBytes(version));
        if (_next.List is { } list) WriteListAnnotation(list);
        _next = default;
    }

    private readonly List<(string Name, string Value)> Attributes()
    {
        var attributes = new List<(string, string)>();
        if (_next.Origin is { } origin && _schema.FindModule(XmlNames.OriginModule) is { } annotation)
            attributes.Add(($"{_prefixes.PrefixFor(annotation)}:origin", $"{_prefixes.PrefixFor(origin.Module)}:{origin.Name}"));
        foreach (var (name, value) in _next.Kept ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)
        {
            var colon = name.IndexOf(':');
            if (_schema.FindModule(name[..colon]) is { } module) attributes.Add(($"{_prefixes.PrefixFor(module)}:{name[(colon + 1)..]}", value));
        }

        return attributes;
    }

    private readonly void WriteAttribute(string name, string value)
    {
        Sink.Write(Encoding.UTF8.GetBytes($" {name}=\""));
        TextEscaping.WriteXmlAttribute(Sink, Encoding.UTF8.GetBytes(value));
        Sink.Write((byte)'"');
    }

    private readonly void WriteListAnnotation(ListAnnotation list)
    {
        if (list.Incomplete is { } why)
        {
            Sink.Write(Encoding.UTF8.GetBytes($" xmlns:sp=\"{ListAnnotation.IncompleteNamespace}\""));
            WriteAttribute("sp:incomplete", why);
            return;
        }

        Sink.Write(Encoding.UTF8.GetBytes($" xmlns:lpg=\"{ListAnnotation.Namespace}\""));
        foreach (var (name, text, _) in list.Members()) WriteAttribute("lpg:" + name, text);
    }
}

using System.Text;
using System.Xml;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Templates;

/// <summary>What a template comes to: the content of an edit-config (RFC 6241 §7.2), and where each of its elements was written.</summary>
internal sealed class TemplateOutput : IDisposable
{
    private const string Netconf = "urn:ietf:params:xml:ns:netconf:base:1.0", Yang = "urn:ietf:params:xml:ns:yang:1", Declarations = "http://www.w3.org/2000/xmlns/";

    private readonly MemoryStream _text = new();
    private readonly XmlWriter _writer;
    private readonly Dictionary<string, SourceLocation> _places = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new([""]);

    /// <summary>Begins.</summary>
    /// <param name="schema">The schema, whose modules' names are prefixes in values.</param>
    public TemplateOutput(YangSchema schema)
    {
        _writer = XmlWriter.Create(_text, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = true, NewLineHandling = NewLineHandling.Entitize });
        _writer.WriteStartElement("nc", "config", Netconf);
        _writer.WriteAttributeString("xmlns", "yang", Declarations, Yang);
        foreach (var module in schema.Modules.Where(m => m.IsImplemented && m.Name is not ("nc" or "yang"))) _writer.WriteAttributeString("xmlns", module.Name, Declarations, module.Namespace);
    }

    /// <summary>Opens an element.</summary>
    /// <param name="schema">Its node.</param>
    /// <param name="place">Where it was written.</param>
    /// <param name="scope">The prefixes that its values may have; null for modules' names alone.</param>
    public void Open(SchemaNode schema, SourceLocation place, IReadOnlyDictionary<string, string>? scope = null)
    {
        _open.Push($"{_open.Peek()}/{schema.Name}");
        _places.TryAdd(_open.Peek(), place);
        _writer.WriteStartElement(null, schema.Name, schema.Module.Namespace);
        foreach (var (prefix, ns) in scope ?? new Dictionary<string, string>())
        {
            if (prefix.Length > 0 && _writer.LookupPrefix(ns) != prefix) _writer.WriteAttributeString("xmlns", prefix, Declarations, ns);
        }
    }

    /// <summary>Says what becomes of the open element's node.</summary>
    /// <param name="operation">An operation of RFC 6241 §7.2.</param>
    public void Operation(string operation) => _writer.WriteAttributeString("nc", "operation", Netconf, operation);

    /// <summary>Says where the open element's node is to stand (RFC 7950 §7.8.6, §7.7.9).</summary>
    /// <param name="place">first, last, before or after.</param>
    /// <param name="attribute"><c>key</c> or <c>value</c>.</param>
    /// <param name="anchor">Before or after which; null for none.</param>
    public void Insert(string place, string attribute, string? anchor)
    {
        _writer.WriteAttributeString("yang", "insert", Yang, place);
        if (anchor is not null) _writer.WriteAttributeString("yang", attribute, Yang, Checked(anchor));
    }

    /// <summary>Writes text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="RpcErrorException">invalid-value: it has a character that no value has (RFC 7950 §9.4, XML 1.0 §2.2).</exception>
    public void Text(string text) => _writer.WriteString(Checked(text));

    /// <summary>Writes an anydata's own element.</summary>
    /// <param name="element">The element.</param>
    public void OpenAny(ElementMarkup element)
    {
        _open.Push(_open.Peek());
        _writer.WriteStartElement(null, element.Name, element.Namespace);
        foreach (var (name, value) in element.Attributes)
        {
            var close = name.IndexOf('}', StringComparison.Ordinal);
            if (close < 0) _writer.WriteAttributeString(name, value);
            else _writer.WriteAttributeString(name[(close + 1)..], name[1..close], value);
        }
    }

    /// <summary>Closes an element.</summary>
    public void Close()
    {
        _open.Pop();
        _writer.WriteEndElement();
    }

    /// <summary>The whole text.</summary>
    public MemoryStream End()
    {
        _writer.WriteEndElement();
        _writer.Flush();
        return new MemoryStream(_text.GetBuffer(), 0, (int)_text.Length);
    }

    /// <summary>Where the element of a node was written; null when that isn't known.</summary>
    /// <param name="path">The node's instance-identifier; null for none.</param>
    public SourceLocation? PlaceOf(string? path)
    {
        for (var names = Names(path ?? ""); names.Length > 0; names = names[..names.LastIndexOf('/')])
        {
            if (_places.TryGetValue(names, out var place)) return place;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _text.Dispose();
    }

    private string Checked(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException e)
        {
            throw TemplateErrors.At(ErrorTag.InvalidValue, _places.GetValueOrDefault(_open.Peek()), e.Message);
        }
    }

    // Without predicates and prefixes.
    private static string Names(string path)
    {
        var names = new StringBuilder();
        char? quote = null;
        var depth = 0;
        foreach (var c in path)
        {
            if (quote is not null) quote = c == quote ? null : quote;
            else if (depth > 0 && c is '\'' or '"') quote = c;
            else if (c == '[') depth++;
            else if (c == ']') depth--;
            else if (depth == 0 && c == ':') names.Length = names.ToString().LastIndexOf('/') + 1;
            else if (depth == 0) names.Append(c);
        }

        return names.ToString().TrimEnd('/');
    }
}

using System.Text;
using System.Xml;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>
/// YIN (RFC 7950 §13) → one tree of statements. Extensions' arguments that are elements are left as substatements: which they are, only the extension's definition says
/// (<see cref="Statement.AdoptArgument"/>).
/// </summary>
internal sealed class YinParser
{
    private readonly SourceText _source;
    private readonly NameTable _names;
    private readonly DiagnosticBag _diagnostics;
    private readonly XmlReader _reader;
    private readonly Dictionary<string, string> _extensionNamespaces = [];

    private YinParser(SourceText source, NameTable names, DiagnosticBag diagnostics, XmlReader reader)
    {
        _source = source;
        _names = names;
        _diagnostics = diagnostics;
        _reader = reader;
    }

    /// <summary>Whether a text is YIN: no YANG text begins with a <c>&lt;</c>.</summary>
    public static bool IsYin(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>Parses a whole file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="names">Names that are kept once.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    /// <returns>The module or submodule statement, null when there is none, and the XML namespaces of the prefixes that extensions are written with.</returns>
    public static (Statement? Root, IReadOnlyDictionary<string, string> Namespaces) Parse(SourceText source, NameTable names, DiagnosticBag diagnostics)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreProcessingInstructions = true, XmlResolver = null };
        using var reader = XmlReader.Create(new MemoryStream(source.Bytes.ToArray(), writable: false), settings);
        var parser = new YinParser(source, names, diagnostics, reader);
        try
        {
            return (parser.ParseFile(), parser._extensionNamespaces);
        }
        catch (XmlException e)
        {
            diagnostics.Report(DiagnosticDescriptors.MalformedXml, new SourceLocation(source.Path, Math.Max(e.LineNumber, 1), Math.Max(e.LinePosition, 1)), Reason(e));
            return (null, parser._extensionNamespaces);
        }
    }

    private static string Reason(XmlException e)
    {
        if (e.Message.Contains("DTD", StringComparison.Ordinal)) return "a document type declaration (DTD) is not accepted.";
        // The place stands before the message already.
        var place = e.Message.IndexOf(" Line ", StringComparison.Ordinal);
        return place < 0 ? e.Message : e.Message[..place];
    }

    private Statement? ParseFile()
    {
        _reader.MoveToContent();
        var root = ParseElement(1);
        if (root is null) return null;
        while (_reader.Read())
        {
            // To the end: what follows must be well-formed too.
        }

        if (root.Kind is StatementKind.Module or StatementKind.Submodule) return root;
        _diagnostics.Report(DiagnosticDescriptors.ModuleExpected, root.Location, root.Keyword);
        return null;
    }

    /// <summary>Reads the element the reader is on, and leaves it on the element's end.</summary>
    private Statement? ParseElement(int depth)
    {
        var location = Here();
        if (depth > StatementParser.MaxDepth)
        {
            _diagnostics.Report(DiagnosticDescriptors.NestedTooDeep, location, StatementParser.MaxDepth);
            _reader.Skip();
            return null;
        }

        var isYang = _reader.NamespaceURI == YinNames.Namespace;
        var keyword = _names.Get(Encoding.UTF8.GetBytes(_reader.LocalName));
        var kind = isYang ? Keywords.Find(keyword) : StatementKind.Unknown;
        var name = _reader.LocalName;
        if (_reader.NamespaceURI.Length == 0) _diagnostics.Report(DiagnosticDescriptors.YinNamespaceExpected, location, name);
        var prefix = isYang || _reader.NamespaceURI.Length == 0 ? null : PrefixOf(_reader.Prefix, _reader.NamespaceURI);
        var isEmpty = _reader.IsEmptyElement;
        var (argument, place) = ReadAttribute(kind, prefix is not null, name);
        var children = new List<Statement>();
        if (!isEmpty) ParseContent(kind, name, depth, children, ref argument, ref place);
        return new Statement(prefix, keyword, argument, location) { ArgumentLocation = place ?? location, Children = [.. children] };
    }

    private (string? Value, SourceLocation? Place) ReadAttribute(StatementKind kind, bool isExtension, string element)
    {
        var expected = YinNames.IsElement(kind) ? null : YinNames.ArgumentOf(kind);
        (string?, SourceLocation?) argument = default;
        var isFound = false;
        while (_reader.MoveToNextAttribute())
        {
            // Attributes of other namespaces are annotations of somebody's.
            if (_reader.NamespaceURI.Length > 0) continue;
            if (!isFound && (isExtension || _reader.LocalName == expected))
            {
                argument = (_reader.Value, Here());
                isFound = true;
            }
            else if (isExtension || kind != StatementKind.Unknown)
            {
                _diagnostics.Report(DiagnosticDescriptors.UnexpectedYinAttribute, Here(), element, _reader.LocalName, expected is null ? "." : $"; expected '{expected}'.");
            }
        }

        _reader.MoveToElement();
        return argument;
    }

    private void ParseContent(StatementKind kind, string element, int depth, List<Statement> children, ref string? argument, ref SourceLocation? place)
    {
        var argumentElement = YinNames.IsElement(kind) ? YinNames.ArgumentOf(kind) : null;
        var isExtension = kind == StatementKind.Unknown && _reader.NamespaceURI != YinNames.Namespace;
        while (_reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                if (argumentElement is not null && argument is null && children.Count == 0 && _reader.LocalName == argumentElement && _reader.NamespaceURI == YinNames.Namespace)
                {
                    place = Here();
                    argument = ReadText();
                }
                else if (ParseElement(depth + 1) is { } child)
                {
                    children.Add(child);
                }
            }
            else if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                // The argument element of an extension: told apart from a substatement when the extension is known.
                if (isExtension && argument is null && children.Count == 0) (place, argument) = (Here(), _reader.Value);
                else _diagnostics.Report(DiagnosticDescriptors.UnexpectedYinText, Here(), element);
            }
        }
    }

    /// <summary>The text of the element the reader is on; leaves it on the element's end.</summary>
    private string ReadText()
    {
        if (_reader.IsEmptyElement) return "";
        var element = _reader.LocalName;
        var text = new StringBuilder();
        while (_reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType != XmlNodeType.Element)
            {
                text.Append(_reader.Value);
                continue;
            }

            _diagnostics.Report(DiagnosticDescriptors.MisplacedStatement, Here(), _reader.LocalName, element);
            _reader.Skip();
            if (_reader.NodeType == XmlNodeType.EndElement) break;
            if (_reader.NodeType != XmlNodeType.Element) text.Append(_reader.Value);
        }

        return text.ToString();
    }

    private string PrefixOf(string prefix, string space)
    {
        // An extension that is written without prefix, or with one that means another namespace elsewhere in the file, gets one of its own.
        if (prefix.Length == 0 || (_extensionNamespaces.TryGetValue(prefix, out var known) && known != space))
        {
            prefix = _extensionNamespaces.FirstOrDefault(n => n.Value == space).Key ?? $"{(prefix.Length == 0 ? "ext" : prefix)}.{_extensionNamespaces.Count}";
        }

        _extensionNamespaces[prefix] = space;
        return _names.Get(Encoding.UTF8.GetBytes(prefix));
    }

    private SourceLocation Here()
    {
        var info = (IXmlLineInfo)_reader;
        return new SourceLocation(_source.Path, info.LineNumber, info.LinePosition);
    }
}

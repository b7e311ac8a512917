using System.Xml;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Templates;

/// <summary>Reads a template's file.</summary>
/// <param name="reader">The XML.</param>
/// <param name="file">The name that places have.</param>
internal sealed class MarkupReader(XmlReader reader, string file)
{
    private const int MaximumDepth = 200;

    /// <summary>Reads the root element; null when the file can't be read or is not well-formed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="diagnostics">Get what is wrong.</param>
    public static ElementMarkup? Read(string path, ICollection<Diagnostic> diagnostics)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true });
            xml.MoveToContent();
            var root = new MarkupReader(xml, path).ReadElement(0);
            while (xml.Read())
            {
                // What follows the root must be well-formed too.
            }

            return root;
        }
        catch (XmlException e)
        {
            diagnostics.Add(new Diagnostic(TemplateDiagnostics.NotWellFormed, new SourceLocation(path, Math.Max(e.LineNumber, 1), Math.Max(e.LinePosition, 1)), [e.Message]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(new Diagnostic(TemplateDiagnostics.NotWellFormed, new SourceLocation(path, 1, 1), [e.Message]));
        }

        return null;
    }

    private SourceLocation Here => reader is IXmlLineInfo line && line.HasLineInfo() ? new SourceLocation(file, line.LineNumber, line.LinePosition) : new SourceLocation(file, 1, 1);

    private ElementMarkup ReadElement(int depth)
    {
        if (depth > MaximumDepth) throw new XmlException($"elements are nested deeper than {MaximumDepth}", null, Here.Line, Here.Column);
        var (place, ns, name) = (Here, reader.NamespaceURI, reader.LocalName);
        var scope = ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var attributes = ReadAttributes();
        var children = new List<Markup>();
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.NodeType != XmlNodeType.EndElement) ReadChild(children, depth);
        }

        return new ElementMarkup(place, ns, name, attributes, scope, children);
    }

    private void ReadChild(List<Markup> children, int depth)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                children.Add(ReadElement(depth + 1));
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                children.Add(new TextMarkup(Here, reader.Value));
                break;
            case XmlNodeType.ProcessingInstruction:
                children.Add(new InstructionMarkup(Here, reader.LocalName, reader.Value.Trim()));
                break;
        }
    }

    private Dictionary<string, string> ReadAttributes()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/") continue;
            attributes[reader.NamespaceURI.Length == 0 ? reader.LocalName : $"{{{reader.NamespaceURI}}}{reader.LocalName}"] = reader.Value;
        }

        reader.MoveToElement();
        return attributes;
    }
}

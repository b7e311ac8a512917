using System.Xml;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Messages;

/// <summary>Reads <c>rpc-error</c> (RFC 6241 §4.3), as a client gets it.</summary>
public static class RpcErrorReader
{
    /// <summary>Reads one error.</summary>
    /// <param name="reader">On <c>rpc-error</c>; left after its end.</param>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public static RpcError Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var error = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.OperationFailed };
        var depth = reader.Depth;
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return error;
        }

        reader.Read();
        while (reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
                continue;
            }

            // Each branch leaves the reader after the element's end.
            error = reader.LocalName switch
            {
                "error-type" => error with { Type = ParseType(Text(reader)) },
                "error-tag" => error with { Tag = Text(reader) },
                "error-severity" => error with { Severity = Text(reader) == "warning" ? ErrorSeverity.Warning : ErrorSeverity.Error },
                "error-app-tag" => error with { AppTag = Text(reader) },
                "error-path" => error with { Path = Text(reader) },
                "error-message" => error with { Message = Text(reader) },
                "error-info" => error with { Info = ReadInfo(reader) },
                _ => SkipUnknown(reader, error),
            };
        }

        reader.Read();
        return error;
    }

    private static RpcError SkipUnknown(XmlReader reader, RpcError error)
    {
        reader.Skip();
        return error;
    }

    /// <summary>One element with its text and the elements in it.</summary>
    private static ErrorInfo ReadItem(XmlReader reader)
    {
        var item = new ErrorInfo(reader.LocalName, "", reader.NamespaceURI == NetconfNamespaces.Base ? null : reader.NamespaceURI);
        var (text, children, depth) = ("", new List<ErrorInfo>(), reader.Depth);
        if (!reader.IsEmptyElement)
        {
            reader.Read();
            while (reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    children.Add(ReadItem(reader));
                    continue;
                }

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace) text += reader.Value;
                reader.Read();
            }
        }

        reader.Read();
        return item with { Value = text.Trim(), Children = children.Count == 0 ? item.Children : children };
    }

    private static List<ErrorInfo> ReadInfo(XmlReader reader)
    {
        var info = new List<ErrorInfo>();
        var depth = reader.Depth;
        if (!reader.IsEmptyElement)
        {
            reader.Read();
            while (reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    info.Add(ReadItem(reader));
                }
                else
                {
                    reader.Read();
                }
            }
        }

        reader.Read();
        return info;
    }

    /// <summary>The text in an element, that of elements in it too; leaves the reader after its end.</summary>
    private static string Text(XmlReader reader)
    {
        var text = "";
        var depth = reader.Depth;
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.HasValue) text += reader.Value;
            }
        }

        reader.Read();
        return text.Trim();
    }

    private static ErrorType ParseType(string text) => text switch
    {
        "transport" => ErrorType.Transport,
        "rpc" => ErrorType.Rpc,
        "protocol" => ErrorType.Protocol,
        _ => ErrorType.Application,
    };
}

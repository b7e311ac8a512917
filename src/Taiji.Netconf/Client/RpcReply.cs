using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>An <c>rpc-reply</c> as it came.</summary>
public sealed class RpcReply
{
    private readonly int _maxDepth;

    private RpcReply(string? messageId, ReadOnlyMemory<byte> content, List<RpcError> errors, bool isOk, int maxDepth)
    {
        MessageId = messageId;
        Content = content;
        Errors = errors;
        IsOk = isOk;
        _maxDepth = maxDepth;
    }

    /// <summary>The request's message-id; null when the server saw none.</summary>
    public string? MessageId { get; }

    /// <summary>The whole message in UTF-8.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>All <c>rpc-error</c> elements, warnings too.</summary>
    public IReadOnlyList<RpcError> Errors { get; }

    /// <summary>Whether it says <c>ok</c>.</summary>
    public bool IsOk { get; }

    /// <summary>Whether an error of severity error is among <see cref="Errors"/>: warnings alone are no failure.</summary>
    public bool IsFailure => Errors.Any(e => e.Severity == ErrorSeverity.Error);

    /// <summary>A reader on <c>rpc-reply</c>, for replies too big for a document.</summary>
    public XmlReader OpenReader() => MessageXml.Open(new ReadOnlySequence<byte>(Content), _maxDepth);

    /// <summary>The whole message as a document.</summary>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public XElement ToElement()
    {
        using var reader = OpenReader();
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    /// <summary>The element with the result: <c>data</c>, whatever its namespace.</summary>
    /// <exception cref="NetconfException">There is none.</exception>
    public XElement ToData() =>
        ToElement().Elements().FirstOrDefault(e => e.Name.LocalName == "data") ?? throw new NetconfException("The reply has no data.");

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Content.Span);

    /// <summary>Reads the envelope and the errors; the data is left for later.</summary>
    internal static RpcReply Read(XmlReader reader, ReadOnlyMemory<byte> content, int maxDepth)
    {
        var messageId = reader.GetAttribute("message-id");
        var errors = new List<RpcError>();
        var isOk = false;
        if (!reader.IsEmptyElement && reader.Read())
        {
            while (reader.NodeType != XmlNodeType.EndElement && !reader.EOF)
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    reader.Read();
                    continue;
                }

                if (reader.LocalName == "rpc-error" && reader.NamespaceURI == NetconfNamespaces.Base)
                {
                    errors.Add(RpcErrorReader.Read(reader));
                    continue;
                }

                isOk = reader.LocalName == "ok" && reader.NamespaceURI == NetconfNamespaces.Base;
                break;
            }
        }

        return new RpcReply(messageId, content, errors, isOk, maxDepth);
    }
}

using System.Buffers;
using System.Globalization;
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
    private readonly long? _number;
    private readonly string? _messageId;
    private ReadOnlyMemory<byte>? _content;

    private RpcReply(string? messageId, ReadOnlySequence<byte> bytes, IReadOnlyList<RpcError> errors, bool isOk, int maxDepth)
    {
        _messageId = messageId;
        Bytes = bytes;
        Errors = errors;
        IsOk = isOk;
        _maxDepth = maxDepth;
    }

    private RpcReply(long? number, ReadOnlySequence<byte> bytes, bool isOk, int maxDepth)
        : this(null, bytes, [], isOk, maxDepth) => _number = number;

    /// <summary>The request's message-id; null when the server saw none.</summary>
    public string? MessageId => _number is { } number ? number.ToString(CultureInfo.InvariantCulture) : _messageId;

    /// <summary>The whole message in UTF-8, in one piece: a long one is copied for it, once.</summary>
    public ReadOnlyMemory<byte> Content => _content ??= Bytes.IsSingleSegment ? Bytes.First : Bytes.ToArray();

    /// <summary>The whole message in UTF-8, in the pieces that it is kept in.</summary>
    public ReadOnlySequence<byte> Bytes { get; }

    /// <summary>All <c>rpc-error</c> elements, warnings too.</summary>
    public IReadOnlyList<RpcError> Errors { get; }

    /// <summary>Whether it says <c>ok</c>.</summary>
    public bool IsOk { get; }

    /// <summary>Whether an error of severity error is among <see cref="Errors"/>: warnings alone are no failure.</summary>
    public bool IsFailure => Errors.Any(e => e.Severity == ErrorSeverity.Error);

    /// <summary>A reader on <c>rpc-reply</c>, for replies too big for a document.</summary>
    public XmlReader OpenReader() => MessageXml.Open(Bytes, _maxDepth);

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
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    /// <summary>A reply without errors, as its head told.</summary>
    internal static RpcReply WithoutErrors(ReplyHead head, ReadOnlySequence<byte> bytes, int maxDepth) =>
        new(head.MessageId, bytes, head.Kind == HeadKind.Ok, maxDepth);

    /// <summary>Reads the envelope and the errors; the data is left for later.</summary>
    internal static RpcReply Read(XmlReader reader, ReadOnlySequence<byte> bytes, int maxDepth)
    {
        var messageId = reader.GetAttribute("message-id");
        var space = reader.NamespaceURI;
        var errors = new List<RpcError>();
        var isOk = false;
        if (!reader.IsEmptyElement && reader.Read())
        {
            while (reader.NodeType != XmlNodeType.EndElement && !reader.EOF)
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    reader.Read();
                }
                else if (reader.LocalName == "rpc-error" && reader.NamespaceURI == space)
                {
                    errors.Add(RpcErrorReader.Read(reader));
                }
                else if (reader.LocalName == "ok" && reader.NamespaceURI == space)
                {
                    isOk = true;
                    reader.Skip();
                }
                else
                {
                    break;
                }
            }
        }

        return new RpcReply(messageId, bytes, errors, isOk, maxDepth);
    }
}

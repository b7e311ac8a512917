using System.Buffers;
using System.Xml;
using Taiji.Netconf.Framing;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Messages;

/// <summary>Opens messages as XML: UTF-8 only, no document type (RFC 6241 §3), no deeper than allowed.</summary>
public static class MessageXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        ConformanceLevel = ConformanceLevel.Document,
    };

    private static readonly XmlReaderSettings AsynchronousSettings = MakeAsynchronous();

    /// <summary>A reader on the message's root element.</summary>
    /// <param name="content">The message.</param>
    /// <param name="maxDepth">The deepest nesting of elements; the reader throws too-big beyond it.</param>
    /// <exception cref="XmlException">Not well-formed, not UTF-8, or with a document type declaration.</exception>
    public static XmlReader Open(in ReadOnlySequence<byte> content, int maxDepth) => Open(content, null, maxDepth);

    /// <summary>A reader on the root element of a message that is still coming.</summary>
    /// <param name="head">Its beginning; of a message that begins with more white space than that only the root element isn't found.</param>
    /// <param name="rest">What follows; null when there is nothing.</param>
    /// <param name="maxDepth">The deepest nesting of elements; the reader throws too-big beyond it.</param>
    /// <exception cref="XmlException">Not well-formed, not UTF-8, or with a document type declaration.</exception>
    internal static XmlReader Open(in ReadOnlySequence<byte> head, MessageRest? rest, int maxDepth)
    {
        var trimmed = TrimStart(head);
        var reader = new DepthLimitedXmlReader(XmlReader.Create(new SequenceStream(trimmed, rest), Settings), maxDepth);
        do
        {
            if (!reader.Read()) throw new XmlException("The message has no element.");
            if (reader.NodeType == XmlNodeType.XmlDeclaration) CheckEncoding(reader);
        }
        while (reader.NodeType != XmlNodeType.Element);
        return reader;
    }

    /// <summary>A reader before the first node of a message that is still coming.</summary>
    /// <param name="content">The message; stays open.</param>
    /// <param name="maxDepth">The deepest nesting of elements; the reader throws too-big beyond it.</param>
    public static XmlReader OpenAsynchronous(Stream content, int maxDepth) =>
        new DepthLimitedXmlReader(XmlReader.Create(content, AsynchronousSettings), maxDepth);

    /// <summary>Reads on to the end of the document, which must hold nothing else.</summary>
    /// <param name="reader">After the root element's content.</param>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public static void ReadToEnd(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (reader.Read())
        {
        }
    }

    private static XmlReaderSettings MakeAsynchronous()
    {
        var settings = Settings.Clone();
        settings.Async = true;
        return settings;
    }

    private static void CheckEncoding(XmlReader reader)
    {
        var encoding = reader.GetAttribute("encoding");
        if (encoding is not null && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new XmlException($"The encoding is {encoding}; NETCONF messages are UTF-8 (RFC 6241 §3).");
    }

    private static ReadOnlySequence<byte> TrimStart(in ReadOnlySequence<byte> content)
    {
        var reader = new SequenceReader<byte>(content);
        reader.IsNext([0xEF, 0xBB, 0xBF], advancePast: true);
        reader.AdvancePastAny(" \t\r\n"u8);
        // Another encoding of Unicode would have zero bytes or a mark of its own here.
        if (!reader.IsNext((byte)'<') || (reader.TryPeek(1, out var second) && second == 0))
            throw new XmlException("The message does not begin with an XML element in UTF-8 (RFC 6241 §3).");
        return reader.UnreadSequence;
    }
}

using System.Xml;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Netconf.Serving;

/// <summary>A message as it was understood: an operation to do, or the errors to answer with.</summary>
internal readonly record struct ReceivedRpc(RpcEnvelope Envelope, INetconfOperation? Operation, IReadOnlyList<RpcError> Errors)
{
    /// <summary>Whether it wasn't even an rpc.</summary>
    public bool IsBad { get; init; }
}

/// <summary>Makes operations of messages. All of a message is read before anything is done; an error that is found before its end is told without waiting for that.</summary>
internal sealed class RpcReceiver(NetconfServerSession session, INetconfOperations operations, int maxDepth, bool isBase11)
{
    /// <param name="message">The message.</param>
    /// <param name="rest">What follows a message that is part; null otherwise.</param>
    /// <param name="limit">The longest message allowed.</param>
    public ReceivedRpc Receive(in FramedMessage message, MessageRest? rest, long limit)
    {
        var envelope = RpcEnvelope.None;
        try
        {
            using var first = MessageXml.Open(message.Content, rest, maxDepth);
            if (first.LocalName != "rpc" || first.NamespaceURI != NetconfNamespaces.Base)
                return Bad(envelope, NetconfErrors.Malformed(isBase11, $"Expected an rpc in {NetconfNamespaces.Base}, found <{first.Name}>."));
            envelope = RpcEnvelope.Read(first);
            if (message.IsTooBig) return Bad(envelope, NetconfErrors.TooBig(limit));
            return ReadOperation(new RpcRequest(session, first, message, maxDepth, envelope), envelope);
        }
        catch (XmlException e)
        {
            return Bad(envelope, message.IsTooBig ? NetconfErrors.TooBig(limit) : NetconfErrors.Malformed(isBase11, XmlFault.Describe(e)));
        }
        catch (RpcErrorException e) when (rest is { IsTooLong: true })
        {
            return new ReceivedRpc(envelope, null, e.Errors) { IsBad = true };
        }
        catch (RpcErrorException e)
        {
            var isMalformed = e.Errors.Any(x => x.Tag == ErrorTag.MalformedMessage);
            return new ReceivedRpc(envelope, null, isBase11 || !isMalformed ? e.Errors : [.. e.Errors.Select(NetconfErrors.ForBase10)]) { IsBad = isMalformed };
        }
    }

    private static ReceivedRpc Bad(RpcEnvelope envelope, RpcError error) => new(envelope, null, [error]) { IsBad = true };

    private ReceivedRpc ReadOperation(RpcRequest request, RpcEnvelope envelope)
    {
        if (!MoveToElement(request.Reader)) return Finish(request.Reader, envelope, NetconfErrors.NoOperation());
        var operation = operations.Read(request);
        var reader = request.Reader;
        if (MoveToElement(reader, isInside: true)) return Finish(reader, envelope, NetconfErrors.SecondOperation(reader.LocalName));
        MessageXml.ReadToEnd(reader);
        return envelope.MessageId is null
            ? Bad(envelope, NetconfErrors.MissingMessageId())
            : new ReceivedRpc(envelope, operation, []);
    }

    /// <summary>An error of the rpc, unless the message turns out not to be well-formed at all.</summary>
    private static ReceivedRpc Finish(XmlReader reader, RpcEnvelope envelope, RpcError error)
    {
        MessageXml.ReadToEnd(reader);
        return Bad(envelope, envelope.MessageId is null ? NetconfErrors.MissingMessageId() : error);
    }

    /// <summary>Moves to the next element in the rpc; false at the rpc's end.</summary>
    private static bool MoveToElement(XmlReader reader, bool isInside = false)
    {
        if (!isInside && (reader.IsEmptyElement || !reader.Read())) return false;
        while (reader.NodeType != XmlNodeType.Element)
        {
            if (reader.NodeType == XmlNodeType.EndElement) return false;
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                throw new XmlException("The rpc holds text where an operation's element is expected.");
            if (!reader.Read()) return false;
        }

        return true;
    }
}

using System.Buffers;
using System.Xml;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Serving;

/// <summary>An <c>rpc</c> on its way to the operations.</summary>
public sealed class RpcRequest
{
    private readonly ReadOnlySequence<byte> _content;
    private readonly bool _isWhole;
    private readonly int _maxDepth;
    private readonly RpcEnvelope _envelope;

    internal RpcRequest(NetconfServerSession session, XmlReader reader, in FramedMessage message, int maxDepth, RpcEnvelope envelope)
    {
        _envelope = envelope;
        _isWhole = !message.IsPart;
        Session = session;
        Reader = reader;
        _content = message.Content;
        _maxDepth = maxDepth;
    }

    /// <summary>The session it came on.</summary>
    public NetconfServerSession Session { get; }

    /// <summary>On the operation's element.</summary>
    public XmlReader Reader { get; private set; }

    /// <summary>An attribute of the <c>rpc</c> element, or null.</summary>
    /// <param name="ns">Its namespace; empty for none.</param>
    /// <param name="name">Its local name.</param>
    public string? FindRpcAttribute(string ns, string name) => _envelope.FindAttribute(ns, name);

    /// <summary>
    /// Starts over on the operation's element: for parameters that were to be read in the light of a later one. That costs a second reading of a message that is all there.
    /// </summary>
    /// <returns><see cref="Reader"/>, which is a new one.</returns>
    /// <exception cref="RpcErrorException">The message is too long to be kept.</exception>
    public XmlReader Restart()
    {
        if (!_isWhole) throw new RpcErrorException(NetconfErrors.WrongOrder());
        Reader.Dispose();
        Reader = MessageXml.Open(_content, _maxDepth);
        while (Reader.Read() && Reader.NodeType != XmlNodeType.Element)
        {
        }

        return Reader;
    }
}

using System.Buffers;
using System.Xml;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Serving;

/// <summary>An <c>rpc</c> on its way to the operations.</summary>
public sealed class RpcRequest
{
    private readonly ReadOnlySequence<byte> _content;
    private readonly int _maxDepth;
    private readonly RpcEnvelope _envelope;

    internal RpcRequest(NetconfServerSession session, XmlReader reader, in ReadOnlySequence<byte> content, int maxDepth, RpcEnvelope envelope)
    {
        _envelope = envelope;
        Session = session;
        Reader = reader;
        _content = content;
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
    /// Starts over on the operation's element: for parameters that were to be read in the light of a later one. The message is all there, so this costs a second reading only.
    /// </summary>
    /// <returns><see cref="Reader"/>, which is a new one.</returns>
    public XmlReader Restart()
    {
        Reader.Dispose();
        Reader = MessageXml.Open(_content, _maxDepth);
        while (Reader.Read() && Reader.NodeType != XmlNodeType.Element)
        {
        }

        return Reader;
    }
}

using System.Buffers;
using System.Xml;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Serving;

/// <summary>An <c>rpc</c> on its way to the operations.</summary>
public sealed class RpcRequest
{
    private readonly ReadOnlySequence<byte> _content;
    private readonly int _maxDepth;

    internal RpcRequest(NetconfServerSession session, XmlReader reader, in ReadOnlySequence<byte> content, int maxDepth)
    {
        Session = session;
        Reader = reader;
        _content = content;
        _maxDepth = maxDepth;
    }

    /// <summary>The session it came on.</summary>
    public NetconfServerSession Session { get; }

    /// <summary>On the operation's element.</summary>
    public XmlReader Reader { get; private set; }

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

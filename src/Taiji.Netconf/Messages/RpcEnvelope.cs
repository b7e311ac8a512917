using System.Buffers;
using System.Xml;

namespace Taiji.Netconf.Messages;

/// <summary>An <c>rpc</c>'s start tag: what its reply's must repeat (RFC 6241 §4.2).</summary>
public sealed class RpcEnvelope
{
    private readonly List<(string Name, string Namespace, string Value)> _attributes = [];
    private readonly bool _declaresDefault;

    private RpcEnvelope(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            _attributes.Add((reader.Name, reader.NamespaceURI, reader.Value));
            if (reader.Name == "message-id") MessageId = reader.Value;
            _declaresDefault |= reader.Name == "xmlns";
        }

        reader.MoveToElement();
        // Without a default namespace of the client's own the reply takes NETCONF's, which reads best; else it stays with the client's prefix.
        Prefix = _declaresDefault && reader.Prefix.Length > 0 ? reader.Prefix + ":" : "";
    }

    private RpcEnvelope()
    {
    }

    /// <summary>The envelope of a reply to something that has none.</summary>
    public static RpcEnvelope None { get; } = new();

    /// <summary>The message-id; null when it is missing.</summary>
    public string? MessageId { get; }

    /// <summary>What goes before the names of the protocol's own elements in the reply: empty, or a prefix with its colon.</summary>
    public string Prefix { get; } = "";

    /// <summary>An attribute's value, or null.</summary>
    /// <param name="ns">Its namespace; empty for none.</param>
    /// <param name="localName">Its name.</param>
    public string? FindAttribute(string ns, string localName)
    {
        foreach (var (name, space, value) in _attributes)
        {
            if (space == ns && name.AsSpan(name.IndexOf(':', StringComparison.Ordinal) + 1).SequenceEqual(localName)) return value;
        }

        return null;
    }

    /// <summary>Reads the start tag.</summary>
    /// <param name="reader">On <c>rpc</c>; stays there.</param>
    public static RpcEnvelope Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new RpcEnvelope(reader);
    }

    /// <summary>Writes the reply's start tag.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    public void WriteStart(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.WriteRaw($"<{Prefix}rpc-reply");
        if (!_declaresDefault) destination.WriteRaw($" xmlns=\"{NetconfNamespaces.Base}\"");
        foreach (var (name, _, value) in _attributes)
        {
            destination.WriteRaw($" {name}=\"");
            destination.WriteEscaped(value);
            destination.Write("\""u8);
        }

        destination.Write(">"u8);
    }

    /// <summary>Writes the reply's end tag.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    public void WriteEnd(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.WriteRaw($"</{Prefix}rpc-reply>");
    }
}

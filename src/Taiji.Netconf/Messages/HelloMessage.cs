using System.Buffers;
using System.Globalization;
using System.Xml;
using Taiji.Netconf.Capabilities;

namespace Taiji.Netconf.Messages;

/// <summary>The <c>hello</c> of one end (RFC 6241 §8.1).</summary>
/// <param name="Capabilities">What it can do.</param>
/// <param name="SessionId">The session-id: from servers only.</param>
public sealed record HelloMessage(CapabilitySet Capabilities, uint? SessionId)
{
    /// <summary>Reads a hello.</summary>
    /// <param name="reader">On the message's root element.</param>
    /// <exception cref="NetconfException">It is no hello, or not a correct one.</exception>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public static HelloMessage Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.LocalName != "hello" || reader.NamespaceURI != NetconfNamespaces.Base)
            throw new NetconfException($"The session began with <{reader.Name}> instead of a hello in {NetconfNamespaces.Base} (RFC 6241 §8.1).");
        var capabilities = new List<string>();
        uint? sessionId = null;
        var depth = reader.Depth;
        for (var more = reader.Read(); more && reader.Depth > depth;)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != NetconfNamespaces.Base || reader.LocalName == "capabilities")
            {
                more = reader.Read();
            }
            else if (reader.LocalName == "capability")
            {
                capabilities.Add(ReadText(reader));
            }
            else if (reader.LocalName == "session-id")
            {
                sessionId = ParseSessionId(ReadText(reader));
            }
            else
            {
                reader.Skip();
            }
        }

        MessageXml.ReadToEnd(reader);
        return new HelloMessage(new CapabilitySet(capabilities), sessionId);
    }

    /// <summary>Writes the hello.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    public void Write(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.WriteRaw($"<hello xmlns=\"{NetconfNamespaces.Base}\"><capabilities>");
        foreach (var capability in Capabilities) destination.WriteElement("capability", capability.Text);
        destination.WriteRaw("</capabilities>");
        if (SessionId is { } id) destination.WriteElement("session-id", id.ToString(CultureInfo.InvariantCulture));
        destination.WriteRaw("</hello>");
    }

    private static string ReadText(XmlReader reader)
    {
        var name = reader.LocalName;
        var text = "";
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return text;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element) throw new NetconfException($"The hello's <{name}> holds an element instead of text.");
            text += reader.Value;
        }

        reader.Read();
        return text.Trim();
    }

    private static uint ParseSessionId(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new NetconfException($"The hello's session-id is \"{text}\", not a number from 1 to {uint.MaxValue}.");
}

using System.Buffers;
using System.Xml;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Server.NetconfServer.Urls;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>A configuration at a URL: a document of one <c>config</c> element (RFC 6241 §8.8).</summary>
/// <param name="text">The URL.</param>
/// <param name="place">What it stands for.</param>
/// <param name="maxDepth">The deepest nesting of elements.</param>
internal sealed class UrlResource(string text, IUrlPlace place, int maxDepth)
{
    /// <summary>Fetches and reads it.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="read">Reads the <c>config</c> element.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> ReadAsync<T>(Func<XmlReader, T> read, CancellationToken cancellationToken)
    {
        var content = await place.ReadAsync(cancellationToken);
        try
        {
            using var xml = MessageXml.Open(content, maxDepth);
            if (xml.LocalName != "config" || xml.NamespaceURI != NetconfNamespaces.Base) throw ProtocolErrors.Failed($"{text} holds <{xml.Name}> where <config> in {NetconfNamespaces.Base} is expected.");
            return read(xml);
        }
        catch (XmlException e)
        {
            throw ProtocolErrors.Failed($"{text} is not well-formed: {XmlFault.Describe(e)}");
        }
        catch (RpcErrorException e) when (e.Errors.Any(x => x.Tag == ErrorTag.MalformedMessage))
        {
            // The message was well-formed; it is what it pointed to that isn't.
            throw ProtocolErrors.Failed($"{text}: {e.Errors.First(x => x.Tag == ErrorTag.MalformedMessage).Message}");
        }
    }

    /// <summary>Writes a configuration there.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteAsync(DataTree config, DataWriteOptions options, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        content.WriteRaw($"<config xmlns=\"{NetconfNamespaces.Base}\">");
        XmlDataWriter.Write(content, config.Root, options);
        content.WriteRaw("</config>\n");
        return place.WriteAsync(content.WrittenMemory, cancellationToken);
    }

    /// <summary>Deletes what is there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DeleteAsync(CancellationToken cancellationToken) => place.DeleteAsync(cancellationToken);
}

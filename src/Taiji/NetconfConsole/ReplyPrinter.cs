using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Taiji.Clients.DeviceSchemas;
using Taiji.Netconf.Client;
using Taiji.Yang.Encodings;

namespace Taiji.NetconfConsole;

/// <summary>Writes replies in the form that was asked for.</summary>
internal sealed class ReplyPrinter(NetconfClient client, string format, string schemaCache, TextWriter output)
{
    private static readonly XmlWriterSettings Indented = new() { Indent = true, OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, Async = true };

    /// <summary>Sends an operation, and writes what comes back while it comes.</summary>
    public async Task PrintAsync(string operation, CancellationToken cancellationToken)
    {
        await using var reply = await client.StreamAsync(operation, cancellationToken);
        switch (format)
        {
            case "json":
                await PrintJsonAsync(reply, cancellationToken);
                break;
            case "table":
                await using (var received = new TransferProgress(reply.OpenStream())) XmlTable.Print(await LoadAsync(received, cancellationToken), output);
                break;
            default:
                await PrintXmlAsync(reply);
                break;
        }
    }

    /// <summary>Writes a notification, a line or a block.</summary>
    public void Print(Notification notification)
    {
        if (format == "table") output.WriteLine($"{notification.EventTime:O}  {notification.Content.Name.LocalName}  {notification.Content.Value}");
        else output.WriteLine(new XComment($" {notification.EventTime:O} ") + "\n" + notification.Content);
        output.Flush();
    }

    private async Task PrintJsonAsync(StreamedReply reply, CancellationToken cancellationToken)
    {
        // The reply holds the session up until it is read: the schema, which may have to be fetched, comes after it.
        using var received = new MemoryStream();
        await using (var progress = new TransferProgress(reply.OpenStream())) await progress.CopyToAsync(received, cancellationToken);
        if (!await HasDataAsync(received))
        {
            await output.WriteLineAsync("{}");
            return;
        }

        var schema = await new DeviceSchemaSource(schemaCache).GetAsync(client, cancellationToken);
        received.Position = 0;
        using var reader = XmlDataReader.CreateXmlReader(received);
        reader.MoveToContent();
        var tree = schema.Read(reader);
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, tree.Root, new DataWriteOptions { Indent = true });
        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Whether the reply has data, rather than ok.</summary>
    private static async Task<bool> HasDataAsync(MemoryStream message)
    {
        message.Position = 0;
        using var reader = XmlReader.Create(message, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
        await reader.MoveToContentAsync();
        while (await reader.ReadAsync() && reader.NodeType != XmlNodeType.Element)
        {
        }

        return reader.LocalName == "data";
    }

    private async Task PrintXmlAsync(StreamedReply reply)
    {
        await using var received = new TransferProgress(reply.OpenStream());
        using var reader = XmlReader.Create(received, new XmlReaderSettings { Async = true, IgnoreWhitespace = true, DtdProcessing = DtdProcessing.Prohibit });
        await reader.MoveToContentAsync();
        await using (var writer = XmlWriter.Create(output, Indented))
        {
            // What stands in rpc-reply, one element after the other.
            await reader.ReadAsync();
            while (!reader.EOF && reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.Element) await CopyAsync(reader, writer);
                else await reader.ReadAsync();
            }
        }

        await output.WriteLineAsync();
    }

    /// <summary>Copies an element node by node, so that a long one is never whole in memory.</summary>
    private static async Task CopyAsync(XmlReader reader, XmlWriter writer)
    {
        var depth = reader.Depth;
        do
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    await writer.WriteStartElementAsync(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                    await writer.WriteAttributesAsync(reader, defattr: false);
                    if (reader.IsEmptyElement) await writer.WriteEndElementAsync();
                    break;
                case XmlNodeType.EndElement:
                    await writer.WriteEndElementAsync();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    await writer.WriteStringAsync(await reader.GetValueAsync());
                    break;
            }
        }
        while (await reader.ReadAsync() && (reader.Depth > depth || (reader.Depth == depth && reader.NodeType == XmlNodeType.EndElement)));
    }

    private static async Task<XElement> LoadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var root = await XElement.LoadAsync(stream, LoadOptions.None, cancellationToken);
        return root.Elements().FirstOrDefault(e => e.Name.LocalName == "data") ?? root;
    }
}

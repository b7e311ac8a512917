using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Client;

/// <summary>
/// A reply that is read while it comes, in memory that doesn't grow with it. It has no errors of the protocol: those are thrown before. The session's other replies wait
/// until it is read to its end, or disposed of. It is read once, in one of the ways.
/// </summary>
public sealed class StreamedReply : IAsyncDisposable
{
    private readonly int _maxDepth;

    internal StreamedReply(long? messageId, PipeReader content, int maxDepth)
    {
        MessageId = messageId?.ToString(CultureInfo.InvariantCulture);
        Content = content;
        _maxDepth = maxDepth;
    }

    /// <summary>The request's message-id.</summary>
    public string? MessageId { get; }

    /// <summary>The whole message in UTF-8, as it comes. Ends with <see cref="NetconfSessionClosedException"/> when the session ends inside it.</summary>
    public PipeReader Content { get; }

    /// <summary>The whole message as a stream of bytes.</summary>
    public Stream OpenStream() => Content.AsStream(leaveOpen: true);

    /// <summary>A reader before the message's first node; to be moved by its asynchronous methods, as its others hold up the thread while nothing comes.</summary>
    public XmlReader OpenReader() => MessageXml.OpenAsynchronous(OpenStream(), _maxDepth);

    /// <summary>Copies the whole message.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="progress">Hears how many bytes were copied so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops copying.</param>
    /// <returns>How many bytes it had.</returns>
    /// <exception cref="NetconfSessionClosedException">The session ended inside it.</exception>
    public async Task<long> CopyToAsync(Stream destination, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var copied = 0L;
        while (true)
        {
            var result = await Content.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var part in result.Buffer) await destination.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            copied += result.Buffer.Length;
            Content.AdvanceTo(result.Buffer.End);
            progress?.Report(copied);
            if (result.IsCompleted) return copied;
        }
    }

    /// <summary>The elements of a name one after the other, wherever they stand: each is all that is in memory.</summary>
    /// <param name="name">The name, as <c>XName.Get("interface", "urn:…")</c>. One inside another of the name comes as a part of it only.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public async IAsyncEnumerable<XElement> ReadElementsAsync(XName name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var reader = OpenReader();
        await reader.ReadAsync().ConfigureAwait(false);
        while (!reader.EOF)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == name.LocalName && reader.NamespaceURI == name.NamespaceName)
                yield return (XElement)await XNode.ReadFromAsync(reader, cancellationToken).ConfigureAwait(false);
            else
                await reader.ReadAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets what is left of the reply pass by.</summary>
    public ValueTask DisposeAsync() => Content.CompleteAsync();
}

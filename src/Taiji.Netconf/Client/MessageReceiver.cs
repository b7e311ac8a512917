using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Client;

/// <summary>Receives messages, piece by piece, and hands each to who waits for it.</summary>
internal sealed class MessageReceiver(FrameReader reader, NetconfClientOptions options, PendingRequests pending, NotificationRouter notifications)
{
    // A message that hasn't shown what it is by then is taken whole.
    private const int LongestHead = 64 * 1024;

    private readonly MessageBuffer _collected = new(isGivenAway: true);
    private readonly bool _needsNamespace = !options.Profile.AcceptsRepliesWithoutNamespace;
    private PendingRequest? _growing;
    private PipeWriter? _sink;
    private bool _isHeadKnown;

    /// <summary>When the peer was heard of last, by the clock of the options.</summary>
    public long LastHeard { get; private set; } = options.Time.GetTimestamp();

    /// <summary>Receives to the session's end.</summary>
    /// <exception cref="NetconfException">The peer broke the protocol.</exception>
    /// <exception cref="XmlException">A message isn't well-formed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await reader.ReadPieceAsync(cancellationToken).ConfigureAwait(false) is { } piece)
        {
            LastHeard = options.Time.GetTimestamp();
            if (_sink is not null) await PassOnAsync(piece.Content, piece.IsEnd, cancellationToken).ConfigureAwait(false);
            else if (Collect(piece) is { } whole) await DispatchAsync(whole, cancellationToken).ConfigureAwait(false);
            else if (!_isHeadKnown && TryBegin()) await PassOnAsync(_collected.Take(), false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells whoever reads a reply that it broke off.</summary>
    public void BreakOff(Exception cause)
    {
        var sink = _sink;
        _sink = null;
        sink?.Complete(cause);
    }

    private ReadOnlySequence<byte>? Collect(in MessagePiece piece)
    {
        var content = _collected.Length == 0 ? options.Profile.TrimStart(piece.Content) : piece.Content;
        if (content.Length > options.MaxMessageSize - _collected.Length) throw new NetconfException($"The server sent a message longer than {options.MaxMessageSize} bytes.");
        _growing?.Progress();
        if (piece.IsEnd && _collected.Length == 0) return new ReadOnlySequence<byte>(content.ToArray());
        _collected.Append(content);
        if (!piece.IsEnd) return null;
        _isHeadKnown = false;
        _growing = null;
        return _collected.Take();
    }

    /// <summary>Looks at a message that hasn't come whole; true when the rest goes to somebody who reads it as it comes.</summary>
    private bool TryBegin()
    {
        var first = _collected.Content;
        var head = ReplyHead.Scan(first.IsSingleSegment ? first.FirstSpan : first.Slice(0, Math.Min(first.Length, LongestHead)).ToArray(), isWhole: false, _needsNamespace);
        _isHeadKnown = head.Kind != HeadKind.Incomplete || first.Length >= LongestHead;
        if (head.MessageId is not { } id || head.Kind is HeadKind.Incomplete or HeadKind.Other) return false;
        if (pending.TryFind(id, out _growing))
        {
            if (head.Kind == HeadKind.Data) _sink = _growing.Begin(id);
        }
        else
        {
            // However long it is, nobody will look at it.
            Unexpected(id.ToString(CultureInfo.InvariantCulture));
            _sink = PipeWriter.Create(Stream.Null);
        }

        return _sink is not null;
    }

    private async ValueTask PassOnAsync(ReadOnlySequence<byte> content, bool isEnd, CancellationToken cancellationToken)
    {
        foreach (var part in content) _sink!.Write(part.Span);
        // A reader that is slow makes the server wait; one that is gone lets the rest pass by.
        await _sink!.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!isEnd) return;
        await _sink.CompleteAsync().ConfigureAwait(false);
        _sink = null;
        _growing = null;
        _isHeadKnown = false;
    }

    private ValueTask DispatchAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        if (content.IsSingleSegment)
        {
            var head = ReplyHead.Scan(content.FirstSpan, isWhole: true, _needsNamespace);
            if (head.Kind is HeadKind.Ok or HeadKind.Data)
            {
                if (pending.TryFind(head.MessageId!.Value, out var request)) request.Reply(RpcReply.WithoutErrors(head, content, options.MaxDepth));
                else Unexpected(head.MessageId.Value.ToString(CultureInfo.InvariantCulture));
                return default;
            }
        }

        using var xml = MessageXml.Open(content, options.MaxDepth);
        if (xml.LocalName == "rpc-reply" && (xml.NamespaceURI == NetconfNamespaces.Base || (xml.NamespaceURI.Length == 0 && !_needsNamespace)))
        {
            var reply = RpcReply.Read(xml, content, options.MaxDepth);
            if (pending.TryFind(reply.MessageId, out var request)) request.Reply(reply);
            else Unexpected(reply.MessageId);
            return default;
        }

        if (xml.LocalName != "notification" || xml.NamespaceURI != NetconfNamespaces.Notification)
            throw new NetconfException($"The server sent <{xml.Name}>, which is neither a reply nor a notification.");
        return notifications.AddAsync(Notification.Read(XElement.Load(xml, LoadOptions.PreserveWhitespace)), cancellationToken);
    }

    // The reply to a request whose caller has given up, or a fault of the server's: neither is for anybody else.
    private void Unexpected(string? messageId)
    {
        if (options.Logger is { } logger && logger.IsEnabled(LogLevel.Debug)) ClientLog.UnexpectedReply(logger, options.PeerName, messageId);
    }
}

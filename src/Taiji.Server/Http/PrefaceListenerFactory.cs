using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Taiji.Server.Http;

/// <summary>
/// Serves HTTP/1.1 and HTTP/2 with prior knowledge on one clear-text port: Kestrel picks one protocol per clear-text endpoint, so connections are told apart here by their
/// first bytes and handed to the endpoint of their protocol.
/// </summary>
internal sealed class PrefaceListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets;
    private readonly ConcurrentDictionary<string, PrefaceListener> _listeners = new();

    private readonly HandedConnections _handed;
    private PrefaceListener? _handedClearText;

    public PrefaceListenerFactory(IOptions<SocketTransportOptions> options, ILoggerFactory loggers, HandedConnections handed)
    {
        _sockets = new SocketTransportFactory(options, loggers);
        _handed = handed;
    }

    // Kestrel adds its own factory only where there is none yet, so that other endpoints (TLS) are bound here too.
    public bool CanBind(EndPoint endpoint) => endpoint is Http2PriorKnowledgeEndPoint or ClearTextEndPoint or HandedEndPoint || _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is Http2PriorKnowledgeEndPoint http2)
        {
            return _listeners[http2.Shared.ToString()].Http2;
        }

        if (endpoint is HandedEndPoint handed) return Bind(handed);
        if (endpoint is not ClearTextEndPoint clear) return await _sockets.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var listener = new PrefaceListener(await _sockets.BindAsync(clear.Address, cancellationToken).ConfigureAwait(false));
        _listeners[clear.Address.ToString()] = listener;
        return listener.Http1;
    }

    private IConnectionListener Bind(HandedEndPoint endPoint)
    {
        if (endPoint.Kind == HandedKind.Tls) return _handed.Listener(HandedKind.Tls);
        _handedClearText ??= new PrefaceListener(_handed.Listener(HandedKind.ClearText));
        return endPoint.Kind == HandedKind.ClearText ? _handedClearText.Http1 : _handedClearText.Http2;
    }
}

/// <summary>A clear-text TCP endpoint for HTTP/1.1 whose HTTP/2 connections go to its <see cref="Http2PriorKnowledgeEndPoint"/>.</summary>
/// <param name="address">Where to listen.</param>
internal sealed class ClearTextEndPoint(IPEndPoint address) : EndPoint
{
    public IPEndPoint Address { get; } = address;

    public override string ToString() => Address.ToString();
}

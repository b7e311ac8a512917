using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Taiji.Server.Http;

/// <summary>How a connection that was handed over is served.</summary>
internal enum HandedKind
{
    /// <summary>Clear text: HTTP/1.1, or HTTP/2 with prior knowledge.</summary>
    ClearText,

    /// <summary>What of <see cref="ClearText"/> is HTTP/2.</summary>
    ClearTextHttp2,

    /// <summary>TLS.</summary>
    Tls,
}

/// <summary>An endpoint of Kestrel's without a port: its connections are accepted, or made, by others while the server runs (<see cref="HandedConnections"/>).</summary>
/// <param name="kind">How they are served.</param>
internal sealed class HandedEndPoint(HandedKind kind) : EndPoint
{
    /// <summary>The text: an address that nobody can be sent to, so that it is none of the server's.</summary>
    public const string Nowhere = "0.0.0.0:0";

    public HandedKind Kind { get; } = kind;

    public override string ToString() => Nowhere;
}

/// <summary>Gives Kestrel the connections of a <see cref="HandedEndPoint"/>.</summary>
/// <param name="endPoint">The endpoint.</param>
internal sealed class HandedListener(EndPoint endPoint) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; } = endPoint;

    public bool TryAdd(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_connections.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (_connections.Reader.TryRead(out var connection)) await connection.DisposeAsync().ConfigureAwait(false);
    }
}

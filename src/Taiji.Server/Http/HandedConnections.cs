using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Taiji.Server.Http;

/// <summary>
/// Serves HTTP on sockets that were connected by others while the server runs: those of configured ports, and those of clients that are called home (RFC 8071 §3.1). They go through
/// Kestrel as any connection does.
/// </summary>
internal sealed class HandedConnections : IDisposable
{
    private readonly SocketConnectionContextFactory _contexts;
    private readonly HandedListener _clearText = new(new HandedEndPoint(HandedKind.ClearText));
    private readonly HandedListener _tls = new(new HandedEndPoint(HandedKind.Tls));

    public HandedConnections(ILoggerFactory loggers) =>
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));

    /// <summary>The connections of one kind.</summary>
    /// <param name="kind">Clear text or TLS.</param>
    public HandedListener Listener(HandedKind kind) => kind == HandedKind.Tls ? _tls : _clearText;

    /// <summary>Serves a connection to its end.</summary>
    /// <param name="socket">Owned from then on.</param>
    /// <param name="connection">How it is served; told what becomes of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it came to HTTP: its TLS handshake succeeded.</returns>
    public async Task<bool> ServeAsync(Socket socket, HandedConnection connection, CancellationToken cancellationToken)
    {
        ConnectionContext context;
        try
        {
            socket.NoDelay = true;
            context = _contexts.Create(socket);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            return false;
        }

        context.Items[typeof(HandedConnection)] = connection;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var closed = context.ConnectionClosed.Register(() => ended.TrySetResult());
        using var stop = cancellationToken.Register(() => _ = CloseAsync(context, connection));
        if (!Listener(connection.Tls is null ? HandedKind.ClearText : HandedKind.Tls).TryAdd(context)) await context.DisposeAsync().ConfigureAwait(false);
        await WaitAsync(ended.Task, context, connection).ConfigureAwait(false);
        return connection.IsEstablished;
    }

    /// <inheritdoc/>
    public void Dispose() => _contexts.Dispose();

    /// <summary>Sets up the endpoints that connections are handed to.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    public static void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(new HandedEndPoint(HandedKind.ClearText), o => Mark(o, HttpProtocols.Http1));
        kestrel.Listen(new HandedEndPoint(HandedKind.ClearTextHttp2), o => Mark(o, HttpProtocols.Http2));
        kestrel.Listen(new HandedEndPoint(HandedKind.Tls), o =>
        {
            o.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = context => ValueTask.FromResult(Of(context.Connection)!.Tls!.ToOptions()) });
            Mark(o, HttpProtocols.Http1AndHttp2);
        });
    }

    /// <summary>The connection that a request came by, when it was handed over.</summary>
    /// <param name="context">The exchange.</param>
    public static HandedConnection? Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>() is { } connection && connection.Items.TryGetValue(typeof(HandedConnection), out var found) ? (HandedConnection?)found : null;

    private static HandedConnection? Of(BaseConnectionContext context) => context.Items.TryGetValue(typeof(HandedConnection), out var found) ? (HandedConnection?)found : null;

    private static void Mark(ListenOptions options, HttpProtocols protocols)
    {
        options.Protocols = protocols;
        // After TLS: whoever gets here is somebody to talk to.
        options.Use(next => context =>
        {
            if (Of(context) is { } connection) connection.IsEstablished = true;
            return next(context);
        });
    }

    /// <summary>Ends a connection, its requests answered before if they are in a while.</summary>
    private static async Task CloseAsync(ConnectionContext context, HandedConnection connection)
    {
        for (var i = 0; i < 100 && connection.IsBusy; i++) await Task.Delay(50).ConfigureAwait(false);
        context.Abort(new ConnectionAbortedException("The server closes the connection."));
    }

    private static async Task WaitAsync(Task ended, ConnectionContext context, HandedConnection connection)
    {
        while (connection.IdleTimeout is { } limit)
        {
            try
            {
                await ended.WaitAsync(connection.IdleFor(limit)).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                if (connection.IdleFor(limit) > TimeSpan.FromMilliseconds(1)) continue;
                context.Abort(new ConnectionAbortedException("The connection was idle for too long."));
                break;
            }
        }

        await ended.ConfigureAwait(false);
    }
}

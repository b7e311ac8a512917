using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Taiji.Server.Http;

/// <summary>One TCP listener, seen by Kestrel as two: connections are dealt to the one of their protocol.</summary>
internal sealed class PrefaceListener : IAsyncDisposable
{
    private static readonly TimeSpan FirstBytesTimeout = TimeSpan.FromSeconds(30);

    private readonly IConnectionListener _inner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _unbound;

    public PrefaceListener(IConnectionListener inner)
    {
        _inner = inner;
        Http1 = new Dealt(this, inner.EndPoint);
        Http2 = new Dealt(this, inner.EndPoint);
        _accepting = AcceptAsync();
    }

    public Dealt Http1 { get; }

    public Dealt Http2 { get; }

    /// <summary>Kestrel disposes both of the listeners it sees: once more does no harm.</summary>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(CancellationToken.None).ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (await _inner.AcceptAsync(_stop.Token).ConfigureAwait(false) is { } connection) _ = DealAsync(connection);
        Http1.Complete();
        Http2.Complete();
    }

    private async Task DealAsync(ConnectionContext connection)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, connection.ConnectionClosed);
            timeout.CancelAfter(FirstBytesTimeout);
            var isHttp2 = await Http2Preface.IsNextAsync(connection, timeout.Token).ConfigureAwait(false);
            if ((isHttp2 ? Http2 : Http1).TryAdd(connection)) return;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException or ObjectDisposedException)
        {
            // The client left or said nothing in time: only this connection ends.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask UnbindAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _unbound, 1) != 0) return;
        await _inner.UnbindAsync(cancellationToken).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _accepting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Http1.Complete();
            Http2.Complete();
        }
    }

    /// <summary>The connections of one protocol.</summary>
    internal sealed class Dealt(PrefaceListener owner, EndPoint endPoint) : IConnectionListener
    {
        private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

        public EndPoint EndPoint { get; } = endPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await _connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_connections.Reader.TryRead(out var connection)) return connection;
            }

            return null;
        }

        public bool TryAdd(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

        public void Complete() => _connections.Writer.TryComplete();

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => owner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => owner.DisposeAsync();
    }
}

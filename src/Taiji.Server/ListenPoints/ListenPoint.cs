using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Taiji.Server.ListenPoints;

/// <summary>One address and port, and the connections accepted there. Listening begins when it is made, accepting with <see cref="Start"/>.</summary>
internal sealed class ListenPoint : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listener;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Begins to listen.</summary>
    /// <param name="endPoint">Where; port 0 takes a free one.</param>
    /// <param name="networkNamespace">In which network namespace.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <exception cref="SocketException">It can't be listened on.</exception>
    /// <exception cref="IOException">The namespace can't be entered.</exception>
    public ListenPoint(IPEndPoint endPoint, string networkNamespace, ILogger logger)
    {
        _logger = logger;
        _listener = NetworkNamespace.Listen(endPoint, networkNamespace);
        LocalEndPoint = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Begins to accept.</summary>
    /// <param name="serve">Serves a connection; owns the socket, never throws.</param>
    public void Start(Func<Socket, Task> serve) => _accepting = AcceptAsync(serve);

    /// <summary>Stops listening; what was accepted stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, Task> serve)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = serve(await _listener.AcceptAsync(_stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (_stopping.IsCancellationRequested) return;
                // Out of descriptors, most likely: they come back as sessions end.
                ListenLog.AcceptFailed(_logger, LocalEndPoint.ToString(), e.Message);
                await Task.Delay(AcceptPause, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }
}

/// <summary>Connections being served, waited for when the server stops.</summary>
internal sealed class RunningConnections
{
    private readonly ConcurrentDictionary<Task, byte> _all = new();

    /// <summary>Keeps one until it ends.</summary>
    /// <param name="connection">It.</param>
    public Task Add(Task connection)
    {
        _all[connection] = 0;
        _ = connection.ContinueWith((t, all) => ((ConcurrentDictionary<Task, byte>)all!).TryRemove(t, out _), _all, TaskScheduler.Default);
        return connection;
    }

    /// <summary>Completes when all have ended.</summary>
    public Task Completion => Task.WhenAll(_all.Keys);
}

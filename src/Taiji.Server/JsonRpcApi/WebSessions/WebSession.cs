using System.Collections.Concurrent;
using Taiji.Datastores.Sessions;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>A session of the API: what the cookie stands for. All that it holds goes with it.</summary>
internal sealed class WebSession
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private long _lastActive;
    private int _open;
    private int _streams;
    private long _lastHandle;

    /// <summary>Makes it.</summary>
    /// <param name="cookie">The cookie's value.</param>
    /// <param name="datastores">Its session at the datastores.</param>
    /// <param name="isSecure">Whether it came over TLS.</param>
    /// <param name="server">The server.</param>
    public WebSession(string cookie, Session datastores, bool isSecure, JsonRpcServer server)
    {
        Cookie = cookie;
        Datastores = datastores;
        IsSecure = isSecure;
        _time = server.Time;
        _lastActive = _time.GetTimestamp();
        Transactions = new TransactionTable(server, this);
        Comet = new CometTable(server.Options);
        Store = new SessionStore(server.Options);
        datastores.Closed.Register(Transactions.Dispose);
        datastores.Closed.Register(Comet.Dispose);
    }

    /// <summary>The cookie's value: whoever has it is the session.</summary>
    public string Cookie { get; }

    /// <summary>The session on whose behalf everything is done.</summary>
    public Session Datastores { get; }

    /// <summary>Whether it came over TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>Fires when it ends.</summary>
    public CancellationToken Closed => Datastores.Closed;

    /// <summary>Its transactions.</summary>
    public TransactionTable Transactions { get; }

    /// <summary>Its comet channels, subscriptions and batch commands.</summary>
    public CometTable Comet { get; }

    /// <summary>What its client keeps with it.</summary>
    public SessionStore Store { get; }

    /// <summary>How long nobody has used it; zero while a call is under way.</summary>
    public TimeSpan Idle => Volatile.Read(ref _open) > 0 ? TimeSpan.Zero : _time.GetElapsedTime(Interlocked.Read(ref _lastActive));

    /// <summary>A request begins: until <see cref="Leave"/> the session isn't idle.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _open);
        Datastores.Enter();
    }

    /// <summary>A request has ended.</summary>
    public void Leave()
    {
        Interlocked.Exchange(ref _lastActive, _time.GetTimestamp());
        Interlocked.Decrement(ref _open);
        Datastores.Leave();
    }

    /// <summary>An event stream or socket begins; dispose what comes back when it has ended.</summary>
    /// <param name="most">How many there may be.</param>
    /// <exception cref="JsonRpcException"><c>session.overload</c>.</exception>
    public IDisposable OpenStream(int most)
    {
        if (Interlocked.Increment(ref _streams) <= most) return new OpenedStream(this);
        Interlocked.Decrement(ref _streams);
        throw new JsonRpcException(Limits.Overload("event streams and sockets", most));
    }

    /// <summary>Makes a call one that <see cref="Abort"/> finds.</summary>
    /// <param name="id">The request's id as JSON.</param>
    /// <param name="cancellation">Cancels it.</param>
    public void Register(string id, CancellationTokenSource cancellation) => _calls[id] = cancellation;

    /// <summary>The call has ended.</summary>
    /// <param name="id">The request's id as JSON.</param>
    /// <param name="cancellation">As registered.</param>
    public void Unregister(string id, CancellationTokenSource cancellation) => _calls.TryRemove(new KeyValuePair<string, CancellationTokenSource>(id, cancellation));

    /// <summary>A number for a handle: not used before in the session.</summary>
    public long NextHandle() => Interlocked.Increment(ref _lastHandle);

    /// <summary>A call of a batch was answered.</summary>
    /// <param name="response">The response.</param>
    public void BatchAnswered(ReadOnlyMemory<byte> response) => Answered?.Invoke(response);

    /// <summary>Raised for each response within a batch.</summary>
    public event Action<ReadOnlyMemory<byte>>? Answered;

    /// <summary>Cancels the call of that id.</summary>
    /// <param name="id">The id as JSON.</param>
    /// <returns>Whether there was one.</returns>
    public bool Abort(string id)
    {
        if (!_calls.TryGetValue(id, out var cancellation)) return false;
        try
        {
            cancellation.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
            return false;
        }
    }

    private sealed class OpenedStream(WebSession session) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref session._streams);
    }
}

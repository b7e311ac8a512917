namespace Taiji.Server.Http;

/// <summary>A connection that was handed over, and how it is served.</summary>
/// <param name="name">The name of the port, or of the client that was called home.</param>
internal sealed class HandedConnection(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    private long _lastRequest = Environment.TickCount64;
    private int _running;

    /// <summary>Its TLS; null for clear text.</summary>
    public HandedTls? Tls { get; init; }

    /// <summary>How long it may stay without a request; null for Kestrel's own limit.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether it came to HTTP.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>Whether there are requests that haven't been answered.</summary>
    public bool IsBusy => Volatile.Read(ref _running) > 0;

    /// <summary>A request begins.</summary>
    public void Begin() => Interlocked.Increment(ref _running);

    /// <summary>A request has ended.</summary>
    public void End()
    {
        Volatile.Write(ref _lastRequest, Environment.TickCount64);
        Interlocked.Decrement(ref _running);
    }

    /// <summary>How much longer it may stay idle; at least a millisecond.</summary>
    /// <param name="limit">The limit.</param>
    public TimeSpan IdleFor(TimeSpan limit)
    {
        if (Volatile.Read(ref _running) > 0) return limit;
        var left = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastRequest));
        return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
    }
}

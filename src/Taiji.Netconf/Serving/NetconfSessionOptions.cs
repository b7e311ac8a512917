namespace Taiji.Netconf.Serving;

/// <summary>Limits of a server's session.</summary>
public sealed record NetconfSessionOptions
{
    /// <summary>How long the client may take for its hello.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a session without subscription may stay without an rpc; infinite for ever.</summary>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a client may send nothing inside a message that is read while it comes: a thread waits for it. Infinite for ever.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest message taken, in bytes without frames; a longer one is answered with too-big and skipped.</summary>
    public long MaxMessageSize { get; init; } = 64L * 1024 * 1024;

    /// <summary>From about how many bytes on a message is read while it comes instead of being kept until it is whole; a message shorter than <see cref="MaxMessageSize"/>, that is.</summary>
    public long MaxKeptSize { get; init; } = 256 * 1024;

    /// <summary>The longest hello taken, in bytes.</summary>
    public long MaxHelloSize { get; init; } = 1024 * 1024;

    /// <summary>The deepest nesting of elements, the <c>rpc</c> included.</summary>
    public int MaxDepth { get; init; } = 256;
}

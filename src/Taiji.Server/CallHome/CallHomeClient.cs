using Taiji.Server.ListenPoints;

namespace Taiji.Server.CallHome;

/// <summary>Which endpoint is tried first.</summary>
internal enum StartWith
{
    FirstListed,
    LastConnected,
    RandomSelection,
}

/// <summary>Where a client waits.</summary>
/// <param name="Name">Any name.</param>
/// <param name="Host">An address or a DNS name.</param>
/// <param name="Port">The TCP port.</param>
internal sealed record CallHomeEndpoint(string Name, string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Host} port {Port})";
}

/// <summary>When a periodic client is connected.</summary>
/// <param name="Period">From begin to begin.</param>
/// <param name="Anchor">A time at which a period begins.</param>
/// <param name="IdleTimeout">How long a session may stay without an rpc; null for ever.</param>
internal sealed record CallHomePeriod(TimeSpan Period, DateTimeOffset? Anchor, TimeSpan? IdleTimeout)
{
    /// <summary>The begin of the period after a time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="first">When the first period began, without an anchor.</param>
    public DateTimeOffset Next(DateTimeOffset now, DateTimeOffset first)
    {
        var anchor = Anchor ?? first;
        var begun = Math.Floor((now - anchor) / Period);
        return anchor + ((begun + 1) * Period);
    }
}

/// <summary>A client that the server calls (RFC 8071).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Transport">What carries its sessions.</param>
/// <param name="Periodic">Null for a persistent connection.</param>
/// <param name="StartWith">Which endpoint is tried first.</param>
/// <param name="MaxWait">How long an attempt may take.</param>
/// <param name="MaxAttempts">Attempts at one endpoint until the next one is tried.</param>
internal sealed record CallHomeClient(string Name, TransportKind Transport, CallHomePeriod? Periodic, StartWith StartWith, TimeSpan MaxWait, int MaxAttempts)
{
    /// <summary>Its endpoints, in the order configured.</summary>
    public required IReadOnlyList<CallHomeEndpoint> Endpoints { get; init; }

    /// <summary>Whether nothing has changed, its endpoints included.</summary>
    /// <param name="other">As it was.</param>
    public bool IsSame(CallHomeClient other) => this with { Endpoints = [] } == other with { Endpoints = [] } && Endpoints.SequenceEqual(other.Endpoints);
}

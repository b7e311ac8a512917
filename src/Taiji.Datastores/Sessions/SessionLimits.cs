namespace Taiji.Datastores.Sessions;

/// <summary>How many sessions there may be, and how long they may do nothing. Recovery sessions and the host's own aren't bound.</summary>
public sealed record SessionLimits
{
    /// <summary>The most sessions at a time, over all protocols.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>The most sessions of one user at a time.</summary>
    public int MaxPerUser { get; init; } = 1_000;

    /// <summary>A session that asked for nothing for as long is closed, unless it has a subscription; null for never.</summary>
    public TimeSpan? IdleTimeout { get; init; }
}

using Taiji.Netconf.Client;

namespace Taiji.Clients.Fleets;

/// <summary>How a <see cref="NetconfPool"/> works.</summary>
public sealed record NetconfPoolOptions
{
    /// <summary>How many devices are worked with at once.</summary>
    public int MaxConcurrency { get; init; } = 100;

    /// <summary>How long one attempt on one device may take, connecting included; null for no limit.</summary>
    public TimeSpan? DeviceTimeout { get; init; }

    /// <summary>How many more attempts a device gets that can't be reached, or whose session is lost. Errors that the device answers with are its answer.</summary>
    public int Retries { get; init; }

    /// <summary>Whether sessions stay open for the next run, until the pool is disposed of.</summary>
    public bool KeepsSessions { get; init; }

    /// <summary>How to speak.</summary>
    public NetconfClientOptions ClientOptions { get; init; } = new();
}

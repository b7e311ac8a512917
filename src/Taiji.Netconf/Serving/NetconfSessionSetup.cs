using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Netconf.Capabilities;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Serving;

/// <summary>What a <see cref="NetconfServerSession"/> is made from.</summary>
public sealed record NetconfSessionSetup
{
    /// <summary>The session-id told to the client.</summary>
    public required uint SessionId { get; init; }

    /// <summary>The server's capabilities.</summary>
    public required CapabilitySet Capabilities { get; init; }

    /// <summary>Does what is asked for.</summary>
    public required INetconfOperations Operations { get; init; }

    /// <summary>Told what the client said it can do, before its first operation.</summary>
    public Action<CapabilitySet>? Established { get; init; }

    /// <summary>Knows the modules named in errors' paths; null when there is none.</summary>
    public YangSchema? Schema { get; init; }

    /// <summary>Limits.</summary>
    public NetconfSessionOptions Options { get; init; } = new();

    /// <summary>Counts, or null.</summary>
    public INetconfCounters? Counters { get; init; }

    /// <summary>The clock of the time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where ends of sessions and faults are told.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}

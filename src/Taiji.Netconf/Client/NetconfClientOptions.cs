using Microsoft.Extensions.Logging;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client.Vendors;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>Which replies <see cref="NetconfClient.RpcAsync"/> throws for.</summary>
public enum RaiseMode
{
    /// <summary>None: the caller looks at <see cref="RpcReply.Errors"/>.</summary>
    None,

    /// <summary>Those with an error of severity error.</summary>
    Errors,

    /// <summary>Those with warnings too.</summary>
    All,
}

/// <summary>How a client speaks.</summary>
public sealed record NetconfClientOptions
{
    /// <summary>What kind of device it is: what it needs that others don't.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfiles.Default;

    /// <summary>What the client says it can do; null for what <see cref="Profile"/> says.</summary>
    public CapabilitySet? Capabilities { get; init; }

    /// <summary>How long the server may take for its hello.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest message taken, in bytes without frames; a longer one ends the session.</summary>
    public long MaxMessageSize { get; init; } = int.MaxValue;

    /// <summary>The deepest nesting of elements in a message.</summary>
    public int MaxDepth { get; init; } = 1024;

    /// <summary>How long nothing of a reply may come: a long one that keeps coming is in time. Null for as long as the session lives.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>
    /// After how long a silence the server is asked whether it is there (by a get that selects nothing); the session ends when it then says nothing for as long again. Null for
    /// never: the transport's own keep-alive remains.
    /// </summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>
    /// How many notifications wait for their reader before the server has to: no more is received until one is read, or a request is sent. A reader that is slower than its
    /// server so costs no memory.
    /// </summary>
    public int NotificationCapacity { get; init; } = 10_000;

    /// <summary>Which replies throw.</summary>
    public RaiseMode RaiseMode { get; init; } = RaiseMode.Errors;

    /// <summary>Errors that are no failure whatever their severity, for servers that say more than they mean; null for none.</summary>
    public Predicate<RpcError>? IgnoreError { get; init; }

    /// <summary>Where requests and replies are told of at debug level, with secrets masked; null for nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The peer's name in logs and traces, e.g. its address; null when it has none.</summary>
    public string? PeerName { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

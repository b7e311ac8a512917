using Microsoft.Extensions.Logging;
using Taiji.Netconf.Capabilities;
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
    /// <summary>What the client says it can do.</summary>
    public CapabilitySet Capabilities { get; init; } = new(CapabilityUris.Base10, CapabilityUris.Base11);

    /// <summary>How long the server may take for its hello.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest message taken, in bytes without frames; a longer one ends the session.</summary>
    public long MaxMessageSize { get; init; } = int.MaxValue;

    /// <summary>The deepest nesting of elements in a message.</summary>
    public int MaxDepth { get; init; } = 1024;

    /// <summary>How long a reply may take; null for as long as the session lives.</summary>
    public TimeSpan? RequestTimeout { get; init; }

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

using Taiji.Netconf.Capabilities;

namespace Taiji.Netconf.Client;

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
}

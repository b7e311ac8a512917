using Taiji.Datastores.Operational;
using Taiji.Datastores.Tracing;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>What of the configuration is applied: where code reports it.</summary>
    public required AppliedConfiguration Applied { get; init; }

    /// <summary>The spans of what is done, for whoever follows it.</summary>
    public required SpanSource Spans { get; init; }

    /// <summary>The state providers, and how each is doing.</summary>
    public required IReadOnlyList<ProviderHealth> StateProviders { get; init; }
}

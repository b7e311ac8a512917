using Taiji.Datastores.Operational;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>What of the configuration is applied: where code reports it.</summary>
    public required AppliedConfiguration Applied { get; init; }

    /// <summary>The state providers, and how each is doing.</summary>
    public required IReadOnlyList<ProviderHealth> StateProviders { get; init; }
}

using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>Gives the state (<c>config false</c>) below a schema path; called only when a reader can reach it.</summary>
public interface IStateProvider
{
    /// <summary>Writes the state into the editor.</summary>
    /// <param name="context">The configuration it belongs to and what the reader can reach.</param>
    /// <param name="state">An editor over a tree of state, empty at first; only nodes at or below the provider's path may be written.</param>
    /// <param name="cancellationToken">The reader gave up or the time-out passed.</param>
    ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken);
}

/// <summary>What a state provider is asked in the light of.</summary>
/// <param name="Running">The configuration.</param>
/// <param name="Reach">The paths the reader can reach; null for everything.</param>
public sealed record StateContext(DataTree Running, IReadOnlyList<DataPath>? Reach);

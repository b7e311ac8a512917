using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>A provider that gives its state bit by bit.</summary>
/// <param name="stream">Gives it.</param>
public sealed class StateStreamProvider(IStateStream stream) : IStateProvider
{
    /// <summary>Gives the state.</summary>
    public IStateStream Stream => stream;

    /// <inheritdoc/>
    public string Name => stream.Name;

    /// <inheritdoc/>
    public async ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var root = new DataPath(context.Running.Schema);
        await foreach (var bit in stream.ProvideAsync(context, cancellationToken).ConfigureAwait(false)) state.Merge(root, bit.Root);
    }
}
